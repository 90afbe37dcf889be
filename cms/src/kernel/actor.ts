import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { ROLES } from './roles';

/** Who is behind a call of the document service. */
export type Actor =
  /** Code of ours that no request can reach: the sample content, migrations. */
  | { readonly kind: 'system' }
  /** The job that puts live what was approved for a later time; it may do nothing else. */
  | { readonly kind: 'schedule' }
  | { readonly kind: 'super-admin' | 'moderator' | 'editor'; readonly userId: number }
  /** A signed-in user without one of our roles, a content API token, or nobody. */
  | { readonly kind: 'none' };

/** A signed-in person with one of our roles. */
export type Person = Extract<Actor, { readonly userId: number }>;

const ownWork = new AsyncLocalStorage<'system' | 'schedule'>();

/** Runs `work` as the system; the only way to be it. */
export function runAsSystem<T>(work: () => Promise<T>): Promise<T> {
  return ownWork.run('system', work);
}

/** Runs `work` as the job that publishes what is due. */
export function runAsSchedule<T>(work: () => Promise<T>): Promise<T> {
  return ownWork.run('schedule', work);
}

interface AdminUser {
  readonly id: number;
  readonly roles?: readonly { readonly code: string }[];
}

/** The actor of the current request, read from what the admin's authentication found out. */
export function currentActor(strapi: Core.Strapi): Actor {
  const state = strapi.requestContext.get()?.state;
  if (state === undefined) return { kind: ownWork.getStore() ?? 'none' };
  const user: AdminUser | undefined = state.auth?.strategy?.name === 'admin' ? state.user : undefined;
  return user ? actorOf(user) : { kind: 'none' };
}

/** The actor that an admin user is: the strongest of their roles counts. */
export function actorOf({ id, roles = [] }: AdminUser): Actor {
  const codes = roles.map(({ code }) => code);
  if (codes.includes(ROLES.superAdmin)) return { kind: 'super-admin', userId: id };
  if (codes.includes(ROLES.moderator)) return { kind: 'moderator', userId: id };
  if (codes.includes(ROLES.editor)) return { kind: 'editor', userId: id };
  return { kind: 'none' };
}

/** What a person may act as today; 'none' without an account that is in use. */
export async function activeKind(strapi: Core.Strapi, id: number | null): Promise<Actor['kind']> {
  if (id === null) return 'none';
  const user = await strapi.db.query('admin::user').findOne({ where: { id }, populate: { roles: true } });
  return user?.isActive && !user.blocked ? actorOf(user).kind : 'none';
}
