import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireReachable } from '../lib/database.ts';
import { Problem } from '../lib/problem.mjs';
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
import { isEmptyDatabase, restoreDump } from './postgres.ts';
import type { Restic, Snapshot } from './restic.ts';

/** Where a backup goes. */
export interface RestoreTarget {
  readonly dataDir: string;
  /** An empty database, for a backup of PostgreSQL. */
  readonly databaseUrl: string | undefined;
}

/** What may lie in the folder before: secrets that the operator brought, and what an earlier try left. */
const MAY_BE_THERE = ['secrets.env', '.restoring'];
/** Beside the database: not what a data folder holds. */
const NOT_KEPT = ['cms.dump', INVENTORY, SECRETS, 'database.json', 'release.json', 'public', STAGED_UPLOADS];

/**
 * Refuses a place where something is already.
 * @throws {Problem} naming what is there
 */
export async function requireEmpty({ dataDir, databaseUrl }: RestoreTarget): Promise<void> {
  const there = (await readdir(dataDir).catch(() => [])).filter((name) => !MAY_BE_THERE.includes(name));
  if (there.length > 0) {
    throw new Problem(
      `The folder ${dataDir} is not empty (${there.slice(0, 3).join(', ')}${there.length > 3 ? ' …' : ''}): nothing is overwritten. Move it aside, or restore into another one with \`--into <folder>\`.`,
    );
  }
  if (databaseUrl === undefined) return;
  await requireReachable(databaseUrl);
  if (!(await isEmptyDatabase(databaseUrl))) {
    throw new Problem(
      `The database ${new URL(databaseUrl).pathname.slice(1)} is not empty: nothing is overwritten. Make another one (\`createdb <name>\`) and name it with DATABASE_URL or \`--database-url\`.`,
    );
  }
}

/** What a restored backup says of itself, and the settings and secrets that lay in it. */
export interface Restored {
  readonly inventory: Inventory;
  /** Sealed to the operator's public key. */
  readonly sealed: Uint8Array;
  /** The same, where they were opened. */
  readonly settings: string | undefined;
}

/**
 * Restores a backup into an empty folder and, for PostgreSQL, an empty database; every file is compared with
 * the hash that was noted when it was backed up.
 * @param open opens the settings and secrets
 * @throws {Problem} when the place is not empty or something is not what it was
 */
export async function restoreInto(
  restic: Restic,
  snapshot: Snapshot,
  target: RestoreTarget,
  open: (sealed: Uint8Array) => Promise<string | undefined> = async () => undefined,
): Promise<Restored> {
  await requireEmpty(target);
  const { dataDir, databaseUrl } = target;
  const arriving = join(dataDir, '.restoring');
  await rm(arriving, { recursive: true, force: true });
  await mkdir(arriving, { recursive: true, mode: 0o700 });
  await restic.restore(snapshot, arriving);
  const staging = join(arriving, STAGING);
  const inventory = await readInventory(staging, snapshot);
  if ((inventory.database === 'postgres') !== (databaseUrl !== undefined)) {
    throw new Problem(
      inventory.database === 'postgres'
        ? `The backup ${snapshot.short_id} is of a PostgreSQL database: name an empty one with DATABASE_URL or \`--database-url\`.`
        : `The backup ${snapshot.short_id} is of an SQLite database: leave DATABASE_URL out.`,
    );
  }
  await compare(staging, inventory.files, 'file');
  const uploads = join(staging, STAGED_UPLOADS);
  await mkdir(uploads, { recursive: true });
  await compare(uploads, inventory.uploads, 'upload');
  // With a key that does not fit nothing is put in its place yet, and the next try finds it empty.
  const sealed = await readFile(join(staging, SECRETS));
  const settings = await open(sealed);
  if (databaseUrl !== undefined) await restoreDump(join(staging, inventory.file), databaseUrl);
  for (const name of await readdir(staging)) {
    if (!NOT_KEPT.includes(name)) await rename(join(staging, name), join(dataDir, name));
  }
  await mkdir(join(dataDir, 'public'), { recursive: true });
  await rename(uploads, join(dataDir, UPLOADS));
  await writeFile(join(dataDir, 'seeded.json'), seededMarker(databaseUrl));
  await rm(arriving, { recursive: true });
  return { inventory, sealed, settings };
}

async function readInventory(staging: string, { short_id }: Snapshot): Promise<Inventory> {
  const text = await readFile(join(staging, INVENTORY), 'utf8').catch(() => undefined);
  const inventory: Inventory | undefined = text === undefined ? undefined : JSON.parse(text);
  if (inventory?.format === 1) return inventory;
  throw new Problem(`The backup ${short_id} was not made by this version of \`npm run backup\`.`);
}

/**
 * Compares files with what was noted of them.
 * @throws {Problem} naming the first that differ
 */
export async function compare(
  folder: string,
  noted: Readonly<Record<string, BackupFileFacts>>,
  what: 'file' | 'upload',
): Promise<void> {
  const wrong: string[] = [];
  for (const [name, { sha256 }] of Object.entries(noted)) {
    const found = await factsOf(join(folder, name)).catch(() => undefined);
    if (found?.sha256 !== sha256) wrong.push(`${name} ${found ? 'differs' : 'is missing'}`);
  }
  if (wrong.length === 0) return;
  const named = wrong.slice(0, 5).join(', ');
  throw new Problem(
    `${wrong.length} ${what}${wrong.length === 1 ? ' is' : 's are'} not as the backup noted: ${named}. Try an earlier backup (\`npm run backup -- --list\`).`,
  );
}

/** Outside production a start would load the sample content into a database that it does not know. */
function seededMarker(databaseUrl: string | undefined): string {
  const { host, pathname } = new URL(databaseUrl ?? 'file:///');
  return `${JSON.stringify({ database: databaseUrl ? `${host}${pathname}` : 'cms.db' }, null, 2)}\n`;
}
