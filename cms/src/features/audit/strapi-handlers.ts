import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { recordPermissions } from './permissions';

/** Handlers of Strapi's own routes that change accounts or roles. */
const CHANGING = [
  'user.create',
  'user.update',
  'user.deleteOne',
  'user.deleteMany',
  'authenticated-user.updateMe',
  'authentication.register',
  'authentication.registerAdmin',
  'authentication.resetPassword',
  'role.create',
  'role.update',
  'role.deleteOne',
  'role.deleteMany',
];

/**
 * Silences Strapi's statistics of accounts. Telemetry is off, so they only ask the database, without
 * waiting for its answer: within a transaction that has ended by then this would end the process.
 */
export function silenceStatistics(strapi: Core.Strapi): void {
  const nothing = async () => undefined;
  const silent = { sendDidInviteUser: nothing, sendDidChangeInterfaceLanguage: nothing };
  Object.assign(strapi.service('admin::metrics'), silent);
}

/**
 * What goes around one of Strapi's handlers so that a change and its event are stored together or not
 * at all: Strapi itself uses no transaction there.
 */
export function auditedHandler(strapi: Core.Strapi, handler: string) {
  if (CHANGING.includes(handler)) {
    return async (_ctx: Context, next: Next): Promise<void> => {
      await strapi.db.transaction(() => next());
    };
  }
  if (handler === 'role.updatePermissions') {
    return ({ params }: Context, next: Next): Promise<void> =>
      recordPermissions(strapi, Number(params.id), () => next());
  }
  return undefined;
}
