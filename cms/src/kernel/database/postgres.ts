/** The part of a connection of node-postgres that matters here. */
interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

/**
 * Prepares a session of PostgreSQL, for knex's `pool.afterCreate`: whatever the server, the database or the
 * user is set to, its clock is UTC, as this process's is.
 */
export function prepareSession(
  connection: Connection,
  done: (error: Error | null, connection: Connection) => void,
): void {
  connection.query("set time zone 'UTC'", (error) => done(error, connection));
}
