import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings } from '../../cms/src/settings.ts';
import type { Settings } from '../environment.ts';
import { Problem } from './problem.mjs';
import { type Child, launch } from './processes.ts';
import { root } from './root.ts';
import { runToEnd } from './step.ts';

const folder = join(root, 'cms');
const startScript = [
  '--enable-source-maps',
  join(root, 'node_modules/@strapi/strapi/bin/strapi.js'),
  'start',
];
const seedScript = ['--enable-source-maps', join(folder, 'dist/src/sample-content/run.js')];
/** Follows the audit record; its arguments are heads that were noted earlier. */
export const verifyScript = ['--enable-source-maps', join(folder, 'dist/src/audit/run-verify.js')];
const READY_MS = 120_000;

/**
 * Checks the CMS's settings before anything is compiled with them.
 * @throws {Problem} with a line for each that is wrong
 */
export function requireCmsSettings(env: NodeJS.ProcessEnv): void {
  try {
    readSettings(env);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}

/** Starts the CMS; `cmsReady` waits until it answers. */
export function launchCms({ env, dataDir }: Settings): Child {
  return launch({
    name: 'the CMS',
    script: startScript,
    cwd: folder,
    env,
    log: join(dataDir, 'logs/cms.log'),
    show: (line) => /\] error: /.test(line),
  });
}

/** Whether a CMS answers at this address. */
export async function cmsAnswers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/_health`, { method: 'HEAD', signal: AbortSignal.timeout(2000) });
    return ok;
  } catch {
    return false;
  }
}

/**
 * Waits until the CMS that was started answers.
 * @throws {Problem} when it takes longer than two minutes; its own end is for the caller to watch
 */
export async function cmsReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (!(await cmsAnswers(url))) {
    if (Date.now() > deadline)
      throw new Problem(`The CMS does not answer at ${url} after ${READY_MS / 1000} s.`);
    await sleep(200);
  }
}

/**
 * Loads the sample content and says how far it is; what is there already stays.
 * @param types names of the content types to load; all of them when there are none
 */
export async function seed(settings: Settings, types: readonly string[] = []): Promise<void> {
  await runToEnd({
    name: 'Loading the sample content',
    script: [...seedScript, ...types],
    cwd: folder,
    env: settings.env,
    log: join(settings.dataDir, 'logs/seed.log'),
    show: (line) => /^(sample content|demo sign-ins): /.test(line),
  });
  if (types.length > 0) return;
  writeFileSync(marker(settings), `${JSON.stringify({ database: databaseOf(settings) }, null, 2)}\n`);
}

/** Whether this database already had its sample content; what people did with it later is theirs. */
export function isSeeded(settings: Settings): boolean {
  if (!existsSync(marker(settings))) return false;
  const { database } = JSON.parse(readFileSync(marker(settings), 'utf8'));
  // The marker may outlive an SQLite file that somebody removed to begin again.
  const exists = database !== SQLITE || existsSync(join(settings.dataDir, 'cms.db'));
  return exists && database === databaseOf(settings);
}

const SQLITE = 'cms.db';

/** Names the database without its password: the SQLite file, or host and name on PostgreSQL. */
function databaseOf({ env }: Settings): string {
  if (!env.DATABASE_URL) return SQLITE;
  const { host, pathname } = new URL(env.DATABASE_URL);
  return `${host}${pathname}`;
}

function marker({ dataDir }: Settings): string {
  return join(dataDir, 'seeded.json');
}
