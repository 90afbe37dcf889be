import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { addressKey } from './address';
import { loginKeys, recordLimit, refuseFor } from './guard-login';
import type { Keys, Limits } from './limits';
import { refused } from './messages';
import { spendCode } from './second-factor/factors';

type OpenLimits = () => Promise<Limits>;
type Body = Record<string, unknown>;

const bodyOf = (ctx: Context): Body => ((ctx.request as { body?: Body }).body ?? {}) as Body;

/** Counts one try, and refuses it when there were too many. */
async function take(strapi: Core.Strapi, ctx: Context, limits: Limits, keys: Keys): Promise<void> {
  const reached = await limits.take(keys);
  if (!reached) return;
  await recordLimit(strapi, reached, { address: addressKey(ctx.request.ip), path: ctx.request.path });
  refuseFor(ctx, reached);
}

/** Before a link to a new password is sent: few to one account, and not many asked for from one address. */
export function guardAskingForLink(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const { email } = bodyOf(ctx);
    const keys = {
      link: addressKey(ctx.request.ip),
      ...(typeof email === 'string' && { mail: email.toLowerCase() }),
    };
    await take(strapi, ctx, await openLimits(), keys);
    await next();
  };
}

/** Before an invitation or a link is used: what does not open anything counts. */
export function guardLink(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const limits = await openLimits();
    const keys = { link: addressKey(ctx.request.ip) };
    await take(strapi, ctx, limits, keys);
    await next();
    await limits.giveBack(keys);
  };
}

/**
 * Before a link sets a new password and signs in with it: who reads the mail of an account with a
 * second factor still needs its code.
 */
export function guardResettingPassword(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const { code, ...body } = bodyOf(ctx);
    // Strapi refuses what it does not know.
    (ctx.request as { body?: Body }).body = body;
    const { resetPasswordToken } = body;
    const account =
      typeof resetPasswordToken === 'string' && resetPasswordToken !== ''
        ? await strapi.db.query('admin::user').findOne({ where: { resetPasswordToken } })
        : null;
    if (account) {
      const limits = await openLimits();
      const keys = loginKeys(account.email, addressKey(ctx.request.ip));
      await take(strapi, ctx, limits, keys);
      const outcome = await spendCode(strapi, account.id, typeof code === 'string' ? code : undefined);
      if (outcome === 'wrong') throw refused('platform.sign-in.code-wrong');
      await limits.giveBack(keys);
      if (outcome === 'missing') throw refused('platform.sign-in.code-needed');
    }
    await next();
  };
}

/** Before somebody signed in changes their password, which asks for the one they have. */
export function guardOwnPassword(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (bodyOf(ctx).currentPassword === undefined) return next();
    const limits = await openLimits();
    const keys = loginKeys(ctx.state.user.email, addressKey(ctx.request.ip));
    await take(strapi, ctx, limits, keys);
    await next();
    if (ctx.status < 400) await limits.giveBack(keys);
  };
}
