import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { currentActor } from '../../kernel/actor';
import { addressKey } from './address';
import type { Limits } from './limits';
import { asking, refused } from './messages';
import { recordLimit, refuseFor } from './refuse-limited';
import { sameText, sealOf } from './seal';
import { factorState } from './second-factor/factors';
import { spendCode } from './second-factor/spend-code';
import { strapiAuth } from './strapi-auth';

/**
 * Whoever changes what an account is or may do says again who they are: a session alone, which somebody
 * may have found open or stolen, is not enough. The answer is a confirmation that the panel keeps in its
 * memory only and sends along for five minutes, so that inviting ten people takes one code.
 */
const LIFETIME = 5 * 60;
/** The header in which a request brings it. */
const HEADER = 'x-confirmation';

const typed = z.object({ password: z.string().max(1000).default(''), code: z.string().max(100).default('') });

/** Whoever is signed in, as Strapi found them. */
interface User {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}
type Body = Readonly<Record<string, unknown>>;

/** What of an account may be changed without asking: how it is called. */
const HARMLESS = ['firstname', 'lastname', 'username', 'preferedLanguage'];

const always = () => true;
/** Strapi's handlers that ask, and when. */
const ASKING: Readonly<Record<string, (body: Body, ctx: Context, strapi: Core.Strapi) => unknown>> = {
  'authenticated-user.updateMe': (body, ctx) => changes(body, ctx.state.user),
  'user.update': async (body, ctx, strapi) =>
    changes(
      body,
      await strapi.db
        .query('admin::user')
        .findOne({ where: { id: Number(ctx.params.id) || 0 }, populate: { roles: true } }),
    ),
  ...Object.fromEntries(
    [
      'user.create',
      'user.deleteOne',
      'user.deleteMany',
      'role.create',
      'role.update',
      'role.deleteOne',
      'role.deleteMany',
      'role.updatePermissions',
      'api-token.create',
      'api-token.update',
      'api-token.regenerate',
      'admin-token.create',
      'admin-token.update',
      'admin-token.regenerate',
      'transfer.token-create',
      'transfer.token-update',
      'transfer.token-regenerate',
    ].map((handler) => [handler, always]),
  ),
};

/** Whether a request changes more of an account than its names; forms send everything, changed or not. */
function changes(body: Body, stored: Readonly<Record<string, unknown>> | null): boolean {
  return Object.entries(body).some(([name, value]) => {
    if (HARMLESS.includes(name) || name === 'currentPassword') return false;
    if (name === 'email' && typeof value === 'string') return value.toLowerCase() !== stored?.email;
    if (name === 'roles' && Array.isArray(value)) return idsOf(value) !== idsOf(stored?.roles);
    return value !== stored?.[name];
  });
}

const idsOf = (roles: unknown) =>
  (Array.isArray(roles) ? roles : [])
    .map((role) => String(typeof role === 'object' && role !== null ? role.id : role))
    .sort()
    .join();

/** What goes before one of Strapi's handlers that need a confirmation; undefined for the others. */
export function asksToConfirm(strapi: Core.Strapi, openLimits: () => Promise<Limits>, handler: string) {
  const asks = ASKING[handler];
  if (!asks) return undefined;
  return async (ctx: Context, next: Next): Promise<void> => {
    const body = ((ctx.request as { body?: Body }).body ?? {}) as Body;
    if (await asks(body, ctx, strapi)) await requireConfirmation(strapi, openLimits, ctx);
    await next();
  };
}

/**
 * Lets pass who has confirmed lately, or has no second factor and sends their password along, as Strapi's
 * form of the profile does.
 * @throws PolicyError that says what is to be asked for
 */
export async function requireConfirmation(
  strapi: Core.Strapi,
  openLimits: () => Promise<Limits>,
  ctx: Context,
): Promise<void> {
  const user: User = ctx.state.user;
  const given = ctx.get(HEADER);
  const [expires = '', seal = ''] = given.split('.');
  const valid = Number(expires) * 1000 > Date.now();
  if (given && valid && sameText(seal, await confirmationSeal(strapi, ctx, Number(expires)))) return;
  const { on } = await factorState(strapi, user.id);
  const { currentPassword } = ((ctx.request as { body?: Body }).body ?? {}) as Body;
  if (typeof currentPassword === 'string') {
    await countedConfirmation(strapi, openLimits, ctx, () =>
      checkPassword(strapi, currentPassword, user, 'currentPassword'),
    );
    if (!on) return;
  }
  throw asking(on ? ['password', 'code'] : ['password']);
}

/** The route on which the panel gets a confirmation. */
export function confirmationRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>) {
  return {
    type: 'admin',
    prefix: '/platform/confirmation',
    routes: [
      {
        method: 'POST',
        path: '/',
        handler: async (ctx: Context) => {
          if (currentActor(strapi).kind === 'none') throw new errors.PolicyError('You may not do this.');
          const parsed = typed.safeParse((ctx.request as { body?: unknown }).body ?? {});
          if (!parsed.success) throw new errors.ValidationError('password and code must be text');
          const { password, code } = parsed.data;
          const user: User = ctx.state.user;
          await countedConfirmation(strapi, openLimits, ctx, async () => {
            await checkPassword(strapi, password, user, 'password');
            const outcome = await spendCode(strapi, user, code);
            if (outcome === 'wrong' || outcome === 'missing')
              throw refused('platform.sign-in.code-wrong', { field: 'code' });
          });
          const expires = Math.floor(Date.now() / 1000) + LIFETIME;
          ctx.body = { confirmation: `${expires}.${await confirmationSeal(strapi, ctx, expires)}`, expires };
        },
        config: { policies: ['admin::isAuthenticatedAdmin'] },
        info: { pluginName: 'admin' },
      },
    ],
  };
}

/**
 * Runs what needs the password or a code of somebody signed in, and counts it. It is counted for the
 * sign-in that the request came by, through all renewals: what a thief tries stops the thief alone.
 * @throws as `work` does; the try stays counted then
 */
export async function countedConfirmation<T>(
  strapi: Core.Strapi,
  openLimits: () => Promise<Limits>,
  ctx: Context,
  work: () => Promise<T>,
): Promise<T> {
  const limits = await openLimits();
  const user: User = ctx.state.user;
  const keys = { confirmation: `${user.id} ${await signInOf(strapi, ctx)}` };
  const reached = await limits.take(keys);
  if (reached) {
    const address = addressKey(ctx.request.ip);
    await recordLimit(strapi, reached, { email: user.email, address, path: ctx.request.path });
    refuseFor(ctx, reached);
  }
  const result = await work();
  await limits.giveBack(keys);
  return result;
}

export async function checkPassword(
  strapi: Core.Strapi,
  password: string,
  user: { readonly password: string },
  field: string,
): Promise<void> {
  if (await strapiAuth(strapi).validatePassword(password, user.password)) return;
  throw refused('platform.sign-in.password-needed', { field });
}

/** Fits this sign-in of the account until its password or its second factor changes. */
async function confirmationSeal(strapi: Core.Strapi, ctx: Context, expires: number): Promise<string> {
  const { id, password }: User = ctx.state.user;
  const { on } = await factorState(strapi, id);
  return sealOf('confirmation', [id, await signInOf(strapi, ctx), password, on, expires]);
}

/** What stays the same while a session is renewed: Strapi keeps the device with each of its rows. */
async function signInOf(strapi: Core.Strapi, { state }: Context): Promise<string> {
  const session = await strapi.db
    .query('admin::session')
    .findOne({ where: { sessionId: state.session?.id ?? '' } });
  return session?.deviceId ?? state.session?.id ?? '';
}
