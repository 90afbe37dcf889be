import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from './files.ts';
import type { Folders } from './settings.ts';

/**
 * Takes a folder away at once, whatever its size: it is moved to where folders wait to be deleted, for
 * which a disk needs many seconds where a release has 50,000 pages. One that is not there is away already.
 * @throws Error of the file system
 */
export async function discard(folders: Folders, folder: string): Promise<void> {
  await mkdir(folders.discarded, { recursive: true });
  const name = `${basename(folder)}-${randomUUID()}`;
  await rename(folder, join(folders.discarded, name)).catch(unlessMissing);
}

/**
 * Deletes what was discarded, by whomever. Another process may be doing so too.
 * @param enough asked before each file whether to go on at another time
 * @returns whether there is more to delete
 * @throws Error of the file system
 */
export async function emptyDiscarded(folders: Folders, enough: () => boolean): Promise<boolean> {
  return !(await empty(folders.discarded, enough));
}

/** @returns whether nothing is left in it */
async function empty(folder: string, enough: () => boolean): Promise<boolean> {
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(unlessMissing)) ?? []) {
    if (enough()) return false;
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) await unlink(path).catch(unlessMissing);
    else if (await empty(path, enough)) await rmdir(path).catch(unlessMissing);
    else return false;
  }
  return true;
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
