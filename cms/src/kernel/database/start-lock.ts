import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/** Names the lock among the advisory locks of the database: any number that nothing else takes. */
export const LOCK = 5_072_024;
/** Milliseconds after which the log says again what is waited for. */
const REMIND = 30_000;

const turns = new WeakMap<Core.Strapi, Knex.Transaction>();
const readers = new WeakSet<Core.Strapi>();

/** Lets a process that only reads take no turn: it makes nothing, and an instance must not wait for a backup to start. */
export function takeNoTurn(strapi: Core.Strapi): void {
  readers.add(strapi);
}

/**
 * Waits until no other instance is starting on the same database, so that tables, migrations, roles and languages
 * are made by one of them. The lock is a transaction's: an instance that dies loses its turn with its connection. An
 * SQLite file has one instance (scripts/lib/parts/data-folder.ts).
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function beginTurn(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres' || readers.has(strapi)) return;
  const turn = await strapi.db.connection.transaction();
  turns.set(strapi, turn);
  // Starting takes longer than some servers let a transaction be idle.
  await turn.raw('set local idle_in_transaction_session_timeout = 0');
  const { rows } = await turn.raw('select pg_try_advisory_xact_lock(?) as taken', [LOCK]);
  if (!rows[0].taken) await waitForTurn(strapi, turn);
}

async function waitForTurn(strapi: Core.Strapi, turn: Knex.Transaction): Promise<void> {
  const say = () =>
    strapi.log.info('Another instance of the CMS is starting on this database: waiting for it.');
  say();
  const reminder = setInterval(say, REMIND);
  try {
    await turn.raw('set local lock_timeout = 0; set local statement_timeout = 0');
    await turn.raw('select pg_advisory_xact_lock(?)', [LOCK]);
  } finally {
    clearInterval(reminder);
  }
}

/** Lets the next instance start. */
export async function endTurn(strapi: Core.Strapi): Promise<void> {
  await turns.get(strapi)?.commit();
  turns.delete(strapi);
}
