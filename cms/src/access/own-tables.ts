import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

/**
 * Closes our own tables to Strapi's content manager. It hides them, but a super admin's request would
 * still read and write them: forge an approval, take away what was recorded, put a second factor in
 * place. Our code reaches them below the document service.
 */
export function closeOwnTables(strapi: Core.Strapi): void {
  const isOwn = (uid: string) => {
    if (!uid.startsWith('api::')) return false;
    const options = strapi.contentType(uid as never).pluginOptions as
      | { 'content-manager'?: { visible?: boolean } }
      | undefined;
    return options?.['content-manager']?.visible === false;
  };
  strapi.documents.use((async ({ uid }: { uid: string }, next: () => Promise<unknown>) => {
    if (isOwn(uid)) throw new errors.PolicyError('You may not do this.');
    return next();
  }) as never);
}
