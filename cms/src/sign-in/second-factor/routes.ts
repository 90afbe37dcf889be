import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import QRCode from 'qrcode';
import { z } from 'zod';
import { type Actor, currentActor } from '../../access/actor';
import { nameOf, recordEvent } from '../../audit/record';
import { addressKey } from '../address';
import { loginKeys, recordLimit, refuseFor } from '../guard-login';
import type { Limits } from '../limits';
import { refused } from '../messages';
import { strapiAuth } from '../strapi-auth';
import { enrolmentUri } from './codes';
import {
  accountsWithFactor,
  beginFactor,
  confirmFactor,
  factorState,
  removeFactor,
  spendCode,
} from './factors';

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
  /** For super admins: the accounts that have one. */
  readonly accounts: readonly { readonly id: number; readonly name: string; readonly email: string }[];
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

  /**
   * Runs what needs the password, a code or both, and counts it as a try to sign in.
   * @throws as `work` does; the try stays counted then
   */
  async function counted<T>(ctx: Context, user: User, work: () => Promise<T>): Promise<T> {
    const limits = await openLimits();
    const keys = loginKeys(user.email, addressKey(ctx.request.ip));
    const reached = await limits.take(keys);
    if (reached) {
      await recordLimit(strapi, reached, { email: user.email });
      refuseFor(ctx, reached);
    }
    const result = await work();
    await limits.giveBack(keys);
    return result;
  }

  async function checkPassword({ password }: { password: string }, user: User): Promise<void> {
    if (await strapiAuth(strapi).validatePassword(password, user.password)) return;
    throw refused('platform.sign-in.password-needed', { field: 'password' });
  }

  const record = (action: string, actor: Actor, account: User) =>
    recordEvent(strapi, {
      action: `second-factor.${action}`,
      actor,
      details: { account: account.id, name: nameOf(account), email: account.email },
    });

  return {
    type: 'admin',
    prefix: '/platform/second-factor',
    routes: [
      route('GET', '/', async (_ctx, user, actor): Promise<FactorPage> => {
        const accounts = actor.kind === 'super-admin' ? await accountsOf(strapi) : [];
        return { ...(await factorState(strapi, user.id)), accounts };
      }),
      route('POST', '/begin', async (ctx, user): Promise<Enrolment> => {
        const body = read(ctx);
        await counted(ctx, user, () => checkPassword(body, user));
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
        return counted(ctx, user, () =>
          strapi.db.transaction(async () => {
            const recoveryCodes = await confirmFactor(strapi, user.id, code);
            if (!recoveryCodes) throw refused('platform.sign-in.code-wrong', { field: 'code' });
            await record('switched-on', actor, user);
            return { recoveryCodes };
          }),
        );
      }),
      route('POST', '/off', async (ctx, user, actor) => {
        const body = read(ctx);
        await counted(ctx, user, async () => {
          await checkPassword(body, user);
          const outcome = await spendCode(strapi, user.id, body.code);
          if (outcome === 'unasked') throw refused('platform.sign-in.factor-none');
          if (outcome !== 'right' && outcome !== 'recovered') {
            throw refused('platform.sign-in.code-wrong', { field: 'code' });
          }
        });
        await switchOff(actor, user);
        return {};
      }),
      route('POST', '/accounts/:id/off', async ({ params }, _user, actor) => {
        if (actor.kind !== 'super-admin') throw new errors.PolicyError('You may not do this.');
        const account: User | null = await strapi.db
          .query('admin::user')
          .findOne({ where: { id: z.coerce.number().int().catch(0).parse(params.id) } });
        if (!account || !(await switchOff(actor, account))) throw refused('platform.sign-in.factor-none');
        return {};
      }),
    ],
  };

  async function switchOff(actor: Actor, account: User): Promise<boolean> {
    return strapi.db.transaction(async () => {
      const was = await removeFactor(strapi, account.id);
      if (was) await record('switched-off', actor, account);
      return was;
    });
  }
}

function read(ctx: Context): z.infer<typeof typed> {
  const result = typed.safeParse((ctx.request as { body?: unknown }).body ?? {});
  if (result.success) return result.data;
  throw new errors.ValidationError('password and code must be text');
}

async function accountsOf(strapi: Core.Strapi): Promise<FactorPage['accounts']> {
  const ids = await accountsWithFactor(strapi);
  const users = await strapi.db.query('admin::user').findMany({ where: { id: { $in: ids } } });
  return users.map((user) => ({ id: user.id, name: nameOf(user), email: user.email }));
}
