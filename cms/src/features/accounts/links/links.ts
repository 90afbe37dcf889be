import { createHash, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { queueMail, withdrawMails } from '../../mail';
import { resetMail } from './link-mail';

/** Minutes in which a link to a new password counts. */
export const RESET_MINUTES = 60;
/** Days in which an invitation is to be taken up. */
export const INVITATION_DAYS = 7;

/** The names under which Strapi's requests bring what a link opens by, which are those of its columns too. */
const TOKENS = ['registrationToken', 'resetPasswordToken'] as const;

/** A link's secret part, which only its mail knows. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/** What the database knows of it: whoever reads that, or a backup, can open nothing. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The address of one of the panel's pages with a token. It stands behind the #, which a browser sends to no
 * server, so that no proxy's log has it.
 */
export function linkTo(strapi: Core.Strapi, page: string, name: string, token: string): string {
  return `${strapi.config.get('admin.absoluteUrl')}/auth/${page}#${name}=${token}`;
}

/**
 * Has Strapi's handlers look for the hash of the token that a request brings: in its body, or for the form of an
 * invitation in a header, as our panel sends it, or in the address, as Strapi's does.
 */
export async function hashTokens(ctx: Context, next: Next): Promise<void> {
  const request = ctx.request as { body?: unknown };
  if (typeof request.body === 'object' && request.body !== null) request.body = withHashes(request.body);
  const inHeader = ctx.get('x-registration-token');
  if (inHeader) ctx.query = { ...ctx.query, registrationToken: inHeader };
  if (TOKENS.some((name) => name in ctx.query)) ctx.query = withHashes(ctx.query) as typeof ctx.query;
  await next();
}

function withHashes(given: object): object {
  const hashed = TOKENS.map((name) => [name, (given as Record<string, unknown>)[name]] as const)
    .filter(([, token]) => typeof token === 'string' && token !== '')
    .map(([name, token]) => [name, hashOfToken(token as string)]);
  return { ...given, ...Object.fromEntries(hashed) };
}

/**
 * Mails a link to a new password, in Strapi's place: it would send it at once or never. Nobody waits for it,
 * for the time that an answer takes would say whether there is such an account.
 */
export function mailResetLinks(strapi: Core.Strapi): void {
  const forgotPassword = async ({ email }: { email: string }) => {
    await sendResetLink(strapi, email).catch((error: Error) =>
      strapi.log.error(`A mail for a new password could not be written: ${error.message}`),
    );
  };
  Object.assign(strapi.service('admin::auth'), { forgotPassword });
}

async function sendResetLink(strapi: Core.Strapi, email: string): Promise<void> {
  const where = { email: email.toLowerCase(), isActive: true };
  const account = await strapi.db.query('admin::user').findOne({ where });
  if (!account) return;
  await mailResetLink(strapi, account);
}

/**
 * Mails an account a link to a new password, which makes the one before worthless.
 * @returns the link and when it ends
 */
export async function mailResetLink(
  strapi: Core.Strapi,
  { id, email }: { readonly id: number; readonly email: string },
): Promise<{ link: string; until: Date }> {
  const token = newToken();
  const link = linkTo(strapi, 'reset-password', 'code', token);
  const until = new Date(Date.now() + RESET_MINUTES * 60_000);
  await strapi.db.transaction(async () => {
    const data = { resetPasswordToken: hashOfToken(token), resetPasswordTokenExpiresAt: until };
    await strapi.db.query('admin::user').update({ where: { id }, data });
    const mail = { to: email, ...resetMail({ link, until }), link: { name: resetOf(id), until } };
    await queueMail(strapi, mail);
  });
  return { link, until };
}

const resetOf = (account: number) => `reset:${account}`;
export const invitationOf = (account: number) => `invitation:${account}`;
export const unlockOf = (account: number) => `unlock:${account}`;

/**
 * Makes what was sent to an account's mailbox worthless, and sends nothing of it that still waits: a link must
 * not outlive a change of the address or of the password, nor the account's being switched off.
 */
export async function forgetLinks(strapi: Core.Strapi, account: number): Promise<void> {
  // Past the layer that watches accounts: this changes nothing that it looks at.
  await strapi.db.transaction(({ trx }) =>
    trx('admin_users').where({ id: account }).update({
      reset_password_token: null,
      reset_password_token_expires_at: null,
      registration_token: null,
      invited_until: null,
    }),
  );
  await withdrawMails(strapi, [resetOf(account), invitationOf(account), unlockOf(account)]);
}
