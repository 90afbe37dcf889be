import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import QRCode from 'qrcode';
import { z } from 'zod';
import { type Actor, currentActor } from '../../../kernel/actor';
import { type Designation, designationsOf, nameOf } from '../../access';
import { recordEvent } from '../../audit';
import { checkPassword, countedConfirmation, requireConfirmation } from '../confirm';
import type { Limits } from '../limits';
import { mailOwner } from '../mail/account-mail';
import { refused } from '../messages';
import { needsFactor } from '../required-factor';
import { endSessions } from '../sessions';
import { lockAccount } from '../unchanged';
import { enrolmentUri } from './codes';
import { accountsWithFactor, beginFactor, confirmFactor, factorState, removeFactor } from './factors';
import { spendCode } from './spend-code';

const ISSUER = 'Social Protection Platform';
const typed = z.object({ password: z.string().max(1000).default(''), code: z.string().max(100).default('') });

/** Whoever is signed in, as Strapi found them. */
interface User {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}

/** What the page of the second factor shows. */
export interface FactorPage {
  readonly on: boolean;
  readonly recoveryLeft: number;
  /** Whether nothing else is open to its reader without one. */
  readonly required: boolean;
  /** For super admins: the accounts that have one. */
  readonly accounts: readonly (Designation & { readonly id: number; readonly email: string })[];
}

/** What an app needs to know, as text and as a picture. */
export interface Enrolment {
  readonly secret: string;
  /** A QR code as the address of an SVG picture. */
  readonly picture: string;
}

/** Routes on which everyone keeps their own second factor, and super admins switch a lost one off. */
export function secondFactorRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>) {
  const route = (
    method: 'GET' | 'POST',
    path: string,
    action: (ctx: Context, user: User, actor: Actor) => Promise<unknown>,
  ) => ({
    method,
    path,
    handler: async (ctx: Context) => {
      const actor = currentActor(strapi);
      if (actor.kind === 'none') throw new errors.PolicyError('You may not do this.');
      ctx.body = await action(ctx, ctx.state.user, actor);
    },
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { pluginName: 'admin' },
  });

  /** Runs what needs the password, a code or both, and counts it. */
  const counted = <T>(ctx: Context, work: () => Promise<T>) =>
    countedConfirmation(strapi, openLimits, ctx, work);

  /** Switches a factor on or off: ends the other sessions, tells its owner and records it, all or nothing. */
  async function change<T>(
    action: 'switched-on' | 'switched-off',
    actor: Actor,
    account: User,
    work: () => Promise<T>,
  ): Promise<T> {
    return strapi.db.transaction(async ({ trx }) => {
      await lockAccount(strapi, trx, account.id);
      const result = await work();
      if (!result) return result;
      await endSessions(strapi, account.id, `second-factor.${action}`);
      await mailOwner(strapi, account.id, action === 'switched-on' ? 'factor-on' : 'factor-off');
      await recordEvent(strapi, {
        action: `second-factor.${action}`,
        actor,
        details: { account: account.id, name: nameOf(account), email: account.email },
      });
      return result;
    });
  }

  const switchOff = (actor: Actor, account: User) =>
    change('switched-off', actor, account, () => removeFactor(strapi, account.id));

  return {
    type: 'admin',
    prefix: '/platform/second-factor',
    routes: [
      route('GET', '/', async (_ctx, user, actor): Promise<FactorPage> => {
        const accounts = actor.kind === 'super-admin' ? await accountsOf(strapi) : [];
        return { ...(await factorState(strapi, user.id)), required: needsFactor(user), accounts };
      }),
      route('POST', '/begin', async (ctx, user): Promise<Enrolment> => {
        const body = read(ctx);
        await counted(ctx, () => checkPassword(strapi, body.password, user, 'password'));
        const secret = await beginFactor(strapi, user.id);
        if (secret === undefined) throw refused('platform.sign-in.factor-on');
        const svg = await QRCode.toString(enrolmentUri(secret, ISSUER, user.email), {
          type: 'svg',
          margin: 2,
        });
        return { secret, picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
      }),
      route('POST', '/confirm', async (ctx, user, actor) => {
        const { code } = read(ctx);
        const confirm = () => confirmFactor(strapi, user.id, code);
        const recoveryCodes = await counted(ctx, async () => {
          const codes = await change('switched-on', actor, user, confirm);
          if (!codes) throw refused('platform.sign-in.code-wrong', { field: 'code' });
          return codes;
        });
        return { recoveryCodes };
      }),
      route('POST', '/off', async (ctx, user, actor) => {
        const body = read(ctx);
        await counted(ctx, async () => {
          await checkPassword(strapi, body.password, user, 'password');
          const outcome = await spendCode(strapi, user, body.code);
          if (outcome === 'unasked') throw refused('platform.sign-in.factor-none');
          if (outcome !== 'right' && outcome !== 'recovered') {
            throw refused('platform.sign-in.code-wrong', { field: 'code' });
          }
        });
        await switchOff(actor, user);
        return {};
      }),
      route('POST', '/accounts/:id/off', async (ctx, _user, actor) => {
        if (actor.kind !== 'super-admin') throw new errors.PolicyError('You may not do this.');
        await requireConfirmation(strapi, openLimits, ctx);
        const account: User | null = await strapi.db
          .query('admin::user')
          .findOne({ where: { id: z.coerce.number().int().catch(0).parse(ctx.params.id) } });
        if (!account || !(await switchOff(actor, account))) throw refused('platform.sign-in.factor-none');
        return {};
      }),
    ],
  };
}

function read(ctx: Context): z.infer<typeof typed> {
  const result = typed.safeParse((ctx.request as { body?: unknown }).body ?? {});
  if (result.success) return result.data;
  throw new errors.ValidationError('password and code must be text');
}

async function accountsOf(strapi: Core.Strapi): Promise<FactorPage['accounts']> {
  const ids = await accountsWithFactor(strapi);
  const users = await strapi.db.query('admin::user').findMany({ where: { id: { $in: ids } } });
  const people = await designationsOf(strapi, ids);
  return users.flatMap(({ id, email }) => {
    const person = people.get(id);
    return person ? { id, email, ...person } : [];
  });
}
