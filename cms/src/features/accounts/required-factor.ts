import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { actorOf } from '../../kernel/actor';
import { getSettings } from '../../kernel/settings';
import { factorRequired } from './messages';
import { factorState } from './second-factor/factors';

/** What somebody can do who must have a second factor and has none yet: see the panel's frame, set one up. */
const OPEN_HANDLERS = [
  'authenticated-user.getMe',
  'authenticated-user.getOwnPermissions',
  'authentication.logout',
  'admin.information',
];
const OPEN_PATHS = /^\/platform\/second-factor(\/(begin|confirm))?\/?$/;

/** Whether a role must have a second factor. */
export function needsFactor(user: { readonly id: number; readonly roles?: readonly { code: string }[] }) {
  const { kind } = actorOf(user);
  return getSettings().REQUIRE_SECOND_FACTOR.some((role) => role === kind);
}

/**
 * Refuses everything but enrolling to who must have a second factor and has none, right after Strapi has
 * found out who asks: on every route of the admin, those of plugins and our own.
 */
export function requireFactors(strapi: Core.Strapi): void {
  interface Authentication {
    authenticate(ctx: Context, next: Next): Promise<unknown>;
  }
  const service = strapi.get('auth') as unknown as Authentication;
  const authenticate = service.authenticate.bind(service);
  service.authenticate = (ctx, next) =>
    authenticate(ctx, async () => {
      const { user, auth, route } = ctx.state;
      const person = auth?.strategy?.name === 'admin' ? user : undefined;
      const open = OPEN_HANDLERS.includes(String(route?.handler)) || OPEN_PATHS.test(ctx.path);
      if (person && !open && needsFactor(person) && !(await factorState(strapi, person.id)).on)
        throw factorRequired();
      return next();
    });
}
