import type { Migration } from '../../kernel/database/migrations';

/**
 * Makes an index of the notices that wait, of all that are kept. A table's schema cannot say an index of some rows,
 * and Strapi leaves alone what no schema says.
 */
export const indexWaiting: Migration = {
  name: '2026-11-28-index-of-waiting-notices',
  async up(strapi, trx) {
    const { tableName } = strapi.db.metadata.get('api::notification.notice');
    await trx.raw('create index ?? on ?? (id) where waits_for is not null and told_at is null', [
      'notification_notices_waiting_index',
      tableName,
    ]);
  },
};
