import { copyFileSync, linkSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseFacts } from '../../cms/src/features/backup/facts.ts';
import { type BackupFileFacts, factsOf } from './inventory.ts';

/**
 * Gives every upload a second name in another folder, before the database is copied: what somebody deletes
 * meanwhile stays. (What is written again under its name changes there too; see below.)
 */
export async function linkUploads(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    try {
      linkSync(join(from, name), join(to, name));
    } catch (error) {
      if (isMissing(error)) continue;
      // A file system without hard links.
      copyFileSync(join(from, name), join(to, name));
    }
  }
}

/** Milliseconds that an upload may take; what is older was put there otherwise, and is as it should be. */
const UNDER_WAY = 60_000;
/** Milliseconds by which a file's time may lie behind its row's, which is written after it: clocks are coarse. */
const TOLERANCE = 10;
const COPIES = 5;

/** The uploads of a moment. */
export interface Uploads {
  /** That the database names and that are there. */
  readonly names: readonly string[];
  /** That it names and that are not there. */
  readonly missing: readonly string[];
  /** Newer than their rows in the copy of the database. */
  readonly unsettled: readonly string[];
}

/**
 * Leaves the uploads in the folder that the copy of the database names, and no others.
 * @param from where the uploads are in use
 * @param busy names of those that are written again and again, to be copied instead of linked
 */
export async function settleUploads(
  from: string,
  to: string,
  { uploads, at }: Pick<DatabaseFacts, 'uploads' | 'at'>,
  busy: ReadonlySet<string>,
): Promise<Uploads> {
  const begun = Date.parse(at);
  const wanted = new Map(uploads.map(({ name, writtenAt }) => [name, writtenAt]));
  for (const name of await readdir(to)) {
    if (!wanted.has(name)) await rm(join(to, name));
  }
  const found: { names: string[]; missing: string[]; unsettled: string[] } = {
    names: [],
    missing: [],
    unsettled: [],
  };
  for (const [name, writtenAt] of wanted) {
    const file = join(to, name);
    // It came after the links were made.
    if (!(await stateOf(file))) await link(join(from, name), file).catch(ignoreMissing);
    const { mtimeMs } = (await stat(file).catch(ignoreMissing)) ?? {};
    if (mtimeMs === undefined) {
      found.missing.push(name);
      continue;
    }
    found.names.push(name);
    if (mtimeMs > begun - UNDER_WAY && mtimeMs > writtenAt + TOLERANCE) found.unsettled.push(name);
    if (busy.has(name)) await copyInstead(join(from, name), file);
  }
  return found;
}

/** Puts a copy in the place of the link, made while nobody wrote. */
async function copyInstead(from: string, file: string): Promise<void> {
  for (let attempt = 0; attempt < COPIES; attempt += 1) {
    const before = await stateOf(from);
    await copyFile(before ? from : file, `${file}.copy`);
    if (before === (await stateOf(from))) break;
  }
  await rename(`${file}.copy`, file);
}

/** An upload as it was when it was hashed. */
interface Seen extends BackupFileFacts {
  /** Differs whenever the file was written again. */
  readonly state: string;
}

/**
 * Hashes uploads; what has not been written since the last time is not read again.
 * @param cache a file that may be deleted
 */
export async function hashUploads(
  folder: string,
  names: readonly string[],
  cache: string,
): Promise<ReadonlyMap<string, Seen>> {
  const stored: Record<string, Seen> = await readFile(cache, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  const known = new Map(Object.entries(stored));
  const seen = new Map<string, Seen>();
  for (const name of names) {
    const file = join(folder, name);
    const state = (await stateOf(file)) ?? '';
    const before = known.get(name);
    seen.set(name, before?.state === state ? before : { ...(await factsOf(file)), state });
  }
  await mkdir(dirname(cache), { recursive: true });
  await writeFile(`${cache}.new`, JSON.stringify(Object.fromEntries(seen)));
  await rename(`${cache}.new`, cache);
  return seen;
}

/** Names the uploads that were written again since they were hashed. */
export async function changedSince(folder: string, seen: ReadonlyMap<string, Seen>): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, { state }] of seen) {
    if ((await stateOf(join(folder, name))) !== state) changed.push(name);
  }
  return changed;
}

async function stateOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(ignoreMissing);
  return found && `${found.size} ${found.mtimeMs}`;
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
