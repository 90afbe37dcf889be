/** Prepared statements that are kept; ten people at work need about 350. */
const KEPT = 500;
/** What changes tables, and with them what a statement means. */
const CHANGES_TABLES = /^\s*(?:create|alter|drop|pragma|vacuum|reindex|attach|detach)\b/i;

/** The part of a connection of better-sqlite3 that matters here. */
interface Connection {
  prepare(sql: string): object;
}

/**
 * Lets a connection to SQLite prepare each statement once. Knex prepares one for each query, and better-sqlite3
 * frees them only when their JavaScript objects are collected: V8 sees a few bytes of each and waits, while
 * SQLite holds tens of kilobytes. With ten people at work the process grew by a gigabyte within two minutes.
 * What is used least goes first.
 */
export function reuseStatements(
  connection: Connection,
  done: (error: Error | null, connection: Connection) => void,
): void {
  const statements = new Map<string, object>();
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (sql) => {
    if (CHANGES_TABLES.test(sql)) {
      statements.clear();
      return prepare(sql);
    }
    const statement = statements.get(sql) ?? prepare(sql);
    // To the end: the map keeps the order of use.
    statements.delete(sql);
    statements.set(sql, statement);
    const [oldest] = statements.size > KEPT ? statements.keys() : [];
    if (oldest !== undefined) statements.delete(oldest);
    return statement;
  };
  done(null, connection);
}
