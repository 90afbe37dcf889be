import { setImmediate as nextTurn } from 'node:timers/promises';
import { forEach } from '../../kernel/files.ts';
import { webFileOf } from '../../kernel/site-files.ts';
import { RecordingClock, type Validity } from '../../src/content/clock.ts';
import type { Library } from '../../src/content/content-store.ts';
import type { Reads } from '../../src/content/dependency-recorder.ts';
import type { Renderer } from '../render/bundle.ts';
import type { SitePage } from '../render/entry.ts';
import { PageDependencies, recorded } from './page-dependencies.ts';

/** What is to be done to the files of a site so that they show another state of the content. */
export interface PageChanges<T> {
  /** Every page of the site, as files in the web root. */
  readonly files: ReadonlySet<string>;
  /** Those that had to be rendered again, and what `write` answered. */
  readonly rendered: ReadonlyMap<string, T>;
  /** Those that could not be, and why. */
  readonly failed: ReadonlyMap<string, string>;
  /** Pages of entries whose address is another page's too, and which are not rendered therefore. */
  readonly doubled: readonly SitePage[];
  /** Those that are there no more. */
  readonly removed: readonly string[];
  /** Until when all that the site's pages say of the time holds; in milliseconds, Infinity if for ever. */
  readonly validUntil: number;
  /** The page of a file. */
  readonly pageOf: (file: string) => SitePage | undefined;
  /**
   * To be called once the changes are live, or before others are made to them; without it the next ones are
   * worked out from the same state as these.
   * @param except pages that are to be rendered again in any case
   */
  readonly keep: (except?: Iterable<string>) => void;
}

/** Not even the list of the site's pages can be made. */
export class NoPages extends Error {
  override readonly name = 'NoPages';
}

/** Pages rendered between two moments at which other work gets its turn. */
const AT_ONCE = 50;
/** Pages checked, packed and written while the next ones are rendered. */
const WRITERS = 40;

/** Renders a site, the first time all of it and then what a change of the content touches. */
export class SitePages {
  readonly #renderer: Renderer;
  #reads = new PageDependencies();
  #library: Library | undefined;
  #files: ReadonlySet<string> = new Set();

  constructor(renderer: Renderer) {
    this.#renderer = renderer;
  }

  /** What the pages were rendered from last. */
  get library(): Library | undefined {
    return this.#library;
  }

  /**
   * @param asOf what is now for the pages
   * @param write takes each page as it is rendered, without its policy, and how many are rendered now; several are written at
   *   the same time
   * @param done called now and then with the number of pages rendered so far
   * @throws NoPages; what `write` throws; the signal's reason when it is aborted
   */
  async render<T>(
    library: Library,
    asOf: Date,
    signal: AbortSignal,
    write: (file: string, bytes: Uint8Array<ArrayBuffer>, all: number) => Promise<T>,
    done: (count: number, all: number) => void = () => undefined,
  ): Promise<PageChanges<T>> {
    const pages = await this.#renderer.pagesOf(library).catch((cause: Error) => {
      throw new NoPages(cause.message, { cause });
    });
    const doubled = doubledIn(pages);
    const touched = this.#library ? this.#reads.affected(pages, this.#library, library, asOf) : pages;
    const affected = doubled.length > 0 ? touched.filter((page) => !doubled.includes(page)) : touched;
    const rendered = new Map<string, T>();
    const failed = new Map<string, string>();
    const notes: (readonly [SitePage, Reads, Validity])[] = [];
    await forEach(
      affected,
      async (page) => {
        if (notes.length % AT_ONCE === 0) {
          signal.throwIfAborted();
          done(notes.length, affected.length);
          await nextTurn();
        }
        const { reads, ...recording } = recorded(page, library);
        const clock = new RecordingClock(asOf);
        const file = fileOfPage(page);
        const bytes = await this.#renderer
          .renderBare(recording.library, recording.page, clock)
          .catch((error: Error) => void failed.set(file, error.message));
        notes.push([page, reads, clock.validity]);
        if (bytes) rendered.set(file, await write(file, bytes, affected.length));
      },
      WRITERS,
    );
    const files = new Set(pages.map(fileOfPage));
    let validUntil = this.#reads.validUntil(pages, new Set(affected));
    for (const [, , { until }] of notes) validUntil = Math.min(validUntil, until);
    return {
      files,
      rendered,
      failed,
      doubled,
      pageOf: (file) => pages.find((page) => fileOfPage(page) === file),
      validUntil,
      removed: [...this.#files].filter((file) => !files.has(file)),
      keep: (except = []) => {
        for (const [page, reads, validity] of notes) this.#reads.note(page, reads, validity);
        const again = new Set(except);
        if (again.size > 0)
          for (const page of pages) if (again.has(fileOfPage(page))) this.#reads.forget(page);
        this.#reads.keepOnly(pages);
        this.#library = library;
        this.#files = files;
      },
    };
  }
}

/** Pages of entries whose file another page, of an entry or not, has too. */
function doubledIn(pages: readonly SitePage[]): readonly SitePage[] {
  const byFile = new Map<string, SitePage>();
  const doubled = new Set<SitePage>();
  if (new Set(pages.map(fileOfPage)).size === pages.length) return [];
  for (const page of pages) {
    const file = fileOfPage(page);
    const other = byFile.get(file);
    byFile.set(file, page);
    // Of two entries the later one.
    if (other) doubled.add('entry' in page.props || !('entry' in other.props) ? page : other);
  }
  return [...doubled];
}

/** The page's file in the web root, worked out once. */
function fileOfPage(page: SitePage): string {
  const file = files.get(page) ?? webFileOf(page.address);
  files.set(page, file);
  return file;
}

const files = new WeakMap<SitePage, string>();
