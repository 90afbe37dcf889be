import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small disk of its own, mounted below the temporary folder. */
export interface SmallDisk {
  readonly folder: string;
  remount(how: 'ro' | 'rw'): void;
  remove(): void;
}

/**
 * Mounts a disk of so many megabytes in memory, as only root may.
 * @returns the reason, in words, where this machine does not permit it
 */
export function smallDisk(megabytes: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  const mount = (...words: string[]) => execFileSync('mount', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  } catch (error) {
    rmSync(folder, { recursive: true });
    return `a small disk cannot be mounted here: ${(error as Error).message}`;
  }
  return {
    folder,
    remount: (how) => mount('-o', `remount,${how}`, folder),
    remove() {
      // Lazily: a builder that was killed a moment ago may still have a file open.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
