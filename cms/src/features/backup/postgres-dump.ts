import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import knex from 'knex';
import { prepareSession } from '../../kernel/database/postgres';
import { postgresEnv } from './postgres-env';

/** A state of the database that stays as it is while others write. */
export interface HeldSnapshot {
  /** What `set transaction snapshot` and `pg_dump --snapshot` take. */
  readonly id: string;
  release(): Promise<void>;
}

/**
 * Holds the state of this moment for other connections
 * (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION).
 */
export async function holdSnapshot(url: string): Promise<HeldSnapshot> {
  const pool = { min: 1, max: 1, afterCreate: prepareSession };
  const connection = knex({ client: 'pg', connection: url, pool });
  const transaction = await connection.transaction({ isolationLevel: 'repeatable read', readOnly: true });
  const { rows } = await transaction.raw('select pg_export_snapshot() as id');
  const release = async () => {
    await transaction.rollback();
    await connection.destroy();
  };
  return { id: rows[0].id, release };
}

/** Lets a new connection see exactly that state, and change nothing. */
export async function joinSnapshot(connection: unknown, id: string): Promise<void> {
  const client = connection as { query(words: string): Promise<unknown> };
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set transaction snapshot '${id.replaceAll("'", '')}'`);
}

/**
 * Writes that state to a file that pg_restore reads. It is not compressed: restic does that, and finds again
 * what did not change.
 * @param pgDump the program; it must not be older than the server
 * @throws Error with what pg_dump said
 */
export async function dumpPostgres(
  pgDump: string,
  url: string,
  { id }: HeldSnapshot,
  to: string,
): Promise<void> {
  const words = ['--format=custom', '--compress=0', '--no-owner', '--no-privileges'];
  // The address holds a password, which everybody on the machine could read among the arguments.
  const env = { ...process.env, ...postgresEnv(url) };
  await promisify(execFile)(pgDump, [...words, `--snapshot=${id}`, `--file=${to}`], { env });
}
