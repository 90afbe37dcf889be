/** Codes of the roles, as `server/permissions/roles.ts` has them; what they may do is the server's to say. */
export const EDITOR = 'editor';
/** Those who approve and return. */
export const DECIDING: readonly string[] = ['strapi-super-admin', 'moderator'];
