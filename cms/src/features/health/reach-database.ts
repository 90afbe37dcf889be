import { accessSync, constants } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import knex from 'knex';

/** Milliseconds that a connection may take. */
const PATIENCE = 5000;

/**
 * PostgreSQL's and Node's codes for what does not pass by waiting, with what to do about it.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const LASTING: Readonly<Record<string, string>> = {
  '28P01': 'does not take this user and password: correct the address',
  '28000': 'does not let this user in: correct the address, or the server’s pg_hba.conf',
  '3D000': 'has no database of this name: make it, or correct the address',
  '42501': 'does not let this user into this database: grant it, or correct the address',
};
/**
 * Node's codes for a certificate that is not believed, with what to do about it.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const NOT_TRUSTED =
  'has a certificate of an authority that is not trusted here: name the certificate (PEM) of that authority at the end of the address, ?sslmode=verify-full&sslrootcert=/etc/ssl/certs/<file>.pem';
const TLS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_TRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_TRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: NOT_TRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: NOT_TRUSTED,
  CERT_HAS_EXPIRED: 'has a certificate that has expired: let its administrator renew it',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet: compare the clocks of both machines',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'has a certificate for another name: write the name that stands in the certificate into the address',
};
/** Parameters of an address that name files. */
const FILES = ['sslrootcert', 'sslcert', 'sslkey'];
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
 * @param setting where it stands
 */
export async function databaseProblem(
  url: string,
  setting = 'DATABASE_URL',
): Promise<DatabaseProblem | undefined> {
  const unreadable = fileProblem(url, setting);
  if (unreadable !== undefined) return { passing: false, message: unreadable };
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
    return problemOf(error as Error & { code?: string }, url, setting);
  } finally {
    // One that hangs is not waited for, and what failed half-way would keep this process for a minute.
    connection.destroy().catch(() => undefined);
    for (const socket of sockets) socket.destroy();
  }
}

/** The parts of the platform have folders of their own, and PostgreSQL's programs read these files too. */
function fileProblem(url: string, setting: string): string | undefined {
  for (const [name, file] of new URL(url).searchParams) {
    if (!FILES.includes(name)) continue;
    if (!path.isAbsolute(file))
      return `${name} in ${setting} is “${file}”: write the whole path of the file.`;
    try {
      accessSync(file, constants.R_OK);
    } catch {
      return `${name} in ${setting} names ${file}, which is not there or cannot be read.`;
    }
  }
  return undefined;
}

function problemOf(
  { code = '', message }: Error & { code?: string },
  url: string,
  setting: string,
): DatabaseProblem {
  const { host, pathname, password } = new URL(url);
  const lasting = LASTING[code] ?? TLS[code];
  // Neither is in an error's code: no password where one is asked for, and no certificate that is known.
  const isSetting = /SASL|password|SSL|certificate|self[- ]signed/i.test(`${code} ${message}`);
  const silent = /timeout|timed? ?out/i.test(message) ? 'does not answer' : undefined;
  const said = password ? message.replaceAll(decodeURIComponent(password), '…') : message;
  const words = lasting ?? PASSING[code] ?? silent ?? `cannot be used: ${said}`;
  return {
    passing: lasting === undefined && !isSetting,
    message: `The database server at ${host} (${setting}, database “${decodeURIComponent(pathname.slice(1))}”) ${words}.`,
  };
}
