import type { Core } from '@strapi/strapi';
import { removeFactor } from './second-factor/factors';

const SESSION = 'admin::session';

/** Changes to an account after which nobody stays signed in to it, whoever made them. */
const ENDING_ALL = ['password.changed', 'role.changed', 'account.deactivated', 'account.deleted'];
/** Changes after which only the session in which the account's owner made them goes on. */
const ENDING_OTHERS = ['account.email-changed', 'second-factor.switched-on', 'second-factor.switched-off'];

/**
 * Ends the sessions of an account when something that they depend on has changed. Strapi asks for the
 * session at each request, so that the tokens in use are worth nothing at once.
 * @param action what happened to the account, as the audit record names it
 */
export async function endSessions(strapi: Core.Strapi, account: number, action: string): Promise<void> {
  // While Strapi starts there is no session manager yet, and nobody is signed in.
  const known = strapi.sessionManager?.hasOrigin('admin');
  if (known && ENDING_ALL.includes(action)) {
    await strapi.sessionManager('admin').invalidateRefreshToken(String(account));
  }
  if (known && ENDING_OTHERS.includes(action)) {
    const state = strapi.requestContext.get()?.state;
    const kept = state?.user?.id === account ? String(state.session?.id ?? '') : '';
    await strapi.db
      .query(SESSION)
      .deleteMany({ where: { userId: String(account), origin: 'admin', sessionId: { $ne: kept } } });
  }
  // A later account might get the same number.
  if (action === 'account.deleted') await removeFactor(strapi, account);
}

/**
 * Lets no session outlive its absolute limit. Strapi looks at that one only when a session is renewed; at
 * each request it looks at the idle limit, which is therefore never set later than the absolute one.
 */
export function limitSessions(strapi: Core.Strapi): void {
  interface Limited {
    expiresAt: Date;
    readonly absoluteExpiresAt: Date | string;
  }
  strapi.db.lifecycles.subscribe({
    models: [SESSION],
    beforeCreate: ({ params }: { params: { data?: unknown } }) => {
      const data = params.data as Limited;
      const absolute = new Date(data.absoluteExpiresAt);
      if (data.expiresAt > absolute) data.expiresAt = absolute;
    },
  } as never);
}
