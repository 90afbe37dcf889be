import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

/**
 * A database in which a CMS was started and ended once: its tables and roles take longer to make than
 * to copy, and every test file wants one of its own.
 */
interface Prepared {
  /** With `cms.db` in it, or a PostgreSQL cluster. */
  readonly folder: string;
  /** The environment's secrets with which it was made. */
  readonly secrets: Readonly<Record<string, string>>;
}

const SECRETS = [
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'EXPORT_TOKEN',
  'UPLOAD_URL_SECRET',
  'REBUILD_WEBHOOK_SECRET',
  'PREVIEW_SECRET',
  'APP_KEYS',
] as const;

/** Where test files of a database find what was prepared. */
const variableOf = (database: Database) => `PREPARED_${database.toUpperCase()}`;
/** In its folder, why there is nothing else in it. */
const FAILURE = 'failure.txt';
/** Milliseconds for the first start. */
const PATIENCE = 180_000;

type Database = 'sqlite' | 'postgres';

/** Every secret that the CMS needs. */
export function newSecrets(): Record<string, string> {
  return Object.fromEntries(SECRETS.map((name) => [name, randomBytes(32).toString('base64url')]));
}

/**
 * What was prepared for tests on a database; undefined outside the test runner.
 * @throws Error why it could not be prepared
 */
export async function readPrepared(database: Database): Promise<Prepared | undefined> {
  const folder = process.env[variableOf(database)];
  if (!folder) return undefined;
  const failure = await readFile(path.join(folder, FAILURE), 'utf8').catch(() => undefined);
  if (failure !== undefined) throw new Error(failure);
  return { folder, secrets: JSON.parse(await readFile(path.join(folder, 'secrets.json'), 'utf8')) };
}

/** Prepares the database of a project before its tests, which fail if it cannot be, and removes it after them. */
export default async function prepare({ config }: TestProject): Promise<() => Promise<void>> {
  const database = config.env?.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';
  const folder = await mkdtemp(path.join(tmpdir(), 'prepared-cms-'));
  process.env[variableOf(database)] = folder;
  await fill(folder, database).catch(async (error: Error) => {
    await writeFile(
      path.join(folder, FAILURE),
      `No CMS could be started on an empty database. ${error.message}`,
    );
  });
  return () => rm(folder, { recursive: true });
}

async function fill(folder: string, database: Database): Promise<void> {
  const secrets = newSecrets();
  await writeFile(path.join(folder, 'secrets.json'), JSON.stringify(secrets));
  await mkdir(path.join(folder, 'public/uploads'), { recursive: true });
  const postgres = database === 'postgres' ? await startPostgres({ keptIn: folder }) : undefined;
  const env = {
    ...process.env,
    ...secrets,
    DATA_DIR: folder,
    DATABASE_URL: postgres?.url ?? '',
    STRAPI_TELEMETRY_DISABLED: 'true',
  };
  const script = path.join(import.meta.dirname, 'first-start.mts');
  try {
    await promisify(execFile)(process.execPath, [script], { env, timeout: PATIENCE });
  } catch (error) {
    const { message, stdout = '' } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout}`);
  } finally {
    await postgres?.stop();
  }
}
