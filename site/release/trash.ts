import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from '../kernel/files.ts';
import type { Folders } from '../kernel/settings.ts';

/**
 * Takes a folder away at once, whatever its size: it is moved to where folders wait to be deleted, for
 * which a disk needs many seconds where a release has 50,000 pages. Where it cannot be moved, as on a disk
 * that is full, it is deleted now. One that is not there is away already.
 * @throws Error of the file system
 */
export async function moveToTrash(folders: Folders, folder: string): Promise<void> {
  const name = `${basename(folder)}-${randomUUID()}`;
  try {
    await mkdir(folders.trash, { recursive: true });
    await rename(folder, join(folders.trash, name));
  } catch (error) {
    // A killed build's child may still be writing for a moment.
    if (!isMissing(error)) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * Deletes what was moved to the trash, by whomever. Another process may be doing so too.
 * @param enough asked before each file whether to go on at another time
 * @returns whether there is more to delete
 * @throws Error of the file system, once all is deleted that can be
 */
export async function emptyTrash(folders: Folders, enough: () => boolean): Promise<boolean> {
  const errors: unknown[] = [];
  const isEmpty = await empty(folders.trash, enough, (error) => errors.push(error));
  if (isEmpty && errors.length > 0) throw errors[0];
  return !isEmpty;
}

/** @returns whether all that can be deleted is */
async function empty(
  folder: string,
  enough: () => boolean,
  failed: (error: unknown) => void,
): Promise<boolean> {
  const unless = (error: unknown) => {
    if (!isMissing(error)) failed(error);
    return undefined;
  };
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(unless)) ?? []) {
    if (enough()) return false;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!(await empty(path, enough, failed))) return false;
      await rmdir(path).catch(unless);
    } else await unlink(path).catch(unless);
  }
  return true;
}
