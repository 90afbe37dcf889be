import { fnv1a } from './fnv.ts';

/** What a map of names can be asked. */
export type Named<T> = Pick<ReadonlyMap<string, T>, 'get' | 'has' | 'keys' | 'size'> &
  Iterable<[name: string, value: T]>;

/** So many that of 200,000 names some hundred are in each. */
const PARTS = 512;

/**
 * A map that begins as another one and shares with it what does not change: a copy of 200,000 names for
 * each release takes longer than all else that one change needs. Neither sees what the other changes then.
 */
export class PersistentMap<T> implements Named<T> {
  readonly #parts: Map<string, T>[];
  /** The parts that nobody else has. */
  readonly #own = new Set<number>();
  #size = 0;

  constructor(names: Named<T> = new Map()) {
    if (names instanceof PersistentMap) {
      this.#parts = names.share();
      this.#size = names.size;
    } else {
      this.#parts = Array.from({ length: PARTS }, () => new Map());
      for (const [name, value] of names) this.set(name, value);
    }
  }

  /** Its parts, none of which it changes any more: one that is the same object as before holds the same. */
  share(): Map<string, T>[] {
    this.#own.clear();
    return [...this.#parts];
  }

  get size(): number {
    return this.#size;
  }

  get(name: string): T | undefined {
    return this.#parts[partOf(name)]?.get(name);
  }

  has(name: string): boolean {
    return this.#parts[partOf(name)]?.has(name) ?? false;
  }

  set(name: string, value: T): void {
    if (!this.has(name)) this.#size += 1;
    this.#partFor(name).set(name, value);
  }

  /** @returns whether it was there */
  delete(name: string): boolean {
    if (!this.has(name)) return false;
    this.#size -= 1;
    return this.#partFor(name).delete(name);
  }

  *keys(): Generator<string, undefined> {
    for (const part of this.#parts) yield* part.keys();
  }

  *[Symbol.iterator](): Generator<[name: string, value: T], undefined> {
    for (const part of this.#parts) yield* part;
  }

  #partFor(name: string): Map<string, T> {
    const number = partOf(name);
    const part = this.#parts[number] ?? new Map<string, T>();
    if (this.#own.has(number)) return part;
    const copy = new Map(part);
    this.#parts[number] = copy;
    this.#own.add(number);
    return copy;
  }
}

function partOf(name: string): number {
  return fnv1a(name) % PARTS;
}
