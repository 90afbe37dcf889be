import { Socket } from 'node:net';
import knex from 'knex';

/** Milliseconds that a connection may take. */
const PATIENCE = 5000;

/**
 * PostgreSQL's and Node's codes for what does not pass by waiting, with what to do about it.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const LASTING: Readonly<Record<string, string>> = {
  '28P01': 'does not take this user and password: correct DATABASE_URL',
  '28000': 'does not let this user in: correct DATABASE_URL, or the server’s pg_hba.conf',
  '3D000': 'has no database of this name: make it, or correct DATABASE_URL',
  '42501': 'does not let this user into this database: grant it, or correct DATABASE_URL',
};
/** The same for what passes: a server that starts, or has no place at the moment, or a network that is not up yet. */
const PASSING: Readonly<Record<string, string>> = {
  '57P03': 'is starting',
  '53300': 'has no connection left',
  ECONNREFUSED: 'does not answer',
  ECONNRESET: 'broke off',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'is not known by this name',
  EAI_AGAIN: 'cannot be looked up by its name',
  ETIMEDOUT: 'does not answer',
  ENOENT: 'does not listen at this socket',
};

export interface DatabaseProblem {
  /** Whether it may pass by itself. */
  readonly passing: boolean;
  /** In words for operators, without the password. */
  readonly message: string;
}

/**
 * Why the database at an address cannot be used; undefined if it can. Takes seconds at most.
 * @param url `postgres://user:password@host:5432/name`
 */
export async function databaseProblem(url: string): Promise<DatabaseProblem | undefined> {
  const sockets: Socket[] = [];
  const stream = () => {
    const socket = new Socket();
    sockets.push(socket);
    return socket;
  };
  // knex's types know no maker of streams, as which `pg` takes this.
  const reach: object = { connectionString: url, connectionTimeoutMillis: PATIENCE, stream };
  const connection = knex({
    client: 'pg',
    connection: reach,
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: PATIENCE + 1000,
  });
  try {
    await connection.raw('select 1').timeout(PATIENCE);
    return undefined;
  } catch (error) {
    return problemOf(error as Error & { code?: string }, url);
  } finally {
    // One that hangs is not waited for, and what failed half-way would keep this process for a minute.
    connection.destroy().catch(() => undefined);
    for (const socket of sockets) socket.destroy();
  }
}

function problemOf({ code = '', message }: Error & { code?: string }, url: string): DatabaseProblem {
  const { host, pathname, password } = new URL(url);
  const lasting = LASTING[code];
  // Neither is in an error's code: no password where one is asked for, and no certificate that is known.
  const isSetting = /SASL|password|SSL|certificate|self[- ]signed/i.test(`${code} ${message}`);
  const silent = /timeout|timed? ?out/i.test(message) ? 'does not answer' : undefined;
  const said = password ? message.replaceAll(decodeURIComponent(password), '…') : message;
  const words = lasting ?? PASSING[code] ?? silent ?? `cannot be used: ${said}`;
  return {
    passing: lasting === undefined && !isSetting,
    message: `The database server at ${host} (DATABASE_URL, database “${decodeURIComponent(pathname.slice(1))}”) ${words}.`,
  };
}
