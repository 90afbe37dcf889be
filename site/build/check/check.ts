import { defaultLocale, type Locale, locales, localise, namesAt, typeNames } from 'content-types';
import { addressOf, fileOf } from '../../kernel/site-files.ts';
import { sha256 } from '../../release/release-tree.ts';
import type { Library } from '../../src/content/content-store.ts';
import type { Entry } from '../../src/content/entry.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { idsIn, type PageParts } from './check-page.ts';

export interface CheckOptions {
  readonly siteUrl: string;
  readonly content: Pick<CmsExport, 'withheld'>;
  readonly library: Library;
}

/** Something that keeps a site from going live. */
export interface SiteProblem {
  /** With the address or the entry that it is about, for people. */
  readonly words: string;
  /** The page or other file that it is found in. */
  readonly file?: string;
  /** What is wrong with that one, without its address. */
  readonly problem: string;
  /** The address that it names and that leads nowhere. */
  readonly dead?: string;
  /** The entry that has no page. */
  readonly entry?: Pick<Entry, 'type' | 'key' | 'locale'> | undefined;
  /** Whether it is about the page as such, whatever is in it. */
  readonly own?: boolean;
}

/** What a site is checked against once all that changed has been added. */
export interface WholeSite {
  /** Whether a file is in the web root. */
  readonly has: (file: string) => boolean;
  /** The files of all pages. */
  readonly pages: ReadonlySet<string>;
  /** Those of them that could not be made, and why. What leads to them is not at fault. */
  readonly failed?: ReadonlyMap<string, string>;
  /** Reads one that was not added. */
  readonly read: (file: string) => Promise<string>;
  /** Addresses, as written in pages, that may lead nowhere because editors have been told already. */
  readonly reported: ReadonlySet<string>;
}

/** Problems that an error names; the others are counted. */
const NAMED = 12;
/** Files that are remembered to name the same address; most addresses are on every page. */
const NAMING = 20;

/** @throws Error naming the problems. */
export function refuse(problems: readonly SiteProblem[]): void {
  if (problems.length === 0) return;
  const named = problems.slice(0, NAMED).map(({ words }) => words);
  const more = problems.length > NAMED ? `\n  … and ${problems.length - NAMED} more` : '';
  throw new Error(`The built site is not whole:\n  ${named.join('\n  ')}${more}`);
}

/**
 * Checks a built site: every published entry has its page in each language, no page is called like
 * something that is not published, every internal address and `#…` of the pages that were added leads
 * somewhere, feeds and sitemaps can be parsed. A page that reads what has gone is rendered anew, and so
 * added: what was checked before and not added now still leads where it led.
 */
export class SiteCheck {
  readonly #options: CheckOptions;
  readonly #ids = new Map<string, ReadonlySet<string>>();
  /** What is to be looked for, and the first files that name it. */
  readonly #named = new Map<string, { readonly target: string; readonly from: string[] }>();
  readonly #problems: SiteProblem[] = [];
  #hidesMore = false;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** Adds what is in a file of the site. */
  add(file: string, { ids, addresses, problems }: PageParts): void {
    const address = addressOf(file);
    this.#ids.set(address, ids);
    for (const problem of problems) this.#problems.push(inFile(file, problem));
    for (const target of addresses) {
      // Thousands of pages name the same ones, which lead to the same place from anywhere.
      const whole = /^\/(?!\/)/.test(target) ? target : `${address} ${target}`;
      const known = this.#named.get(whole);
      if (!known) this.#named.set(whole, { target, from: [file] });
      else if (known.from.length < NAMING) known.from.push(file);
    }
  }

  /** The problems of the whole site, in order. */
  async finish(site: WholeSite): Promise<SiteProblem[]> {
    for (const [file, problem] of site.failed ?? []) this.#problems.push(inFile(file, problem));
    for (const { target, from } of this.#named.values()) {
      const [first = ''] = from;
      const dead = site.reported.has(target)
        ? undefined
        : await this.#deadEnd(target, addressOf(first), site);
      if (!dead) continue;
      this.#hidesMore ||= from.length >= NAMING;
      for (const file of from) this.#problems.push({ ...inFile(file, `${target} ${dead}`), dead: target });
    }
    this.#checkEntries(site);
    this.#checkWithheld(site);
    return this.#problems.sort((a, b) => (a.words < b.words ? -1 : 1));
  }

  /** Whether more files may name an address that leads nowhere than the problems tell of. */
  get mayHideMore(): boolean {
    return this.#hidesMore;
  }

  /** Why an address leads nowhere; undefined if it leads somewhere or out of the site. */
  async #deadEnd(target: string, from: string, site: WholeSite): Promise<string | undefined> {
    const { siteUrl } = this.#options;
    const url = URL.parse(target, siteUrl + from);
    if (!url) return 'is not an address';
    if (url.origin !== siteUrl) return undefined;
    const path = decoded(url.pathname, decodeURI);
    const fragment = decoded(url.hash.slice(1), decodeURIComponent);
    if (path === undefined || fragment === undefined) return 'is not an address';
    if (site.failed?.has(fileOf(path))) return undefined;
    if (!site.has(fileOf(path))) return 'leads nowhere';
    if (!fragment || !fileOf(path).endsWith('.html')) return undefined;
    const ids = this.#ids.get(path) ?? idsIn(await site.read(fileOf(path)));
    return ids.has(fragment) ? undefined : `leads to a page without #${fragment}`;
  }

  #checkEntries({ pages }: WholeSite): void {
    const { library } = this.#options;
    for (const locale of locales) {
      for (const path of library.redirects.keys()) {
        if (pages.has(fileOf(localise(locale, path)))) continue;
        const words = `the former address ${localise(locale, path)} leads nowhere`;
        this.#problems.push({ words, problem: words });
      }
      const content = library.in(locale);
      for (const entry of typeNames.flatMap((name) => content.all(name))) {
        const { type, key, path } = entry;
        if (!path || pages.has(fileOfEntry(locale, entry, path))) continue;
        const problem = `its address ${localise(locale, path)} leads nowhere`;
        this.#problems.push({ words: `${type} ${key} (${locale}): ${problem}`, problem, entry });
      }
    }
  }

  #checkWithheld({ pages }: WholeSite): void {
    const { content, library } = this.#options;
    const withheld = new Set(content.withheld);
    for (const file of pages) {
      for (const { key, hash } of couldBe(file)) {
        if (!withheld.has(hash)) continue;
        // It only leads on to a published entry or says that one was withdrawn, whatever has its name now.
        if (library.redirects.has(addressOf(file).replace(/^\/en(?=\/)/, ''))) continue;
        const problem = `${key} is not published`;
        this.#problems.push({ words: `/${file}: ${problem}`, file, problem, own: true });
      }
    }
  }
}

function inFile(file: string, problem: string): SiteProblem {
  return { words: `${addressOf(file)}: ${problem}`, file, problem };
}

function decoded(text: string, decode: (text: string) => string): string | undefined {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

/** The file that an entry's address leads to, worked out once: an entry stands in one language. */
function fileOfEntry(locale: Locale, entry: Entry, path: string): string {
  const file = files.get(entry) ?? fileOf(localise(locale, path).replace(/#.*$/, ''));
  files.set(entry, file);
  return file;
}

const files = new WeakMap<Entry, string>();

/** The entries, as `<type>/<key>` and its SHA-256, that a file with this path could belong to; worked out once. */
function couldBe(file: string): readonly Candidate[] {
  const known = candidates.get(file) ?? keysOf(file).map((key) => ({ key, hash: sha256(key) }));
  candidates.set(file, known);
  return known;
}

interface Candidate {
  readonly key: string;
  readonly hash: string;
}
const candidates = new Map<string, readonly Candidate[]>();

/** The entries, as `<type>/<key>`, that a file with this path could belong to. */
function keysOf(file: string): string[] {
  const parts = file.split('/');
  if (parts[0] !== defaultLocale && (locales as readonly string[]).includes(parts[0] ?? '')) parts.shift();
  return namesAt(parts.slice(0, -1).join('/'));
}
