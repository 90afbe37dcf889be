import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { ROLES } from './roles';

/** Who is behind a call of the document service. */
export type Actor =
  /** Code of ours that no request can reach: the sample content, migrations. */
  | { readonly kind: 'system' }
  | { readonly kind: 'super-admin' | 'moderator' | 'editor'; readonly userId: number }
  /** A signed-in user without one of our roles, a content API token, or nobody. */
  | { readonly kind: 'none' };

const systemWork = new AsyncLocalStorage<true>();

/** Runs `work` as the system; the only way to be it. */
export function runAsSystem<T>(work: () => Promise<T>): Promise<T> {
  return systemWork.run(true, work);
}

interface AdminUser {
  readonly id: number;
  readonly roles?: readonly { readonly code: string }[];
}

/** The actor of the current request, read from what the admin's authentication found out. */
export function currentActor(strapi: Core.Strapi): Actor {
  const state = strapi.requestContext.get()?.state;
  if (state === undefined) return { kind: systemWork.getStore() ? 'system' : 'none' };
  const user: AdminUser | undefined = state.auth?.strategy?.name === 'admin' ? state.user : undefined;
  return user ? actorOf(user) : { kind: 'none' };
}

/** The actor that a signed-in admin user is: the strongest of their roles counts. */
export function actorOf({ id, roles = [] }: AdminUser): Actor {
  const codes = roles.map(({ code }) => code);
  if (codes.includes(ROLES.superAdmin)) return { kind: 'super-admin', userId: id };
  if (codes.includes(ROLES.moderator)) return { kind: 'moderator', userId: id };
  if (codes.includes(ROLES.editor)) return { kind: 'editor', userId: id };
  return { kind: 'none' };
}
