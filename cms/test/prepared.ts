import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
/** In its folder, written last: the secrets, or why nothing could be prepared. */
const DONE = 'done.json';
/** Milliseconds for the first start. */
const PATIENCE = 180_000;

type Database = 'sqlite' | 'postgres';

/** Every secret that the CMS needs. */
export function newSecrets(): Record<string, string> {
  return Object.fromEntries(SECRETS.map((name) => [name, randomBytes(32).toString('base64url')]));
}

/**
 * What was prepared for tests on a database, once it is; undefined outside the test runner.
 * @throws Error why it could not be prepared
 */
export async function readPrepared(database: Database): Promise<Prepared | undefined> {
  const folder = process.env[variableOf(database)];
  if (!folder) return undefined;
  const file = path.join(folder, DONE);
  while (!existsSync(file)) await sleep(100);
  const { secrets, failure } = JSON.parse(await readFile(file, 'utf8'));
  if (failure !== undefined) throw new Error(failure);
  return { folder, secrets };
}

/**
 * Begins to prepare the database of a project, while the tests that need none run already. Those that need it
 * fail where that failed. What it answers removes it after them.
 */
export default async function prepare({ config }: TestProject): Promise<() => Promise<void>> {
  const database = config.env?.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';
  const folder = await mkdtemp(path.join(tmpdir(), 'prepared-cms-'));
  process.env[variableOf(database)] = folder;
  const filled = fill(folder, database)
    .catch((error: Error) => ({ failure: `No CMS could be started on an empty database. ${error.message}` }))
    .then((done) => {
      const file = path.join(folder, DONE);
      writeFileSync(`${file}.part`, JSON.stringify(done));
      renameSync(`${file}.part`, file);
    });
  return async () => {
    await filled;
    await rm(folder, { recursive: true });
  };
}

async function fill(folder: string, database: Database): Promise<Pick<Prepared, 'secrets'>> {
  const secrets = newSecrets();
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
  return { secrets };
}
