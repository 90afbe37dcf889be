import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings, requireForProduction } from '../../../cms/src/kernel/settings.ts';
import type { EnvironmentSettings } from '../../environment.ts';
import { Problem } from '../problem.mjs';
import { type Child, launch, type Program } from '../processes.ts';
import { root } from '../root.ts';
import { runToEnd } from '../step.ts';
import { cmsAnswers } from './answers.ts';
import { showFirstAdmin } from './first-admin.ts';
import type { Service } from './supervise.ts';

const folder = join(root, 'cms');
/** Megabytes that the CMS's objects may take when CMS_HEAP_MB does not say; bench/load.md shows what they need. */
const HEAP_MB = 640;
const startScript = [
  '--enable-source-maps',
  join(root, 'node_modules/@strapi/strapi/bin/strapi.js'),
  'start',
];
const seedScript = ['--enable-source-maps', join(folder, 'dist/src/commands/seed.js')];
/** Follows the audit record; its arguments are heads that were noted earlier. */
export const verifyScript = ['--enable-source-maps', join(folder, 'dist/src/commands/verify-audit.js')];
const READY_MS = 120_000;

/**
 * Checks the CMS's settings before anything is compiled with them.
 * @throws {Problem} with a line for each that is wrong
 */
export function requireCmsSettings(env: NodeJS.ProcessEnv): void {
  try {
    const settings = readSettings(env);
    if (env.NODE_ENV === 'production') requireForProduction(settings);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}

/** How the CMS is started. */
export function cmsProgram({ env }: Pick<EnvironmentSettings, 'env'>): Program {
  return {
    script: [`--max-old-space-size=${env.CMS_HEAP_MB ?? HEAP_MB}`, ...startScript],
    cwd: folder,
    // glibc keeps what each thread freed for that thread: with two places for all, far less lies idle.
    // https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
    env: { MALLOC_ARENA_MAX: '2', ...env },
  };
}

/** Starts the CMS; `cmsReady` waits until it answers. */
export function launchCms({ env, dataDir }: EnvironmentSettings): Child {
  return launch({
    name: 'the CMS',
    ...cmsProgram({ env }),
    log: join(dataDir, 'logs/cms.log'),
    append: true,
    show: (line) => /\] error: /.test(line),
  });
}

/**
 * The CMS as it is looked after.
 * @param prepare what must be done before its first start
 */
export function cmsService(settings: EnvironmentSettings, prepare?: () => Promise<void>): Service {
  return {
    name: 'cms',
    title: 'the CMS',
    prepare,
    launch: () => launchCms(settings),
    onReady: () => showFirstAdmin(settings),
    advise: (ending) => adviceFor(ending, settings),
    answers: () => cmsAnswers(settings.localCmsUrl),
  };
}

/** What an operator can do about a CMS that ended with these words. */
function adviceFor(ending: string, { dataDir, env }: EnvironmentSettings): string | undefined {
  const database = join(dataDir, SQLITE);
  const meanwhile = 'Visitors keep the site as it is.';
  if (/image is malformed|file is not a database|unsupported file format/.test(ending)) {
    return `The database ${database} is damaged. ${meanwhile} Stop the platform, move that file away and bring back the last backup with npm run restore.`;
  }
  if (/ENOSPC|disk is full/.test(ending)) {
    return `The disk of ${dataDir} is full. ${meanwhile} Free some room; the CMS then starts by itself.`;
  }
  if (/EROFS|EACCES|readonly database|unable to open database/.test(ending)) {
    const [, path = dataDir] = /\b(?:EROFS|EACCES)\b[^\n]*?'([^'\n]+)'/.exec(ending) ?? [];
    return `${path} cannot be read or written. ${meanwhile} Correct its owner and modes, or mount its disk for writing; the CMS then starts by itself.`;
  }
  if (env.DATABASE_URL && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|password authentication/.test(ending)) {
    return `The database at DATABASE_URL does not let the CMS in. ${meanwhile} Start it or correct DATABASE_URL; the CMS is started again until it does.`;
  }
  return undefined;
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
export async function seed(settings: EnvironmentSettings, types: readonly string[] = []): Promise<void> {
  let complete = false;
  await runToEnd({
    name: 'Loading the sample content',
    script: [...seedScript, ...types],
    cwd: folder,
    env: settings.env,
    log: join(settings.dataDir, 'logs/seed.log'),
    show: (line) => {
      if (line === 'seed: complete') complete = true;
      return /^(sample content|demo sign-ins): /.test(line);
    },
  });
  // Told to end, the CMS ends well, in whatever it was.
  if (!complete)
    throw new Problem('Loading the sample content was broken off; the next start goes on with it.');
  if (types.length === 0) markSeeded(settings);
}

/** Notes that this database needs no sample content. */
export function markSeeded(settings: Pick<EnvironmentSettings, 'dataDir' | 'env'>): void {
  const text = `${JSON.stringify({ database: databaseOf(settings) }, null, 2)}\n`;
  writeFileSync(marker(settings), text, { mode: 0o600 });
}

/** Whether this database already had its sample content; what people did with it later is theirs. */
export function isSeeded(settings: EnvironmentSettings): boolean {
  if (!existsSync(marker(settings))) return false;
  const { database } = JSON.parse(readFileSync(marker(settings), 'utf8'));
  // The marker may outlive an SQLite file that somebody removed to begin again.
  const exists = database !== SQLITE || existsSync(join(settings.dataDir, 'cms.db'));
  return exists && database === databaseOf(settings);
}

const SQLITE = 'cms.db';

/** Names the database without its password: the SQLite file, or host and name on PostgreSQL. */
function databaseOf({ env }: Pick<EnvironmentSettings, 'env'>): string {
  if (!env.DATABASE_URL) return SQLITE;
  const { host, pathname } = new URL(env.DATABASE_URL);
  return `${host}${pathname}`;
}

function marker({ dataDir }: Pick<EnvironmentSettings, 'dataDir'>): string {
  return join(dataDir, 'seeded.json');
}
