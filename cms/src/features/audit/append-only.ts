import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { EVENT, HEAD } from './record';

/**
 * Lets nobody change or delete what was recorded, the system included; `recordEvent` alone adds to it.
 * (The document service is closed to it altogether; see server/own-tables.ts.)
 */
export function keepAppendOnly(strapi: Core.Strapi): void {
  const refuse = () => {
    throw new errors.PolicyError('The audit record can only be added to.');
  };
  const neverDeleted = { beforeDelete: refuse, beforeDeleteMany: refuse };
  const neverChanged = { beforeUpdate: refuse, beforeUpdateMany: refuse };
  strapi.db.lifecycles.subscribe({ models: [EVENT, HEAD], ...neverDeleted } as never);
  strapi.db.lifecycles.subscribe({ models: [EVENT], ...neverChanged } as never);
}
