import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { types } from 'content-types';
import { uidOf } from '../entries/references';

const UID = 'api::membership.membership';

interface Call {
  readonly uid: string;
  readonly action: string;
  readonly params: { readonly data?: { ministry?: unknown; from?: unknown; until?: unknown } };
}

/**
 * Refuses a membership of a ministry that does not exist, or that ends before it begins: its editor
 * would be locked out without a word.
 */
export function checkMemberships(strapi: Core.Strapi): void {
  strapi.documents.use((async ({ uid, action, params }: Call, next: () => Promise<unknown>) => {
    const { ministry, from, until } = params.data ?? {};
    if (uid !== UID || (action !== 'create' && action !== 'update')) return next();
    if (
      ministry !== undefined &&
      (await strapi.db.query(uidOf(types.ministry)).count({ where: { code: ministry } })) === 0
    ) {
      throw new errors.ValidationError(`ministry: there is no ministry “${String(ministry)}”`);
    }
    if (from && until && String(until) < String(from)) {
      throw new errors.ValidationError('until: lies before from');
    }
    return next();
  }) as never);
}
