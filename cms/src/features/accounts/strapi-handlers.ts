import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { currentActor } from '../../kernel/actor';
import { recordEvent } from '../audit';
import { choosesPassword } from './choose-password';
import { asksToConfirm } from './confirm';
import { guardAskingForLink, guardLink, guardResettingPassword } from './guard-links';
import { guardLogin } from './guard-login';
import { remembersDevice } from './known-device';
import type { Limits } from './limits';
import { guardFirstAdmin } from './links/first-admin';
import { hashTokens } from './links/links';
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
    'authentication.registrationInfo': [hashTokens, guardLink(strapi, openLimits)],
    'authentication.register': [hashTokens, guardLink(strapi, openLimits), remembersDevice(strapi)],
    'authentication.registerAdmin': [
      guardLink(strapi, openLimits),
      guardFirstAdmin(strapi),
      remembersDevice(strapi),
    ],
    'authentication.resetPassword': [hashTokens, guardLink(strapi, openLimits), remembersDevice(strapi)],
    'authenticated-user.updateMe': [remembersDevice(strapi)],
  };
  return (handler) => {
    const chooses = choosesPassword(strapi, handler);
    const confirms = asksToConfirm(strapi, openLimits, handler);
    return [
      ...(guards[handler] ?? []),
      ...(chooses ? [chooses] : []),
      // Nobody is asked for a confirmation of what is refused anyway.
      ...(confirms ? [confirms] : []),
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
