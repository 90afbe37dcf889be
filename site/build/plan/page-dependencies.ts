import type { Locale } from 'content-types';
import { ALWAYS, holds, type Validity } from '../../src/content/clock.ts';
import type { Library } from '../../src/content/content-store.ts';
import { nameOf, type Reads, recording, wholly } from '../../src/content/dependency-recorder.ts';
import type { Entry } from '../../src/content/entry.ts';
import { changedReads, isQuery } from '../../src/content/invalidation.ts';
import type { SitePage } from '../render/entry.ts';

/** What is known of a page since it was rendered last. */
interface Known {
  /** The page as it was then, or one that was given the same since. */
  readonly page: SitePage;
  /** Numbers of what it read. */
  readonly reads: Uint32Array;
  /** When what it says of now holds. */
  readonly validity: Validity;
}

/** Remembers what every page read when it was rendered last, and so knows which pages a change touches. */
export class PageDependencies {
  readonly #numbers = new Map<string, number>();
  /** The numbers of questions about lists and addresses. */
  readonly #questions: string[] = [];
  readonly #pages = new Map<string, Known>();

  /**
   * The pages that are new, were given something else, read something that is different now, or say something
   * of the time that does not hold at `asOf`.
   */
  affected(pages: readonly SitePage[], before: Library, after: Library, asOf: Date): SitePage[] {
    const changed = new Uint8Array(this.#numbers.size);
    for (const read of changedReads(before, after, this.#questions)) {
      const number = this.#numbers.get(read);
      if (number !== undefined) changed[number] = 1;
    }
    return pages.filter((page) => {
      const known = this.#pages.get(page.address);
      if (!known || !holds(known.validity, asOf)) return true;
      return readsAny(known.reads, changed) || !isSame(known.page.props, page.props);
    });
  }

  /** Remembers a page as it has just been rendered. */
  note(page: SitePage, reads: Reads, validity: Validity): void {
    const numbers = Uint32Array.from([...reads], (read) => this.#numberOf(read));
    this.#pages.set(page.address, { page, reads: numbers, validity });
  }

  /** Until when what these pages, without some, say of the time holds; in milliseconds. */
  validUntil(pages: readonly SitePage[], without: ReadonlySet<SitePage>): number {
    let { until } = ALWAYS;
    for (const page of pages) {
      const known = without.has(page) ? undefined : this.#pages.get(page.address);
      if (known && known.validity.until < until) until = known.validity.until;
    }
    return until;
  }

  /** Forgets a page, so that it is rendered again whatever changes. */
  forget(page: SitePage): void {
    this.#pages.delete(page.address);
  }

  /** Takes these pages for all that there are, and for what they were given last. */
  keepOnly(pages: readonly SitePage[]): void {
    const all = new Map(pages.map((page) => [page.address, page]));
    for (const [address, known] of this.#pages) {
      const now = all.get(address);
      if (!now) this.#pages.delete(address);
      // Not to hold on to entries of long ago.
      else if (now !== known.page) this.#pages.set(address, { ...known, page: now });
    }
  }

  #numberOf(read: string): number {
    const known = this.#numbers.get(read);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(read, number);
    if (isQuery(read)) this.#questions.push(read);
    return number;
  }
}

function readsAny(reads: Uint32Array, changed: Uint8Array): boolean {
  for (const number of reads) if (changed[number]) return true;
  return false;
}

/** Whether a page is given the same: entries by their name only, whose fields it reads as `recorded` hands them out. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isEntry(a) || isEntry(b)) return isEntry(a) && isEntry(b) && nameOf(a) === nameOf(b);
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const [one, other] = [a, b] as Record<string, unknown>[];
  return keys.length === others.length && keys.every((key) => isSame(one?.[key], other?.[key]));
}

/** A page with a library that notes what it reads. */
export function recorded(
  page: SitePage,
  library: Library,
): { page: SitePage; library: Library; reads: Reads } {
  const reads: Reads = new Set();
  const recordingLibrary = recording(library, reads);
  const locale = page.props.locale as Locale;
  const through = (value: unknown): unknown => {
    if (isEntry(value)) return recordingLibrary.in(locale).get(value.type, value.key) ?? value;
    if (Array.isArray(value)) return value.map(through);
    return value;
  };
  const props = Object.entries(page.props).map(([name, value]): [string, unknown] => {
    if (name === 'entry' && isEntry(value)) {
      wholly(value, locale, reads);
      return [name, value];
    }
    if (name === 'list')
      return [name, { ...(value as object), items: through((value as { items: unknown }).items) }];
    return [name, through(value)];
  });
  return { page: { ...page, props: Object.fromEntries(props) }, library: recordingLibrary, reads };
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'fields' in value && 'key' in value;
}
