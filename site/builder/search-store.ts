import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SearchFacts } from '../src/search/facts.ts';
import { linkOrCopy, writeWhole } from './files.ts';
import type { Files, ReleaseTree } from './release-tree.ts';
import { archiveOf, archivesFor, indexApart } from './search-index.ts';
import {
  dropPart,
  type IndexedPage,
  keepPart,
  NONE,
  namesOf,
  newPart,
  type Part,
  readPart,
} from './search-part.ts';

/** The pages that can be found, as files in the web root, with the SHA-256 (hex) of each. */
export type Findable = ReadonlyMap<string, string>;

/** What is to be indexed next. */
export interface IndexTask {
  /** The archive that is to be made anew, by its number among so many; `current` is the part beside them. */
  readonly part: number | 'current';
  readonly archives: number;
  readonly pages: Findable;
  /** Everything is found as it is already, but not yet in the best place. */
  readonly canWait: boolean;
}

const record = z.object({ archives: z.array(z.int()), current: z.int() });

const RECORD = 'parts.json';
const PAGEFIND = 'site/pagefind/';
const FACTS = `${PAGEFIND}index.json`;
/** Pagefind's own list of what an index consists of, by names that follow from the content. */
const ENTRY = 'pagefind-entry.json';
/** Pages in the current part, at most: some seconds of work, and little to load for who searches. */
const CURRENT = 500;

/**
 * The search index, which follows the pages: its parts are made apart from the releases, kept beside
 * them, and put into the next one.
 *
 * Pagefind cannot change an index. So archives stay as they are, in visitors' caches too, and what has
 * changed since is in one small part more, the current one, which is made anew for each change. What
 * parts say of a page that another knows better is left out by name, as is at once what is gone from
 * the site. The archives take in what is current when there is time.
 */
export class SearchStore {
  readonly #folder: string;
  #archives: readonly Part[] = [];
  #current: Part = NONE;
  /** Archives of another number, which take over when there are all of them. */
  #coming: readonly Part[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Finds the index that an earlier process made, and removes what it left when it was killed. */
  async load(): Promise<void> {
    const known = await this.#read().catch(() => ({ archives: [], current: NONE }));
    this.#archives = known.archives;
    this.#current = known.current;
    this.#coming = [];
    const used = new Set<string>([RECORD, ...this.#parts.flatMap(({ made }) => namesOf(made))]);
    const unused = (await readdir(this.#folder).catch(() => [])).filter((name) => !used.has(name));
    await Promise.all(unused.map((name) => rm(join(this.#folder, name), { recursive: true })));
  }

  async #read(): Promise<{ readonly archives: readonly Part[]; readonly current: Part }> {
    const known = record.parse(JSON.parse(await readFile(join(this.#folder, RECORD), 'utf8')));
    const read = (made: number) => readPart(this.#folder, made);
    return { archives: await Promise.all(known.archives.map(read)), current: await read(known.current) };
  }

  get #parts(): readonly Part[] {
    return [...this.#archives, this.#current];
  }

  /**
   * What is to be indexed next so that all of these pages are found as they are.
   * @param thorough whether the archives are to be what they were if all of it were made today
   * @returns undefined when there is nothing to do
   */
  next(findable: Findable, thorough: boolean): IndexTask | undefined {
    const count = archivesFor(findable.size, this.#archives.length);
    const archives = Array.from({ length: count }, () => new Map<string, string>());
    for (const [file, hash] of findable) archives[archiveOf(file, count)]?.set(file, hash);
    const anew = (part: number, canWait: boolean): IndexTask => {
      return { part, archives: count, pages: archives[part] ?? new Map(), canWait };
    };

    const made = this.#archives.length === count ? this.#archives : this.#coming;
    const missing = archives.findIndex((pages, part) => pages.size > 0 && !made[part]?.made);
    if (missing >= 0) return anew(missing, false);

    const isFresh = [...findable].every(([file, hash]) => this.#answer(file)?.hash === hash);
    if (isFresh && !thorough) return undefined;
    const changed = archives.map((pages, part) => differing(pages, this.#archives[part] ?? NONE));
    const sizes = changed.map(({ size }) => size);
    const pages = new Map(changed.flatMap((of) => [...of]));
    // Without any, archives are right and what is current is not.
    if (!isFresh && pages.size <= (thorough ? 0 : CURRENT)) {
      return { part: 'current', archives: count, pages, canWait: false };
    }
    // That in which most has changed, or one that knows pages which are gone.
    const most = sizes.indexOf(Math.max(...sizes));
    const part =
      pages.size > 0 ? most : archives.findIndex((of, at) => of.size !== this.#archives[at]?.pages.size);
    return part < 0 ? undefined : anew(part, isFresh);
  }

  /**
   * Indexes pages of a web root.
   * @throws Error if it fails, and the signal's reason when it is aborted: all is then as it was
   */
  async make(site: string, { part, archives, pages }: IndexTask, signal: AbortSignal): Promise<void> {
    const made = 1 + Math.max(0, ...[...this.#parts, ...this.#coming].map((one) => one.made));
    const copies = join(this.#folder, `${made}-pages`);
    try {
      // At once: the release may be made over while its pages are read.
      const files = copyPages(site, [...pages.keys()].sort(), copies);
      const index = await indexApart({ files, output: join(this.#folder, namesOf(made)[0]) }, signal);
      const known = new Map<string, IndexedPage>();
      for (const [file, hash] of pages) known.set(file, { hash, result: index.results[file] ?? '' });
      const isMade = newPart(made, known, index.files);
      await keepPart(this.#folder, isMade);
      await this.#takeIn(isMade, part, archives);
    } catch (error) {
      await dropPart(this.#folder, made);
      throw error;
    } finally {
      await rm(copies, { recursive: true, force: true });
    }
  }

  async #takeIn(made: Part, place: IndexTask['part'], count: number): Promise<void> {
    const before = this.#parts;
    if (place === 'current') this.#current = made;
    else this.#takeOver(made, place, count);
    const { pages } = this.#current;
    const isUsed = [...pages].some(([file, page]) => this.#answer(file) === page);
    if (!isUsed) this.#current = NONE;
    const numbers = { archives: this.#archives.map((one) => one.made), current: this.#current.made };
    await writeWhole(join(this.#folder, RECORD), JSON.stringify(numbers));
    const used = new Set([...this.#parts, ...this.#coming]);
    for (const one of before) if (!used.has(one)) await dropPart(this.#folder, one.made);
  }

  #takeOver(made: Part, place: number, count: number): void {
    const isFirst = this.#archives.length === 0;
    const among = isFirst || this.#archives.length === count ? this.#archives : this.#coming;
    const archives = Array.from({ length: count }, (_, at) => (at === place ? made : (among[at] ?? NONE)));
    // Until there is nothing to search at all, or all of another number, those before are better.
    const isWhole = among === this.#archives || archives.every((one) => one !== NONE);
    if (isWhole) this.#archives = archives;
    this.#coming = isWhole ? [] : archives;
  }

  /** What the index says of a page: the part that knew it last does. */
  #answer(file: string): IndexedPage | undefined {
    const archive = this.#archives[archiveOf(file, this.#archives.length)] ?? NONE;
    const [current, archived] = [this.#current.pages.get(file), archive.pages.get(file)];
    return current && (!archived || this.#current.made > archive.made) ? current : archived;
  }

  /** Puts the index into a release unless it is there, and says there which of its results are gone. */
  place(tree: ReleaseTree, findable: ReadonlySet<string>): void {
    if (!this.#isIn(tree)) this.#link(tree);
    const more: Record<string, string[]> = {};
    const gone: string[] = [];
    for (const [bundle, { languages, pages }] of this.#bundles()) {
      // The first is there in any case.
      for (const language of bundle ? languages : []) more[language] = [...(more[language] ?? []), bundle];
      for (const [file, { result }] of pages) {
        // A page with the same words has the same name in all parts.
        const isGone = !findable.has(file) || this.#answer(file)?.result !== result;
        if (isGone && result) gone.push(result);
      }
    }
    const facts: SearchFacts = { more, gone };
    tree.write(FACTS, Buffer.from(JSON.stringify(facts)));
  }

  #isIn({ files }: ReleaseTree): boolean {
    const bundles = this.#bundles();
    const has = (bundle: string) => files.get(PAGEFIND + bundle + ENTRY)?.hash;
    const others = ['current/', `${this.#archives.length}/`].filter(
      (name) => !bundles.some(([at]) => at === name),
    );
    return (
      bundles.every(([bundle, part]) => has(bundle) === part.files[ENTRY]?.hash) &&
      !others.some((name) => has(name))
    );
  }

  #link(tree: ReleaseTree): void {
    const wanted = new Set([FACTS]);
    for (const [bundle, { made, files }] of this.#bundles()) {
      for (const [file, facts] of Object.entries(files)) {
        const path = PAGEFIND + bundle + file;
        wanted.add(path);
        tree.link(path, join(this.#folder, namesOf(made)[0], file), facts);
      }
    }
    for (const path of pagefindIn(tree.files)) if (!wanted.has(path)) tree.remove(path);
  }

  /** The parts by their folders below `/pagefind/`; Pagefind's own is the first's. */
  #bundles(): (readonly [string, Part])[] {
    const archives = this.#archives.map((part, at) => [at === 0 ? '' : `${at}/`, part] as const);
    return [...archives, ['current/', this.#current] as const].filter(([, { made }]) => made > 0);
  }
}

/** Those pages that a part does not know as they are. */
function differing(pages: Findable, { pages: known }: Part): Map<string, string> {
  return new Map([...pages].filter(([file, hash]) => known.get(file)?.hash !== hash));
}

/** @returns the copies, by the page */
function copyPages(site: string, files: readonly string[], folder: string): Record<string, string> {
  return Object.fromEntries(
    files.map((file, number) => {
      const copy = join(folder, `${number}.html`);
      linkOrCopy(join(site, file), copy);
      return [file, copy];
    }),
  );
}

function pagefindIn(files: Files): string[] {
  return [...files.keys()].filter((path) => path.startsWith(PAGEFIND));
}
