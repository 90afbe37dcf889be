/** How entries and the site are doing, for the admin. */
export { registerStatusPermission } from './permission';
export { publicationRoutes } from './routes';
