import type { Core } from '@strapi/strapi';

/** Lets the admin show the status page in its menu to those who may read it; see server/permissions/roles.ts. */
export async function registerStatusPermission(strapi: Core.Strapi): Promise<void> {
  await strapi.service('admin::permission').actionProvider.register({
    section: 'settings',
    category: 'status',
    displayName: 'Read how the site is doing',
    uid: 'status.read',
  });
}
