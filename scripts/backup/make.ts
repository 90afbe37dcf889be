import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseFacts } from '../../cms/src/features/backup/facts.ts';
import { type Made, readState } from '../../cms/src/features/backup/state.ts';
import type { EnvironmentSettings } from '../environment.ts';
import { requireReachable } from '../lib/database.ts';
import { Problem } from '../lib/problem.mjs';
import { root } from '../lib/root.ts';
import { runToEnd } from '../lib/step.ts';
import {
  type BackupFileFacts,
  factsOf,
  INVENTORY,
  type Inventory,
  SECRETS,
  STAGED_UPLOADS,
  STAGING,
  UPLOADS,
} from './inventory.ts';
import { postgresProgram } from './postgres.ts';
import { RepositoryMissing, type Restic } from './restic.ts';
import { seal } from './sealed.ts';
import type { BackupSettings } from './settings.ts';
import { settingsText } from './settings-text.ts';
import { changedSince, hashUploads, linkUploads, settleUploads, type Uploads } from './stage-uploads.ts';

/** Small files of the data folder that belong to a backup where they are there. */
const KEPT = ['seeded.json', 'pin.json', 'withdrawn.json'];
const RELEASE = 'release.json';
/** How often uploads may change under way before the backup gives up. */
const ATTEMPTS = 5;
/** Milliseconds for whoever writes an upload to finish. */
const PAUSE = 2000;

/**
 * Makes one backup of a CMS that may be in use.
 * @param first whether a repository may be begun where there is none
 * @throws {Problem} saying why there is none
 */
export async function makeBackup(
  settings: EnvironmentSettings,
  { restic, backup, first }: { restic: Restic; backup: BackupSettings; first: boolean },
): Promise<Made> {
  const { dataDir } = settings;
  const begun = Date.now();
  if (settings.env.DATABASE_URL) await requireReachable(settings.env.DATABASE_URL);
  await requireRepository(restic, backup, first || (await readState(dataDir)).last === undefined);
  const staging = join(dataDir, STAGING);
  const busy = new Set<string>();
  let missing: readonly string[] = [];
  try {
    for (let attempt = 1; ; attempt += 1) {
      const staged = await stage(settings, staging, busy);
      const isSettled =
        staged.unsettled.length === 0 && staged.missing.every((name) => missing.includes(name));
      missing = staged.missing;
      for (const name of staged.unsettled) busy.add(name);
      if (isSettled || attempt === ATTEMPTS) {
        const { made, changed } = await store(settings, { restic, backup, staging, staged });
        if (changed.length === 0) {
          const seconds = Math.round((Date.now() - begun) / 100) / 10;
          return { ...made, seconds };
        }
        for (const name of changed) busy.add(name);
        if (attempt >= ATTEMPTS) {
          throw new Problem(`Uploads were written again in each of ${attempt} tries: ${changed.join(', ')}.`);
        }
      }
      await sleep(PAUSE);
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

type Staged = DatabaseFacts & Uploads;

/** Puts database and uploads of one moment into a folder. */
async function stage(
  settings: EnvironmentSettings,
  staging: string,
  busy: ReadonlySet<string>,
): Promise<Staged> {
  const [from, to] = [join(settings.dataDir, UPLOADS), join(staging, STAGED_UPLOADS)];
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await linkUploads(from, to);
  const database = await snapshotDatabase(settings, staging);
  return { ...database, ...(await settleUploads(from, to, database, busy)) };
}

/** Stores the folder with all that belongs to it; names the uploads that were written again meanwhile. */
async function store(
  settings: EnvironmentSettings,
  {
    restic,
    backup,
    staging,
    staged,
  }: { restic: Restic; backup: BackupSettings; staging: string; staged: Staged },
): Promise<{ readonly made: Omit<Made, 'seconds'>; readonly changed: string[] }> {
  const { dataDir } = settings;
  const { names, uploads: _, ...facts } = staged;
  const folder = join(staging, STAGED_UPLOADS);
  const seen = await hashUploads(folder, names, join(dataDir, 'cache/backup-hashes.json'));
  const inventory: Inventory = {
    format: 1,
    platform: { version: await version(), commit: commit() },
    ...facts,
    release: await stageRelease(dataDir, staging),
    files: await stageFiles(settings, backup, staging, facts.file),
    uploads: Object.fromEntries([...seen].map(([name, { sha256, bytes }]) => [name, { sha256, bytes }])),
  };
  await writeFile(join(staging, INVENTORY), JSON.stringify(inventory));
  const { snapshot_id, data_added } = await restic.backup(dataDir, STAGING);
  const changed = await changedSince(folder, seen);
  if (changed.length > 0) await restic.forget(snapshot_id);
  const { at, auditHead, missing } = facts;
  const snapshot = snapshot_id.slice(0, 8);
  const sameDisk = backup.isFolder && (await stat(backup.repository)).dev === (await stat(dataDir)).dev;
  return {
    made: { snapshot, at, addedBytes: data_added, auditHead, missing: missing.length, sameDisk },
    changed,
  };
}

/** A repository that is gone must not be begun anew in silence: the disk may only not be mounted. */
async function requireRepository(
  restic: Restic,
  { repository }: BackupSettings,
  mayBegin: boolean,
): Promise<void> {
  try {
    await restic.removeOldLocks();
  } catch (error) {
    if (!(error instanceof RepositoryMissing)) throw error;
    if (!mayBegin) {
      throw new Problem(
        `There is no repository of backups at ${repository}, where there was one: is the disk mounted? \`npm run backup -- --init\` begins a new one.`,
      );
    }
    await restic.makeRepository();
  }
}

async function snapshotDatabase(
  { env, dataDir }: EnvironmentSettings,
  staging: string,
): Promise<DatabaseFacts> {
  await runToEnd({
    name: 'Copying the database',
    script: ['--enable-source-maps', join(root, 'cms/dist/src/commands/snapshot.js'), staging],
    cwd: join(root, 'cms'),
    env: { ...env, JOBS: 'off', ...(env.DATABASE_URL && { PG_DUMP: postgresProgram('pg_dump') }) },
    log: join(dataDir, 'logs/backup.log'),
  });
  return JSON.parse(await readFile(join(staging, 'database.json'), 'utf8'));
}

async function stageRelease(dataDir: string, staging: string): Promise<Inventory['release']> {
  const text = await readFile(join(dataDir, 'live', RELEASE), 'utf8').catch(() => undefined);
  if (text === undefined) return null;
  await writeFile(join(staging, RELEASE), text);
  const { id, revision } = JSON.parse(text);
  return { id, revision };
}

/** Puts what else belongs to a backup beside the copy of the database. */
async function stageFiles(
  { env, dataDir }: EnvironmentSettings,
  { publicKeys }: BackupSettings,
  staging: string,
  database: string,
): Promise<Record<string, BackupFileFacts>> {
  await writeFile(join(staging, SECRETS), await seal(settingsText(env), publicKeys), { mode: 0o600 });
  for (const name of KEPT) {
    await copyFile(join(dataDir, name), join(staging, name)).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  const files: Record<string, BackupFileFacts> = {};
  for (const name of [database, SECRETS, RELEASE, ...KEPT]) {
    const facts = await factsOf(join(staging, name)).catch(() => undefined);
    if (facts) files[name] = facts;
  }
  return files;
}

async function version(): Promise<string> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version;
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
