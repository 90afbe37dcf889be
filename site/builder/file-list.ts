import { fnv1a } from './fnv.ts';

/** SHA-256 (hex) and size of a file. */
export interface FileFacts {
  readonly hash: string;
  readonly bytes: number;
}

/** The files of a release by their path in it, `site/index.html`. */
export type Files = Pick<ReadonlyMap<string, FileFacts>, 'get' | 'has' | 'keys' | 'size'> &
  Iterable<[path: string, facts: FileFacts]>;

/** So many that of 200,000 files some hundred are in each. */
const PARTS = 512;

/**
 * A list of files that begins as another one and shares with it what does not change: a copy of 200,000
 * names for each release takes longer than all else that one change needs. Neither sees what the other
 * changes then.
 */
export class FileList implements Files {
  readonly #parts: Map<string, FileFacts>[];
  /** The parts that nobody else has. */
  readonly #own = new Set<number>();
  #size = 0;

  constructor(files: Files = new Map()) {
    if (files instanceof FileList) {
      this.#parts = files.share();
      this.#size = files.size;
    } else {
      this.#parts = Array.from({ length: PARTS }, () => new Map());
      for (const [path, facts] of files) this.set(path, facts);
    }
  }

  /** Its parts, none of which it changes any more: one that is the same object as before holds the same. */
  share(): Map<string, FileFacts>[] {
    this.#own.clear();
    return [...this.#parts];
  }

  get size(): number {
    return this.#size;
  }

  get(path: string): FileFacts | undefined {
    return this.#parts[partOf(path)]?.get(path);
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  set(path: string, facts: FileFacts): void {
    if (!this.has(path)) this.#size += 1;
    this.#partFor(path).set(path, facts);
  }

  /** @returns whether it was there */
  delete(path: string): boolean {
    if (!this.has(path)) return false;
    this.#size -= 1;
    return this.#partFor(path).delete(path);
  }

  *keys(): Generator<string, undefined> {
    for (const part of this.#parts) yield* part.keys();
  }

  *[Symbol.iterator](): Generator<[path: string, facts: FileFacts], undefined> {
    for (const part of this.#parts) yield* part;
  }

  #partFor(path: string): Map<string, FileFacts> {
    const number = partOf(path);
    const part = this.#parts[number] ?? new Map<string, FileFacts>();
    if (this.#own.has(number)) return part;
    const copy = new Map(part);
    this.#parts[number] = copy;
    this.#own.add(number);
    return copy;
  }
}

function partOf(path: string): number {
  return fnv1a(path) % PARTS;
}
