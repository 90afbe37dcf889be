import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { linkOrCopy, writeWhole } from '../../kernel/files.ts';
import type { ReleaseFiles } from '../../release/file-list.ts';
import type { ReleaseTree } from '../../release/release-tree.ts';
import type { SearchFacts } from '../../src/search/facts.ts';
import { archiveOf, archivesFor, indexApart } from '../pagefind/run-pagefind.ts';
import { removeFromIndex } from './remove-from-index.ts';
import {
  copyName,
  dropPart,
  type IndexedPage,
  type IndexPart,
  isBeingMade,
  isNewer,
  isWhole,
  keepPart,
  NONE,
  namesOf,
  newName,
  newPart,
  readPart,
} from './search-part.ts';

/** The pages that can be found, as files in the web root, with the SHA-256 (hex) of each. */
export type Findable = ReadonlyMap<string, string>;

/**
 * Pages that were made anew without what was withdrawn, with the hash that each had where the index takes
 * the same of it as before.
 */
export type RebuiltPages = ReadonlyMap<string, string | undefined>;
const NOTHING_REBUILT: RebuiltPages = new Map();

/** What is to be indexed next. */
export interface IndexTask {
  /** The archive that is to be made anew, by its number among so many; `current` is the part beside them. */
  readonly part: number | 'current';
  readonly archives: number;
  readonly pages: Findable;
  /** Everything is found as it is already, but not yet in the best place. */
  readonly canWait: boolean;
}

const RECORD = 'parts.json';
/** How pages are divided among the archives: of another division nothing can be used. */
const DIVISION = 'fnv1a';
const record = z.object({
  division: z.literal(DIVISION),
  archives: z.array(z.string()),
  current: z.string(),
});

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
  #archives: readonly IndexPart[] = [];
  #current: IndexPart = NONE;
  /** What the record on disk says of these. */
  #known: string | undefined;
  /** The names of parts that this process is making. */
  readonly #making = new Set<string>();
  /** Archives of another number, which take over when there are all of them. */
  #coming: readonly IndexPart[] = [];
  /** Parts that were begun before something was withdrawn, and may have it. */
  #outdated: ReadonlySet<string> = new Set();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Learns what another process, or an earlier one, has made, and removes what was left by one that was
   * killed. To be called while the builders' lock is held, before the index is put into a release.
   */
  async refresh(): Promise<void> {
    const text = await readFile(join(this.#folder, RECORD), 'utf8').catch(() => '');
    if (text === this.#known) return;
    const { archives, current } = await this.#read(text).catch(() => ({ archives: [], current: NONE }));
    this.#archives = archives;
    this.#current = current;
    this.#coming = [];
    this.#known = text;
    const used = new Set<string>([RECORD, ...this.#parts.flatMap(namesOf), ...this.#making]);
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const isUsed =
        used.has(name) || isBeingMade(name) || [...this.#making].some((one) => name.startsWith(one));
      if (!isUsed) await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  async #read(
    text: string,
  ): Promise<{ readonly archives: readonly IndexPart[]; readonly current: IndexPart }> {
    const known = record.parse(JSON.parse(text));
    const read = (name: string) => readPart(this.#folder, name);
    return { archives: await Promise.all(known.archives.map(read)), current: await read(known.current) };
  }

  get #parts(): readonly IndexPart[] {
    return [...this.#archives, this.#current];
  }

  /**
   * What is to be indexed next so that all of these pages are found as they are.
   * @param thorough whether the archives are to be what they were if all of it were made today
   * @returns undefined when there is nothing to do
   */
  next(findable: Findable, thorough: boolean): IndexTask | undefined {
    const count = archivesFor(findable.size, this.#archives.length);
    const anew = (part: number, canWait: boolean): IndexTask => {
      const pages = new Map([...findable].filter(([file]) => archiveOf(file, count) === part));
      return { part, archives: count, pages, canWait };
    };

    const sizes: number[] = Array(count).fill(0);
    const changes: number[] = Array(count).fill(0);
    const changed = new Map<string, string>();
    let isFresh = true;
    for (const [file, hash] of findable) {
      const archive = archiveOf(file, count);
      sizes[archive] = (sizes[archive] ?? 0) + 1;
      isFresh &&= this.#answer(file)?.hash === hash;
      if (this.#archives[archive]?.pages.get(file)?.hash === hash) continue;
      changes[archive] = (changes[archive] ?? 0) + 1;
      changed.set(file, hash);
    }
    const made = this.#archives.length === count ? this.#archives : this.#coming;
    const missing = sizes.findIndex((size, part) => size > 0 && !made[part]?.name);
    if (missing >= 0) return anew(missing, false);
    if (isFresh && !thorough) return undefined;
    // Without any, archives are right and what is current is not.
    if (!isFresh && changed.size <= (thorough ? 0 : CURRENT)) {
      return { part: 'current', archives: count, pages: changed, canWait: false };
    }
    // That in which most has changed, or one that knows pages which are gone.
    const most = changes.indexOf(Math.max(...changes));
    const part =
      changed.size > 0 ? most : sizes.findIndex((size, at) => size !== this.#archives[at]?.pages.size);
    return part < 0 ? undefined : anew(part, isFresh);
  }

  /**
   * Indexes pages of a web root, beside what is there.
   * @throws Error if it fails, and the signal's reason when it is aborted
   */
  async make(site: string, { pages }: IndexTask, signal: AbortSignal): Promise<IndexPart> {
    const name = newName();
    this.#making.add(name);
    const copies = join(this.#folder, `${name}-pages`);
    try {
      // At once: the release may be rebuilt while its pages are read.
      const files = copyPages(site, [...pages.keys()].sort(), copies);
      const index = await indexApart({ files, output: join(this.#folder, name) }, signal);
      const known = new Map<string, IndexedPage>();
      for (const [file, hash] of pages) known.set(file, { hash, result: index.results[file] ?? '' });
      const made = newPart(name, known, index.files);
      await keepPart(this.#folder, made);
      return made;
    } catch (error) {
      await this.discard({ name });
      throw error;
    } finally {
      await rm(copies, { recursive: true, force: true });
    }
  }

  /** Removes a part that was made unless it has been taken in. */
  async discard(made: Pick<IndexPart, 'name'>): Promise<void> {
    this.#making.delete(made.name);
    const isUsed = [...this.#parts, ...this.#coming].some(({ name }) => name === made.name);
    if (!isUsed) await dropPart(this.#folder, made);
  }

  /**
   * Makes what was made a part of the index, but for one that may have what was withdrawn meanwhile. To be
   * called while the builders' lock is held.
   * @throws Error of the file system: all is then as it was
   */
  async takeIn(made: IndexPart, { part, archives: count }: IndexTask): Promise<void> {
    if (this.#outdated.has(made.name)) return;
    const before = { archives: this.#archives, current: this.#current, coming: this.#coming };
    const parts = this.#parts;
    if (part === 'current') this.#current = made;
    else this.#takeOver(made, part, count);
    const isUsed = [...this.#current.pages].some(([file, page]) => this.#answer(file) === page);
    if (!isUsed) this.#current = NONE;
    try {
      await this.#record();
    } catch (error) {
      this.#archives = before.archives;
      this.#current = before.current;
      this.#coming = before.coming;
      throw error;
    }
    this.#making.delete(made.name);
    await this.#dropUnused([...parts, made]);
  }

  /** Writes down which parts there are. @throws Error of the file system */
  async #record(): Promise<void> {
    const names = {
      division: DIVISION,
      archives: this.#archives.map(({ name }) => name),
      current: this.#current.name,
    };
    const text = JSON.stringify(names);
    await writeWhole(join(this.#folder, RECORD), text);
    this.#known = text;
  }

  async #dropUnused(parts: Iterable<IndexPart>): Promise<void> {
    const used = new Set([...this.#parts, ...this.#coming]);
    for (const one of parts) if (one.name && !used.has(one)) await dropPart(this.#folder, one);
  }

  /**
   * Takes out of all parts what the site does not say any more, because some of it was withdrawn: the pages
   * that are gone, what another part knows better, and of some pages what they were. A part from which it
   * cannot be taken is left out altogether, and made anew. To be called while the builders' lock is held.
   * @param failed called with the reason why a part is left out
   * @returns whether there was anything
   * @throws Error of the file system
   */
  async forget(
    findable: Findable,
    rebuilt: RebuiltPages,
    failed: (error: unknown) => void,
  ): Promise<boolean> {
    this.#outdated = new Set(this.#making);
    const before = [...this.#parts, ...this.#coming];
    const left = new Map<IndexPart, IndexPart>();
    for (const part of before) {
      const gone = [...part.pages].filter(([file, page]) => !this.#isSaid(file, page, findable, rebuilt));
      if (gone.length === 0) continue;
      left.set(
        part,
        await this.#without(part, new Map(gone)).catch((error) => {
          failed(error);
          return NONE;
        }),
      );
    }
    if (left.size === 0) return false;
    const partOf = (part: IndexPart) => left.get(part) ?? part;
    this.#archives = this.#archives.map(partOf);
    this.#current = partOf(this.#current);
    this.#coming = this.#coming.map(partOf);
    await this.#record();
    await this.#dropUnused(before);
    return true;
  }

  /** Whether a part has what the site does not say any more, which `forget` would take out. */
  knowsOlder(findable: Findable): boolean {
    return [...this.#parts, ...this.#coming].some((part) =>
      [...part.pages].some(([file, page]) => !this.#isSaid(file, page, findable, NOTHING_REBUILT)),
    );
  }

  /** Whether a site says what a part has of a page, or might: no other part knows it better. */
  #isSaid(file: string, page: IndexedPage, findable: Findable, rebuilt: RebuiltPages): boolean {
    const hash = findable.get(file);
    if (hash === undefined || hash === page.hash) return hash !== undefined;
    const answer = this.#answer(file);
    // A page with the same words has the same name in all parts.
    if (answer !== page) return answer?.result === page.result;
    return !rebuilt.has(file) || rebuilt.get(file) === page.hash;
  }

  async #without(part: IndexPart, gone: ReadonlyMap<string, IndexedPage>): Promise<IndexPart> {
    const name = copyName(part);
    const results = new Set([...gone.values()].flatMap(({ result }) => result || []));
    const left = new Map([...part.pages].filter(([file]) => !gone.has(file)));
    const [from, to] = [part, { name }].map((one) => join(this.#folder, one.name)) as [string, string];
    try {
      const files = await removeFromIndex({ from, files: part.files, to, results });
      const made = newPart(name, left, files);
      await keepPart(this.#folder, made);
      return made;
    } catch (error) {
      await dropPart(this.#folder, { name });
      throw error;
    }
  }

  #takeOver(made: IndexPart, place: number, count: number): void {
    const isFirst = this.#archives.length === 0;
    const among = isFirst || this.#archives.length === count ? this.#archives : this.#coming;
    const archives = Array.from({ length: count }, (_, at) => (at === place ? made : (among[at] ?? NONE)));
    // Each is welcome while there is nothing to search; else those before stay until all of another number are there.
    const isWhole = among === this.#archives || archives.every((one) => one !== NONE);
    if (isWhole) this.#archives = archives;
    this.#coming = isWhole ? [] : archives;
  }

  /** What the index says of a page: the part that knew it last does. */
  #answer(file: string): IndexedPage | undefined {
    const archive = this.#archives[archiveOf(file, this.#archives.length)] ?? NONE;
    const [current, archived] = [this.#current.pages.get(file), archive.pages.get(file)];
    return current && (!archived || isNewer(this.#current, archive)) ? current : archived;
  }

  /** The results of an archive or the current part for pages that the other knows better. */
  *#superseded(): Generator<string, undefined> {
    for (const [file, current] of this.#current.pages) {
      const archive = this.#archives[archiveOf(file, this.#archives.length)];
      const archived = archive?.pages.get(file);
      // A page with the same words has the same name in all parts.
      if (!archived || archived.result === current.result) continue;
      const { result } = this.#answer(file) === current ? archived : current;
      if (result) yield result;
    }
  }

  /** Puts the index into a release unless it is there, and says there which of its results are gone. */
  writeTo(tree: ReleaseTree, findable: ReadonlySet<string>): void {
    if (!this.isIn(tree.files)) this.#link(tree);
    const more: Record<string, string[]> = {};
    const gone = new Set(this.#superseded());
    for (const [bundle, { languages, pages }] of this.#bundles()) {
      // The first is there in any case.
      for (const language of bundle ? languages : []) more[language] = [...(more[language] ?? []), bundle];
      for (const [file, { result }] of pages) if (result && !findable.has(file)) gone.add(result);
    }
    const facts: SearchFacts = { more, gone: [...gone].sort() };
    tree.write(FACTS, Buffer.from(JSON.stringify(facts)));
  }

  /** Whether a release of these files has all parts and no others. */
  isIn(files: ReleaseFiles): boolean {
    const bundles = new Map(this.#bundles());
    const others = [CURRENT_FOLDER, folderOf(this.#archives.length)].filter((bundle) => !bundles.has(bundle));
    return (
      [...bundles].every(([bundle, part]) => hasPart(files, bundle, part)) &&
      !others.some((bundle) => files.has(PAGEFIND + bundle + ENTRY))
    );
  }

  #link(tree: ReleaseTree): void {
    // One that was damaged does not live on: it is made anew.
    const sound = (part: IndexPart, bundle: string) =>
      hasPart(tree.files, bundle, part) || isWhole(this.#folder, part) ? part : NONE;
    this.#archives = this.#archives.map((part, at) => sound(part, folderOf(at)));
    this.#current = sound(this.#current, CURRENT_FOLDER);
    const wanted = new Set([FACTS]);
    for (const [bundle, { name, files }] of this.#bundles()) {
      for (const [file, facts] of Object.entries(files)) {
        const path = PAGEFIND + bundle + file;
        wanted.add(path);
        tree.link(path, join(this.#folder, name, file), facts);
      }
    }
    for (const path of pagefindIn(tree.files)) if (!wanted.has(path)) tree.remove(path);
  }

  /** The parts by their folders below `/pagefind/`; Pagefind's own is the first's. */
  #bundles(): (readonly [string, IndexPart])[] {
    const archives = this.#archives.map((part, at) => [folderOf(at), part] as const);
    return [...archives, [CURRENT_FOLDER, this.#current] as const].filter(([, { name }]) => name !== '');
  }
}

const CURRENT_FOLDER = 'current/';

/** Where an archive lies below `/pagefind/`. */
function folderOf(archive: number): string {
  return archive === 0 ? '' : `${archive}/`;
}

function hasPart(files: ReleaseFiles, bundle: string, part: IndexPart): boolean {
  return files.get(PAGEFIND + bundle + ENTRY)?.hash === part.files[ENTRY]?.hash;
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

function pagefindIn(files: ReleaseFiles): string[] {
  return [...files.keys()].filter((path) => path.startsWith(PAGEFIND));
}
