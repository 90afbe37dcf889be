import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { currentActor } from '../access/actor';
import { recordEvent } from '../audit/record';
import { choosesPassword } from './choose-password';
import { guardAskingForLink, guardLink, guardOwnPassword, guardResettingPassword } from './guard-links';
import { guardLogin } from './guard-login';
import type { Limits } from './limits';
import { guardRenewal } from './unchanged';

type Middleware = (ctx: Context, next: Next) => Promise<void>;

/**
 * Makes the list of what goes before each of Strapi's handlers for signing in and for passwords; it is
 * empty for other handlers. Strapi's own limit counts by e-mail address and in one instance only, and is
 * switched off in config/.
 */
export function signInGuards(
  strapi: Core.Strapi,
  openLimits: () => Promise<Limits>,
): (handler: string) => Middleware[] {
  const guards: Record<string, Middleware[]> = {
    'authentication.login': [guardLogin(strapi, openLimits)],
    'authentication.accessToken': [guardRenewal(strapi)],
    'authentication.logout': [recordSignOut(strapi)],
    'authentication.forgotPassword': [guardAskingForLink(strapi, openLimits)],
    'authentication.registrationInfo': [guardLink(strapi, openLimits)],
    'authentication.register': [guardLink(strapi, openLimits)],
    'authentication.registerAdmin': [guardLink(strapi, openLimits)],
    'authentication.resetPassword': [guardLink(strapi, openLimits)],
    'authenticated-user.updateMe': [guardOwnPassword(strapi, openLimits)],
  };
  return (handler) => {
    const chooses = choosesPassword(strapi, handler);
    return [
      ...(guards[handler] ?? []),
      ...(chooses ? [chooses] : []),
      // A code counts once: it is asked for when nothing else is wrong.
      ...(handler === 'authentication.resetPassword' ? [guardResettingPassword(strapi, openLimits)] : []),
    ];
  };
}

function recordSignOut(strapi: Core.Strapi): Middleware {
  return async (_ctx, next) => {
    const actor = currentActor(strapi);
    await next();
    await recordEvent(strapi, { action: 'sign-in.signed-out', actor });
  };
}
