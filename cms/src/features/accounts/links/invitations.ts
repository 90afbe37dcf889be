import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { actorOf, currentActor } from '../../../kernel/actor';
import { nameOf } from '../../access';
import { actorNow, recordEvent } from '../../audit';
import { queueMail } from '../../mail';
import { requireConfirmation } from '../confirm';
import type { Limits } from '../limits';
import { refused } from '../messages';
import { lockAccount } from '../unchanged';
import { invitationMail } from './link-mail';
import { hashOfToken, INVITATION_DAYS, invitationOf, linkTo, newToken } from './links';

const USER = 'admin::user';
const LIFETIME = INVITATION_DAYS * 86_400_000;

/** An account as far as invitations are concerned. */
export interface Invited {
  readonly id: number;
  readonly email: string;
  readonly password: string | null;
  /** Until when its invitation counts; null where none is open. */
  readonly invitedUntil: string | null;
  readonly firstname: string | null;
  readonly lastname: string | null;
  readonly roles: readonly { readonly id: number; readonly code: string }[];
}

/** Adds to Strapi's accounts until when an invitation counts; Strapi's own never expire. */
export function keepExpiry(strapi: Core.Strapi): void {
  const attributes = strapi.contentType(USER).attributes as Record<string, unknown>;
  attributes.invitedUntil = { type: 'datetime', configurable: false, private: true, searchable: false };
}

/**
 * Mails an invitation with a new link, which makes the one before worthless, and records it; all in the
 * current transaction.
 * @returns the link and when it ends
 */
export async function invite(strapi: Core.Strapi, id: number): Promise<{ link: string; until: Date }> {
  const accounts = strapi.db.query(USER);
  const token = newToken();
  const link = linkTo(strapi, 'register', 'registrationToken', token);
  const until = new Date(Date.now() + LIFETIME);
  const account: Invited = await accounts.update({
    where: { id },
    data: { registrationToken: hashOfToken(token), invitedUntil: until },
    populate: ['roles'],
  });
  await queueMail(strapi, {
    to: account.email,
    ...invitationMail(roleOf(account), { link, until }),
    link: { name: invitationOf(id), until },
  });
  await recordEvent(strapi, {
    action: 'account.invited',
    actor: actorNow(strapi),
    details: { id, name: nameOf(account), email: account.email, until: until.toISOString() },
  });
  return { link, until };
}

function roleOf(account: Invited) {
  const { kind } = actorOf(account);
  return kind === 'super-admin' || kind === 'moderator' || kind === 'editor' ? kind : 'none';
}

/**
 * Around Strapi's handler that makes an account, in its transaction: mails the invitation. The link is in
 * the mail alone, so that who takes it up has the mailbox; a super admin who had it could be the second person too.
 */
export function invitesAccount(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    const { data } = (ctx.body ?? {}) as { data?: { id: number; registrationToken?: string } };
    if (ctx.status !== 201 || !data) return;
    const { until } = await invite(strapi, data.id);
    const { registrationToken: _, ...account } = data;
    ctx.body = { data: { ...account, invitedUntil: until } };
    ctx.status = 201;
  };
}

/** Whether somebody has not taken up an invitation yet, open or expired: nobody ever signed in to this account. */
export const isInvited = (account: Pick<Invited, 'password' | 'invitedUntil'>): boolean =>
  account.password === null && account.invitedUntil !== null;

/** The route on which a super admin sends an invitation again. */
export function invitationRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>) {
  return {
    type: 'admin',
    prefix: '/platform/invitations',
    routes: [
      {
        method: 'POST',
        path: '/:id',
        handler: async (ctx: Context) => {
          if (currentActor(strapi).kind !== 'super-admin')
            throw new errors.PolicyError('You may not do this.');
          await requireConfirmation(strapi, openLimits, ctx);
          ctx.body = { invitedUntil: (await inviteAgain(strapi, Number(ctx.params.id) || 0)).until };
        },
        config: { policies: ['admin::isAuthenticatedAdmin'] },
        info: { pluginName: 'admin' },
      },
    ],
  };
}

/**
 * Sends an invitation again, with a new link.
 * @throws ApplicationError for an account that has a password: a link to it would go around that and the second factor
 */
export async function inviteAgain(strapi: Core.Strapi, id: number): Promise<{ link: string; until: Date }> {
  return strapi.db.transaction(async ({ trx }) => {
    await lockAccount(strapi, trx, id);
    const account: Invited | null = await strapi.db.query(USER).findOne({ where: { id } });
    if (!account || !isInvited(account)) throw refused('platform.sign-in.not-invited');
    return invite(strapi, id);
  });
}

/**
 * Gives the invitations of an earlier version, which had the token itself and no end, the hash and a week
 * from when the account was last saved, as they counted then.
 */
export async function hashOldInvitations(strapi: Core.Strapi): Promise<void> {
  const accounts = strapi.db.query(USER);
  const where = { registrationToken: { $notNull: true }, invitedUntil: { $null: true } };
  for (const { id, registrationToken, password, updatedAt } of await accounts.findMany({ where })) {
    const invited = { registrationToken: hashOfToken(registrationToken), invitedUntil: ended(updatedAt) };
    const data = password === null ? invited : { registrationToken: null };
    // Only what is still there: another instance may have done it.
    await accounts.updateMany({ where: { id, registrationToken }, data });
  }
}

const ended = (savedAt: string) => new Date(new Date(savedAt).getTime() + LIFETIME);
