import { setImmediate as breathe } from 'node:timers/promises';
import type { Renderer } from '../renderer/bundle.ts';
import type { SitePage } from '../renderer/entry.ts';
import type { Library } from '../src/library.ts';
import type { Reads } from '../src/reads.ts';
import { forEach } from './files.ts';
import { PageReads, recorded } from './page-reads.ts';
import { webFileOf } from './site-files.ts';

/** What is to be done to the files of a site so that they show another state of the content. */
export interface PageChanges<T> {
  /** Every page of the site, as files in the web root. */
  readonly files: ReadonlySet<string>;
  /** Those that had to be rendered again, and what `write` answered. */
  readonly rendered: ReadonlyMap<string, T>;
  /** Those that are there no more. */
  readonly removed: readonly string[];
  /** To be called once the changes are live; without it the next ones are worked out from the same state as these. */
  readonly keep: () => void;
}

/** Pages rendered between two moments at which other work gets its turn. */
const AT_ONCE = 50;
/** Pages checked, packed and written while the next ones are rendered. */
const WRITERS = 40;

/** Renders a site, the first time all of it and then what a change of the content touches. */
export class SitePages {
  readonly #renderer: Renderer;
  #reads = new PageReads();
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
   * @param write takes each page as it is rendered, without its policy, and how many are rendered now; several are written at
   *   the same time
   * @param done called now and then with the number of pages rendered so far
   * @throws Error if a template fails, naming its page; the signal's reason when it is aborted
   */
  async render<T>(
    library: Library,
    signal: AbortSignal,
    write: (file: string, bytes: Uint8Array<ArrayBuffer>, all: number) => Promise<T>,
    done: (count: number, all: number) => void = () => undefined,
  ): Promise<PageChanges<T>> {
    const pages = await this.#renderer.pagesOf(library);
    const affected = this.#library ? this.#reads.affected(pages, this.#library, library) : pages;
    const rendered = new Map<string, T>();
    const notes: (readonly [SitePage, Reads])[] = [];
    await forEach(
      affected,
      async (page) => {
        if (notes.length % AT_ONCE === 0) {
          signal.throwIfAborted();
          done(notes.length, affected.length);
          await breathe();
        }
        const { reads, ...recording } = recorded(page, library);
        const bytes = await this.#renderer.renderBare(recording.library, recording.page);
        notes.push([page, reads]);
        const file = fileOfPage(page);
        rendered.set(file, await write(file, bytes, affected.length));
      },
      WRITERS,
    );
    const files = new Set(pages.map(fileOfPage));
    return {
      files,
      rendered,
      removed: [...this.#files].filter((file) => !files.has(file)),
      keep: () => {
        for (const [page, reads] of notes) this.#reads.note(page, reads);
        this.#reads.keepOnly(pages);
        this.#library = library;
        this.#files = files;
      },
    };
  }
}

/** The page's file in the web root, worked out once. */
function fileOfPage(page: SitePage): string {
  const file = files.get(page) ?? webFileOf(page.address);
  files.set(page, file);
  return file;
}

const files = new WeakMap<SitePage, string>();
