import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresEnv } from '../../cms/src/features/backup/postgres-env.ts';
import { Problem } from '../lib/problem.mjs';
import { installPackages } from '../lib/programs/debian.ts';
import { findPostgresFolders } from '../lib/programs/postgres.ts';

/** Tables, sequences and the like that somebody made. */
const OWN = `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'`;

/**
 * A client program of PostgreSQL, of the newest version that is there: it must not be older than the server.
 * @throws {Problem} when it is not there and cannot be installed
 */
export function postgresProgram(name: 'pg_dump' | 'pg_restore' | 'psql'): string {
  const find = () => {
    const given = process.env.PG_BIN ? [process.env.PG_BIN] : [];
    const folders = [...given, ...findPostgresFolders(), ...(process.env.PATH ?? '').split(delimiter)];
    return folders.map((folder) => join(folder, name)).find(existsSync);
  };
  const found = find() ?? (installPackages('postgresql-client') ? find() : undefined);
  if (found) return found;
  throw new Problem(`The program ${name} was not found: install it with \`apt install postgresql-client\`.`);
}

/** Whether nobody has made anything in this database yet. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  return (await ask(url, OWN)) === '0';
}

/** Fills an empty database from a dump, or leaves it empty. */
export async function restoreDump(dump: string, url: string): Promise<void> {
  const env = postgresEnv(url);
  const words = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
  await call('pg_restore', [...words, `--dbname=${env.PGDATABASE}`, dump], env);
}

/**
 * Makes a database beside another one, on the same server.
 * @returns its address
 * @throws {Problem} when the user may not
 */
export async function makeDatabase(url: string, name: string): Promise<string> {
  try {
    await ask(url, `create database "${name}" template template0`);
  } catch (error) {
    if (!/permission denied to create database/.test(String(error))) throw error;
    const { PGUSER } = postgresEnv(url);
    throw new Problem(
      `A rehearsal restores into a database of its own, which the user ${PGUSER} may not make: let an administrator run \`alter role "${PGUSER}" createdb\`.`,
    );
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

export async function dropDatabase(url: string, name: string): Promise<void> {
  await ask(url, `drop database if exists "${name}" with (force)`);
}

/** The names of databases that begin so. */
export async function databasesCalled(url: string, beginning: string): Promise<string[]> {
  const found = await ask(url, `select datname from pg_database where starts_with(datname, '${beginning}')`);
  return found.split('\n').filter(Boolean);
}

async function ask(url: string, question: string): Promise<string> {
  return call('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', question], postgresEnv(url));
}

async function call(
  name: 'pg_restore' | 'psql',
  words: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  try {
    const options = { env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 };
    return (await promisify(execFile)(postgresProgram(name), words, options)).stdout.trim();
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new Problem(
      `${name} failed for the database ${env.PGDATABASE} at ${env.PGHOST}: ${stderr.trim() || message}`,
    );
  }
}
