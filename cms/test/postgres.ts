import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/ports.ts';

/** A PostgreSQL of its own in a temporary folder. */
export interface TestPostgres {
  /** `postgres://…` of an empty database. */
  readonly url: string;
  /** The server's own process, which the others are children of. */
  pid(): number | undefined;
  /** Ends the server for a while; its data stay. */
  down(): Promise<void>;
  /** Starts it again, on the same port. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Not ours, so that what depends on the server's zone is found. */
const ELSEWHERE = 'America/New_York';
/** PostgreSQL refuses to run as root; Debian's package brings this user. */
const UNPRIVILEGED = 'postgres';
const INITDB = ['-D', 'data', '-U', 'cms', '--auth=trust', '--encoding=UTF8', '--locale=C'];

export interface PostgresOptions {
  /** The folder where another one's files were kept, to begin with what it held. */
  readonly copyOf?: string | undefined;
  /** Where its files are kept when it has stopped. */
  readonly keptIn?: string | undefined;
  /** A folder with `server.pem` and `server.key`: then it is reached by TLS, as localhost. */
  readonly tls?: string | undefined;
}

/**
 * Makes an authority of its own, `ca.pem`, a certificate by it for localhost, and another authority, `other.pem`,
 * which has nothing to do with it.
 */
export function makeCertificates(folder: string): void {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const name of ['ca', 'other']) {
    openssl('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`);
  }
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'basicConstraints=critical,CA:FALSE'];
  const server = ['-keyout', 'server.key', '-out', 'server.pem', '-subj', '/CN=localhost'];
  openssl('req', '-x509', ...key, ...server, ...by, '-addext', 'subjectAltName=DNS:localhost');
}

/**
 * Makes a cluster with the binaries in PG_BIN and starts it on a free port of this machine.
 * @throws Error when PG_BIN is not set: `npm test` finds or installs PostgreSQL
 */
export async function startPostgres({ copyOf, keptIn, tls }: PostgresOptions = {}): Promise<TestPostgres> {
  const bin = process.env.PG_BIN;
  if (!bin) throw new Error('PG_BIN is not set: run the tests by `npm test`, which finds PostgreSQL');
  const folder = mkdtempSync(path.join(tmpdir(), 'pg-'));
  const ids = userInfo().uid === 0 ? unprivileged() : undefined;
  if (ids) chownSync(folder, ids.uid, ids.gid);
  const options = { ...ids, cwd: folder, stdio: 'ignore' } as const;
  if (copyOf) copyCluster(copyOf, folder);
  else execFileSync(path.join(bin, 'initdb'), INITDB, options);
  const port = await freePort();
  const secured = tls === undefined ? [] : installCertificate(tls, folder, ids);
  const listening = ['listen_addresses=127.0.0.1', 'fsync=off', `timezone=${ELSEWHERE}`, ...secured];
  const set = listening.flatMap((one) => ['-c', one]);
  const settings = ['-k', folder, '-p', String(port), ...set];
  let server: ChildProcess;
  const up = async () => {
    server = spawn(path.join(bin, 'postgres'), ['-D', path.join(folder, 'data'), ...settings], options);
    await accepts(path.join(bin, 'pg_isready'), port, server);
  };
  const down = async () => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
  };
  await up();
  return {
    url: `postgres://cms@${tls === undefined ? '127.0.0.1' : 'localhost'}:${port}/postgres`,
    pid: () => server.pid,
    up,
    down,
    async stop() {
      await down();
      if (keptIn) copyCluster(folder, keptIn);
      rmSync(folder, { recursive: true });
    },
  };
}

/** PostgreSQL insists on a key that its own user alone reads. */
function installCertificate(
  from: string,
  folder: string,
  ids: { uid: number; gid: number } | undefined,
): string[] {
  for (const name of ['server.pem', 'server.key']) {
    copyFileSync(path.join(from, name), path.join(folder, name));
    chmodSync(path.join(folder, name), 0o600);
    if (ids) chownSync(path.join(folder, name), ids.uid, ids.gid);
  }
  return ['ssl=on', `ssl_cert_file=${folder}/server.pem`, `ssl_key_file=${folder}/server.key`];
}

/** With the owner of its files, which PostgreSQL insists on. */
function copyCluster(from: string, to: string): void {
  execFileSync('cp', ['-a', path.join(from, 'data'), path.join(to, 'data')]);
}

function unprivileged(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, UNPRIVILEGED], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function accepts(isReady: string, port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt += 1) {
    try {
      execFileSync(isReady, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('PostgreSQL did not start');
}
