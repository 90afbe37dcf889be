import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { addressKey } from './address';
import type { Keys, Limits } from './limits';
import { isInvited } from './links/invitations';
import { RESET_MINUTES } from './links/links';
import { refused } from './messages';
import { recordLimit, refuseFor } from './refuse-limited';
import { spendCode } from './second-factor/spend-code';

/** Minutes from one link of an account to the next. */
const LINK_PAUSE = 15;

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

/**
 * Before a link to a new password is sent: not many are asked for from one address, and who asks for an
 * account's link again soon gets none. Strapi would make the one before worthless, so that anybody could
 * keep an owner from ever using theirs. The answer is the same, whether there is such an account.
 */
export function guardAskingForLink(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const { email } = bodyOf(ctx);
    await take(strapi, ctx, await openLimits(), { link: addressKey(ctx.request.ip) });
    if (typeof email !== 'string' || email === '') return next();
    const account = await strapi.db.query('admin::user').findOne({ where: { email: email.toLowerCase() } });
    const left = Date.parse(account?.resetPasswordTokenExpiresAt ?? 0) - Date.now();
    if (left > (RESET_MINUTES - LINK_PAUSE) * 60_000) ctx.status = 204;
    else await next();
  };
}

/** Before an invitation or a link is used: what does not open anything counts. */
export function guardLink(strapi: Core.Strapi, openLimits: OpenLimits) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const limits = await openLimits();
    const keys = { link: addressKey(ctx.request.ip) };
    await take(strapi, ctx, limits, keys);
    // Each by itself: one in the address must not hide one in the body, which Strapi's handler goes by.
    for (const given of [bodyOf(ctx), ctx.query]) await refuseDead(strapi, given);
    await next();
    await limits.giveBack(keys);
  };
}

/** Refuses a link that opens nothing any more, before anything else of the request is judged. */
async function refuseDead(
  strapi: Core.Strapi,
  { registrationToken, resetPasswordToken }: Body,
): Promise<void> {
  const accounts = strapi.db.query('admin::user');
  if (isToken(registrationToken)) {
    const invited = await accounts.findOne({ where: { registrationToken } });
    if (!invited || !isInvited(invited)) throw refused('platform.sign-in.invitation-used');
    if (isOver(invited.invitedUntil)) throw refused('platform.sign-in.invitation-expired');
  }
  if (isToken(resetPasswordToken)) {
    const account = await accounts.findOne({ where: { resetPasswordToken, isActive: true } });
    if (!account || isOver(account.resetPasswordTokenExpiresAt)) throw refused('platform.sign-in.reset-over');
  }
}

const isToken = (token: unknown): token is string => typeof token === 'string' && token !== '';
const isOver = (until: string | null) => new Date(until ?? 0).getTime() <= Date.now();

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
        ? await strapi.db
            .query('admin::user')
            .findOne({ where: { resetPasswordToken }, populate: { roles: true } })
        : null;
    if (account) {
      const limits = await openLimits();
      // Only who has the link can use these tries up.
      const keys = { reset: String(account.id) };
      await take(strapi, ctx, limits, keys);
      const outcome = await spendCode(strapi, account, typeof code === 'string' ? code : undefined);
      if (outcome === 'wrong') throw refused('platform.sign-in.code-wrong');
      await limits.giveBack(keys);
      if (outcome === 'missing') throw refused('platform.sign-in.code-needed');
    }
    await next();
  };
}
