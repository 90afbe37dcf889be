import { reuseStatements } from './statements';

/** The part of a connection of better-sqlite3 that matters here. */
type Connection = Parameters<typeof reuseStatements>[0] & { pragma(pragma: string): unknown };

/**
 * Prepares a connection to SQLite, for knex's `pool.afterCreate`: what is deleted is overwritten with zeros
 * (https://www.sqlite.org/pragma.html#pragma_secure_delete), for free pages go into every copy of the file and
 * would keep what was erased in each later backup.
 */
export function prepareConnection(
  connection: Connection,
  done: (error: Error | null, connection: Connection) => void,
): void {
  connection.pragma('secure_delete = ON');
  reuseStatements(connection, (error) => done(error, connection));
}
