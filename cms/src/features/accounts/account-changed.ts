import type { Core } from '@strapi/strapi';
import type { AccountChange } from '../audit';
import { invite, isInvited } from './links/invitations';
import { forgetLinks } from './links/links';
import { mailOwner } from './mail/account-mail';
import { endSessions } from './sessions';

/** Paths on which somebody chooses their first password: nobody had one that could be stolen. */
const FIRST_PASSWORD = ['/admin/register', '/admin/register-admin'];
/** Changes after which no link that was sent before opens an account. */
const ENDING_LINKS = ['password.changed', 'account.deactivated', 'account.deleted'];

/**
 * Ends the sessions and links that a change of an account makes doubtful, and tells its owner, at the old
 * address. Who has not taken up their invitation gets it at the new one.
 */
export async function answerChange(strapi: Core.Strapi, id: number, change: AccountChange): Promise<void> {
  const { from, to } = change.details as { from?: { email?: string }; to?: { email?: string } };
  const newEmail = change.action === 'account.changed' ? to?.email : undefined;
  await endSessions(strapi, id, newEmail === undefined ? change.action : 'account.email-changed');
  if (ENDING_LINKS.includes(change.action)) await forgetLinks(strapi, id);
  if (newEmail !== undefined) {
    const account = await strapi.db.query('admin::user').findOne({ where: { id } });
    await forgetLinks(strapi, id);
    await mailOwner(strapi, id, 'email-changed', { to: from?.email, email: newEmail });
    if (isInvited(account)) await invite(strapi, id);
  }
  if (change.action === 'password.changed') {
    const path = strapi.requestContext.get()?.request.path;
    if (!FIRST_PASSWORD.includes(path ?? '')) await mailOwner(strapi, id, 'password-changed');
  }
}
