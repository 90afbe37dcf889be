/** Codes of the roles that may enter the admin. */
export const ROLES = { superAdmin: 'strapi-super-admin', moderator: 'moderator', editor: 'editor' } as const;
