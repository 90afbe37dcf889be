import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './files.ts';
import type { Files, ReleaseTree } from './release-tree.ts';
import { indexPart, partOf, partsOf } from './search-index.ts';

const storedPart = z.object({
  folder: z.string(),
  /** The names under which results come, by the page as a file in the web root. */
  results: z.record(z.string(), z.string()),
  /** SHA-256 (hex) of what was indexed, by the page. */
  pages: z.record(z.string(), z.string()),
  /** The files of the index in its folder. */
  files: z.record(z.string(), z.object({ hash: z.string(), bytes: z.int() })),
});
type StoredPart = z.infer<typeof storedPart>;

const RECORD = 'parts.json';
const PAGEFIND = 'site/pagefind/';

/** The pages that can be found, as files in the web root, with the SHA-256 (hex) of each. */
export type Findable = ReadonlyMap<string, string>;

/**
 * The search index, which follows the pages: its parts are made apart from the releases, kept beside
 * them, and put into the next one. What is gone from the site leaves the results at once, by name.
 */
export class SearchStore {
  readonly #folder: string;
  #parts: readonly StoredPart[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Finds the index that an earlier process made. */
  async load(): Promise<void> {
    const text = await readFile(join(this.#folder, RECORD), 'utf8').catch(() => '[]');
    const parts = z.array(storedPart).catch([]).parse(JSON.parse(text));
    const whole = parts.every(({ folder }) => folder === '' || existsSync(folder));
    this.#parts = whole ? parts : [];
  }

  /** The first part that is not what its pages are now, and those pages; undefined when all are. */
  stalePart(findable: Findable): { readonly part: number; readonly pages: Findable } | undefined {
    const count = partsOf(findable.size);
    const parts = Array.from({ length: count }, () => new Map<string, string>());
    for (const [file, hash] of findable) parts[partOf(file, count)]?.set(file, hash);
    const part = parts.findIndex((pages, index) => !this.#has(count, index, pages));
    const pages = parts[part];
    return pages && { part, pages };
  }

  #has(count: number, index: number, pages: Findable): boolean {
    const known = this.#parts.length === count ? this.#parts[index]?.pages : undefined;
    if (!known || Object.keys(known).length !== pages.size) return false;
    return [...pages].every(([file, hash]) => known[file] === hash);
  }

  /** Makes a part anew from the pages of a web root. */
  async make(
    site: string,
    { part, pages, count }: { readonly part: number; readonly pages: Findable; readonly count: number },
    signal: AbortSignal,
  ): Promise<void> {
    const folder = join(this.#folder, `${Date.now()}-${part}`);
    const { results, files } = await indexPart(site, [...pages.keys()].sort(), folder, signal);
    const parts = this.#parts.length === count ? [...this.#parts] : [];
    const before = parts[part]?.folder;
    parts[part] = { folder, results, files, pages: Object.fromEntries(pages) };
    // While a site grows into more parts, those that are still to come are empty.
    const none = { folder: '', results: {}, files: {}, pages: {} };
    this.#parts = Array.from({ length: count }, (_, index) => parts[index] ?? none);
    await writeWhole(join(this.#folder, RECORD), JSON.stringify(this.#parts));
    if (before) await rm(before, { recursive: true, force: true });
  }

  /** Puts the index into a release, and says there which of its results are gone. */
  place(tree: ReleaseTree, findable: ReadonlySet<string>): void {
    const wanted = new Set([`${PAGEFIND}index.json`]);
    for (const [index, { folder, files }] of this.#parts.entries()) {
      for (const [file, facts] of Object.entries(files)) {
        const path = PAGEFIND + (index === 0 ? file : `${index}/${file}`);
        wanted.add(path);
        tree.link(path, join(folder, file), facts);
      }
    }
    for (const path of pagefindIn(tree.files)) if (!wanted.has(path)) tree.remove(path);
    this.placeFacts(tree, findable);
  }

  /** Says in a release which results of the index that it has are gone. */
  placeFacts(tree: ReleaseTree, findable: ReadonlySet<string>): void {
    const gone = this.#parts.flatMap(({ results }) =>
      Object.entries(results).flatMap(([file, name]) => (findable.has(file) ? [] : [name])),
    );
    const facts = { parts: Math.max(0, this.#parts.length - 1), gone };
    tree.write(`${PAGEFIND}index.json`, Buffer.from(JSON.stringify(facts)));
  }
}

function pagefindIn(files: Files): string[] {
  return [...files.keys()].filter((path) => path.startsWith(PAGEFIND));
}
