import type { Locale } from 'content-types';
import type { SitePage } from '../renderer/entry.ts';
import { changedReads, isQuestion } from '../src/changed-reads.ts';
import type { Entry, Library } from '../src/library.ts';
import { nameOf, type Reads, recording, wholly } from '../src/reads.ts';

/** What is known of a page since it was rendered last. */
interface Known {
  /** What it was given, in words that can be compared. */
  readonly given: string;
  /** Numbers of what it read. */
  readonly reads: Uint32Array;
}

/** Remembers what every page read when it was rendered last, and so knows which pages a change touches. */
export class PageReads {
  readonly #numbers = new Map<string, number>();
  /** The numbers of questions about lists and addresses. */
  readonly #questions: string[] = [];
  readonly #pages = new Map<string, Known>();

  /** The pages that are new, were given something else, or read something that is different now. */
  affected(pages: readonly SitePage[], before: Library, after: Library): SitePage[] {
    const changed = new Uint8Array(this.#numbers.size);
    for (const read of changedReads(before, after, this.#questions)) {
      const number = this.#numbers.get(read);
      if (number !== undefined) changed[number] = 1;
    }
    return pages.filter((page) => {
      const known = this.#pages.get(page.address);
      return !known || known.reads.some((number) => changed[number]) || known.given !== givenTo(page);
    });
  }

  /** Remembers a page as it has just been rendered. */
  note(page: SitePage, reads: Reads): void {
    const numbers = Uint32Array.from([...reads], (read) => this.#numberOf(read));
    this.#pages.set(page.address, { given: givenTo(page), reads: numbers });
  }

  /** Forgets the pages that are there no more. */
  keepOnly(addresses: ReadonlySet<string>): void {
    for (const address of this.#pages.keys()) if (!addresses.has(address)) this.#pages.delete(address);
  }

  #numberOf(read: string): number {
    const known = this.#numbers.get(read);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(read, number);
    if (isQuestion(read)) this.#questions.push(read);
    return number;
  }
}

/** A page's own entry by its name only, of which it reads all; others as `recorded` hands them out. */
function givenTo({ props }: SitePage): string {
  return JSON.stringify(props, (_, value) => (isEntry(value) ? nameOf(value) : value));
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
