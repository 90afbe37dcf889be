import { randomUUID } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Every file below a folder, relative to it, with `/` between, in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** The mode of a file that is for nobody else on this machine. */
export const PRIVATE = 0o600;

/**
 * Writes a file so that readers find the old one or the new one, and never a part.
 * @param mode who may read it; as the umask says if not said
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await writeFile(unfinished, content, { mode });
  await rename(unfinished, path);
}

/**
 * Gives a file a second name, or copies it where the file system cannot do that. At once: among
 * thousands, handing each to another thread takes longer than the work.
 */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // The folder may be missing, a file may be there, or the two may lie on different disks.
    mkdirSync(dirname(to), { recursive: true });
    rmSync(to, { force: true });
    try {
      linkSync(from, to);
    } catch (again) {
      if (isMissing(again)) throw error;
      copyFileSync(from, to);
    }
  }
}

/** Runs `work` for every item, a few at a time. After the first failure no other is begun, and those that were are waited for. */
export async function forEach<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  atOnce = 4,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (let next = rest.next(); !next.done && !failed; next = rest.next()) {
      await work(next.value).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What the file system answers for a file that cannot be read, whatever the state of the machine. */
const UNREADABLE = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL', 'EIO'];

/** Whether an error says that one file cannot be read, and not that the machine lacks something. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNREADABLE.includes(String(error.code));
}

/** Whether there is a process of this number on this machine. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
