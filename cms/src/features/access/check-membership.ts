import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { treeOf } from './units';

const UID = 'api::membership.membership';

interface Membership {
  readonly user?: unknown;
  readonly ministry?: unknown;
  readonly from?: string | null;
  readonly until?: string | null;
}

interface Call {
  readonly uid: string;
  readonly action: string;
  readonly params: { readonly documentId?: string; readonly data?: Membership };
}

/**
 * Refuses a membership of nobody, of a ministry or unit that does not exist, or that ends before it begins:
 * its editor would be locked out without a word.
 */
export function checkMemberships(strapi: Core.Strapi): void {
  strapi.documents.use((async ({ uid, action, params }: Call, next: () => Promise<unknown>) => {
    if (uid !== UID || (action !== 'create' && action !== 'update')) return next();
    const { documentId, data = {} } = params;
    const stored: Membership | null = documentId
      ? await strapi.db.query(UID).findOne({ where: { documentId }, populate: { user: true } })
      : null;
    const { ministry, from, until } = { ...stored, ...data };
    if (!keepsUser(stored?.user, data.user)) throw new errors.ValidationError('user: choose who it is for');
    if (!(await treeOf(strapi)).nodes.has(String(ministry))) {
      throw new errors.ValidationError(`ministry: there is no ministry “${String(ministry)}”`);
    }
    if (from && until && until < from) throw new errors.ValidationError('until: lies before from');
    return next();
  }) as never);
}

/** Whether somebody is there after a change, which the admin words as users to connect and disconnect. */
function keepsUser(stored: unknown, change: unknown): boolean {
  if (change === undefined) return Boolean(stored);
  if (typeof change !== 'object' || change === null || Array.isArray(change))
    return Boolean([change].flat()[0]);
  const { connect = [], disconnect = [] } = change as { connect?: unknown[]; disconnect?: unknown[] };
  return connect.length > 0 || (Boolean(stored) && disconnect.length === 0);
}
