import { createHash } from 'node:crypto';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { forEach, isMissing, linkOrCopy } from './files.ts';

/** SHA-256 (hex) and size of a file. */
export interface FileFacts {
  readonly hash: string;
  readonly bytes: number;
}

/** The files of a release by their path in it, `site/index.html`. */
export type Files = ReadonlyMap<string, FileFacts>;

/** A finished release that the next one begins as. */
export interface Base {
  readonly folder: string;
  readonly files: Files;
}

/** A finished release of which some files may be used again, and their SHA-256 (hex). */
export interface Twin {
  readonly folder: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** A folder of its own that nobody needs any more and that is the base's but for these paths. */
export interface Spare {
  readonly folder: string;
  readonly different: ReadonlySet<string>;
}

/** Files linked at the same time. */
const AT_ONCE = 16;

/**
 * The folder of a release that is being made, and what is in it. It begins as the live one; what does
 * not change stays the same file on disk. An old release that is made over needs as much work as there
 * are changes, whatever the size of the site.
 */
export class ReleaseTree {
  readonly folder: string;
  readonly #files: Map<string, FileFacts>;
  /** Paths that are not what they are in the base. */
  readonly changed = new Set<string>();
  /** Where files of a tree that begins empty may be found. */
  twin: Twin | undefined;

  private constructor(folder: string, files: Files) {
    this.folder = folder;
    this.#files = new Map(files);
  }

  /** @param folder is made; what a killed build left there is removed */
  static async begin(folder: string, base?: Base, spare?: Spare): Promise<ReleaseTree> {
    await rm(folder, { recursive: true, force: true });
    const tree = new ReleaseTree(folder, base?.files ?? new Map());
    if (spare && base) {
      await rename(spare.folder, folder);
      await forEach(spare.different, (path) => tree.#restore(path, base), AT_ONCE);
    } else {
      await mkdir(join(folder, 'site'), { recursive: true });
      if (base) await copyTree(base, folder);
    }
    return tree;
  }

  get files(): Files {
    return this.#files;
  }

  /** Writes a file unless it is there with this content already. */
  async write(path: string, bytes: Uint8Array, hash = sha256(bytes)): Promise<boolean> {
    if (this.#files.get(path)?.hash === hash) return false;
    const target = join(this.folder, path);
    if (this.twin?.hashes.get(path) === hash) {
      await linkOrCopy(join(this.twin.folder, path), target);
      this.#note(path, { hash, bytes: bytes.length });
      return true;
    }
    // Never into the file that is there: an older release has the same one.
    await rm(target, { force: true });
    await writeFile(target, bytes).catch(async (error) => {
      if (!isMissing(error)) throw error;
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    });
    this.#note(path, { hash, bytes: bytes.length });
    return true;
  }

  /** Puts a file in that is on disk elsewhere. */
  async link(path: string, from: string, facts: FileFacts): Promise<void> {
    if (this.#files.get(path)?.hash === facts.hash) return;
    await linkOrCopy(from, join(this.folder, path));
    this.#note(path, facts);
  }

  async remove(path: string): Promise<void> {
    if (!this.#files.delete(path)) return;
    this.changed.add(path);
    await this.#delete(path);
  }

  #note(path: string, facts: FileFacts): void {
    this.#files.set(path, facts);
    this.changed.add(path);
  }

  async #restore(path: string, base: Base): Promise<void> {
    if (base.files.has(path)) await linkOrCopy(join(base.folder, path), join(this.folder, path));
    else await this.#delete(path);
  }

  async #delete(path: string): Promise<void> {
    await rm(join(this.folder, path), { force: true });
    // Folders that nothing is left in go as well.
    for (let parent = dirname(path); parent !== 'site' && parent !== '.'; parent = dirname(parent)) {
      const removed = await rmdir(join(this.folder, parent)).then(
        () => true,
        () => false,
      );
      if (!removed) return;
    }
  }
}

/** Gives every file of a release a second name in another folder. */
export async function copyTree({ folder, files }: Base, target: string): Promise<void> {
  await forEach(files.keys(), (path) => linkOrCopy(join(folder, path), join(target, path)), AT_ONCE);
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
