import type { Core } from '@strapi/strapi';
import { removeFactor } from './second-factor/factors';

/** Changes to an account after which nobody stays signed in to it. */
const ENDING = ['password.changed', 'role.changed', 'account.deactivated', 'account.deleted'];

/**
 * Ends all sessions of an account when its password, its roles or whether it is active has changed.
 * Strapi asks for the session at each request, so that the tokens in use are worth nothing at once.
 * @param action what happened to the account, as the audit record names it
 */
export async function endSessions(strapi: Core.Strapi, account: number, action: string): Promise<void> {
  if (!ENDING.includes(action)) return;
  // While Strapi starts there is no session manager yet, and nobody is signed in.
  if (strapi.sessionManager?.hasOrigin('admin')) {
    await strapi.sessionManager('admin').invalidateRefreshToken(String(account));
  }
  // A later account might get the same number.
  if (action === 'account.deleted') await removeFactor(strapi, account);
}
