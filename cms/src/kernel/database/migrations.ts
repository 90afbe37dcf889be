import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

const MIGRATION = 'api::migration.migration';

/** A change to stored data that is made once in each database. */
export interface Migration {
  /** The day and what it does, such as `2026-11-28-outbox-positions`; never changed once it has run anywhere. */
  readonly name: string;
  /** Makes the change; on an empty database there is nothing to change. All that it does is done in `trx`. */
  up(strapi: Core.Strapi, trx: Knex.Transaction): Promise<void>;
}

/**
 * Runs the migrations that this database has not seen, in their order, each in a transaction together with the row
 * that notes it. Strapi's own migrations run before it makes tables and columns; these run after that, so that they
 * can fill what is new. Whoever writes the note first makes the change: an instance that starts at the same time
 * waits for that and then leaves it out.
 * @throws Error of the first that fails, of which nothing is stored
 */
export async function runMigrations(strapi: Core.Strapi, migrations: readonly Migration[]): Promise<void> {
  const { tableName } = strapi.db.metadata.get(MIGRATION);
  for (const { name, up } of migrations) {
    if ((await strapi.db.query(MIGRATION).count({ where: { name } })) > 0) continue;
    await strapi.db.transaction(async ({ trx }) => {
      const row = { name, created_at: new Date() };
      const noted = await trx(tableName).insert(row).onConflict('name').ignore().returning('id');
      if (noted.length === 0) return;
      const begun = Date.now();
      await up(strapi, trx);
      strapi.log.info(`Migration ${name} was run in ${Date.now() - begun} ms.`);
    });
  }
}
