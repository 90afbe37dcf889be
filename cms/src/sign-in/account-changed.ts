import type { Core } from '@strapi/strapi';
import type { Change } from '../audit/account-changes';
import { tellOwner } from './account-mail';
import { endSessions, forgetLinks } from './sessions';

/** Paths on which somebody chooses their first password: nobody had one that could be stolen. */
const FIRST_PASSWORD = ['/admin/register', '/admin/register-admin'];

/** Ends the sessions that a change of an account makes doubtful, and tells its owner, at the old address. */
export async function answerChange(strapi: Core.Strapi, id: number, change: Change): Promise<void> {
  const { from, to } = change.details as { from?: { email?: string }; to?: { email?: string } };
  const newEmail = change.action === 'account.changed' ? to?.email : undefined;
  await endSessions(strapi, id, newEmail === undefined ? change.action : 'account.email-changed');
  if (newEmail !== undefined) {
    await forgetLinks(strapi, id);
    await tellOwner(strapi, id, 'email-changed', { to: from?.email, email: newEmail });
  }
  if (change.action === 'password.changed') {
    await forgetLinks(strapi, id);
    const path = strapi.requestContext.get()?.request.path;
    if (!FIRST_PASSWORD.includes(path ?? '')) await tellOwner(strapi, id, 'password-changed');
  }
}
