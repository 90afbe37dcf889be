import type { Migration } from '../../kernel/database/migrations';

/**
 * Numbers the rows of the outbox that came before rows had numbers, in the order of their ids, and marks those of
 * documents that were live under several slugs or codes.
 */
export const numberChanges: Migration = {
  name: '2026-11-28-outbox-positions',
  async up(strapi, trx) {
    const { tableName } = strapi.db.metadata.get('api::publication.change');
    await trx.raw(
      `update ?? set position = numbered.position
       from (select id, row_number() over (order by id) as position from ??) as numbered
       where numbered.id = ??`,
      [tableName, tableName, `${tableName}.id`],
    );
    const renamed = trx(tableName)
      .where({ action: 'publish' })
      .whereNotNull('key')
      .groupBy('document')
      .havingRaw('count(distinct ??) > 1', ['key'])
      .select('document');
    await trx(tableName).update({ renamed: false });
    await trx(tableName).whereIn('document', renamed).update({ renamed: true });
  },
};
