import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { typeByUid } from 'content-types';

/** Tables that people keep in the content manager besides our content types. */
const KEPT_BY_PEOPLE = ['api::membership.membership'];

/**
 * Closes the document service for the platform's own tables: approvals, the outbox, leases. Hidden from
 * the content manager's menu they could still be written by address, an approval too. Our code reaches
 * them past the document service.
 */
export function closeOwnTables(strapi: Core.Strapi): void {
  strapi.documents.use((async ({ uid }: { uid: string }, next: () => Promise<unknown>) => {
    const isOwn = uid.startsWith('api::') && !typeByUid(uid) && !KEPT_BY_PEOPLE.includes(uid);
    if (isOwn) throw new errors.PolicyError('The platform keeps this table itself.');
    return next();
  }) as never);
}
