import { createHash } from 'node:crypto';
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMissing, linkOrCopy } from '../kernel/files.ts';
import { PersistentMap } from '../src/content/persistent-map.ts';
import type { FileFacts, ReleaseFiles } from './file-list.ts';

/** A finished release that the next one begins as. */
export interface Base {
  readonly folder: string;
  readonly files: ReleaseFiles;
}

/** A finished release of which some files may be used again, and their SHA-256 (hex). */
export interface ReusableRelease {
  readonly folder: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** A folder of its own that nobody needs any more and that is the base's but for these paths. */
export interface PreparedCopy {
  readonly folder: string;
  readonly different: ReadonlySet<string>;
}

/** Files linked between two moments at which other work gets its turn. */
const AT_ONCE = 500;
const SITE = 'site/';

/**
 * The folder of a release that is being made, and what is in it. It begins as the live one; what does
 * not change stays the same file on disk. An old release that is rebuilt needs as much work as there
 * are changes, whatever the size of the site.
 */
export class ReleaseTree {
  readonly folder: string;
  readonly #files: PersistentMap<FileFacts>;
  /** Paths that are not what they are in the base. */
  readonly changed = new Set<string>();
  /** Where files of a tree that begins empty may be found. */
  reusable: ReusableRelease | undefined;

  readonly #base: Base | undefined;

  private constructor(folder: string, base: Base | undefined) {
    this.folder = folder;
    this.#base = base;
    this.#files = new PersistentMap<FileFacts>(base?.files);
  }

  /** @param folder is made; what a killed build left there is removed */
  static async begin(folder: string, base?: Base, prepared?: PreparedCopy): Promise<ReleaseTree> {
    await rm(folder, { recursive: true, force: true });
    const tree = new ReleaseTree(folder, base);
    if (prepared && base) {
      await rename(prepared.folder, folder);
      for (const path of prepared.different) restore(path, base, folder);
    } else {
      await mkdir(join(folder, 'site'), { recursive: true });
      if (base) await copyFiles(base.files.keys(), base.folder, folder);
    }
    return tree;
  }

  get files(): ReleaseFiles {
    return this.#files;
  }

  /** Writes a file unless it is there with this content already. */
  write(path: string, bytes: Uint8Array): void {
    const hash = sha256(bytes);
    if (this.#files.get(path)?.hash === hash) return;
    const target = join(this.folder, path);
    // Never into the file that is there: an older release has the same one.
    rmSync(target, { force: true });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    this.note(path, { hash, bytes: bytes.length });
  }

  /** What it does not have, in its web root, of the release before; undefined if that is not known. */
  get leaving(): readonly string[] | undefined {
    if (!this.#base && !this.reusable) return undefined;
    const before = this.#base ? this.changed : (this.reusable?.hashes.keys() ?? []);
    const gone = [...before].filter((path) => path.startsWith(SITE) && !this.#files.has(path));
    return gone.map((path) => path.slice(SITE.length));
  }

  /** Puts a file in that is on disk elsewhere. */
  link(path: string, from: string, facts: FileFacts): void {
    if (this.#files.get(path)?.hash === facts.hash) return;
    linkOrCopy(from, join(this.folder, path));
    this.note(path, facts);
  }

  remove(path: string): void {
    if (!this.#files.delete(path)) return;
    this.changed.add(path);
    deleteFrom(this.folder, path);
  }

  /** Notes a file that somebody has put into the folder. */
  note(path: string, { hash, bytes }: FileFacts): void {
    this.#files.set(path, { hash, bytes });
    this.changed.add(path);
  }
}

/** Makes a path of a folder what it is in a finished release. */
export function restore(path: string, { files, folder: from }: Base, folder: string): void {
  if (files.has(path)) linkOrCopy(join(from, path), join(folder, path));
  else deleteFrom(folder, path);
}

/** Deletes a file, and with it the folders that nothing is left in. */
function deleteFrom(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== 'site' && parent !== '.'; parent = dirname(parent)) {
    try {
      rmdirSync(join(folder, parent));
    } catch {
      return;
    }
  }
}

/**
 * Gives files of a release a second name in another folder; those that it has not are passed over.
 * @param enough asked now and then whether to stop
 * @returns whether all were
 */
export async function copyFiles(
  paths: Iterator<string>,
  from: string,
  to: string,
  enough: () => boolean = () => false,
): Promise<boolean> {
  let done = 0;
  for (let next = paths.next(); !next.done; next = paths.next()) {
    try {
      linkOrCopy(join(from, next.value), join(to, next.value));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    done += 1;
    if (done % AT_ONCE !== 0) continue;
    if (enough()) return false;
    await nextTurn();
  }
  return true;
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
