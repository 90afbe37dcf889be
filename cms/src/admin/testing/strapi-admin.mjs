// What our parts take of `@strapi/strapi/admin`; the whole of it brings a video player, which only a browser bears.
export {
  NotificationsProvider,
  useNotification,
} from '../../../../node_modules/@strapi/admin/dist/admin/admin/src/features/Notifications.mjs';
export { adminApi } from '../../../../node_modules/@strapi/admin/dist/admin/admin/src/services/api.mjs';
