import {
  type ContentType,
  defaultLocale,
  type Locale,
  locales,
  type TypeName,
  typeNames,
  types,
} from 'content-types';
import { localise, reserved } from '../src/addresses.ts';
import type { CmsExport } from '../src/cms.ts';
import type { Entry, Library } from '../src/library.ts';
import { idsIn, type PageParts } from './check-page.ts';
import { sha256 } from './release-tree.ts';
import { addressOf, fileOf } from './site-files.ts';

export interface CheckOptions {
  readonly siteUrl: string;
  readonly content: Pick<CmsExport, 'withheld'>;
  readonly library: Library;
}

/** What a site is checked against once all that changed has been added. */
export interface WholeSite {
  /** Whether a file is in the web root. */
  readonly has: (file: string) => boolean;
  /** The files of all pages. */
  readonly pages: ReadonlySet<string>;
  /** Reads one that was not added. */
  readonly read: (file: string) => Promise<string>;
  /** Addresses, as written in pages, that may lead nowhere because editors have been told already. */
  readonly reported: ReadonlySet<string>;
}

/** Problems that an error names; the others are counted. */
const NAMED = 12;

/** @throws Error naming the problems. */
export function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > NAMED ? `\n  … and ${problems.length - NAMED} more` : '';
  throw new Error(`The built site is not whole:\n  ${problems.slice(0, NAMED).join('\n  ')}${more}`);
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
  /** What is to be looked for, and the first page that names it. */
  readonly #named = new Map<string, { readonly target: string; readonly from: string }>();
  readonly #problems: string[] = [];

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** Adds what is in a file of the site. */
  add(file: string, { ids, addresses, problems }: PageParts): void {
    const address = addressOf(file);
    this.#ids.set(address, ids);
    for (const problem of problems) this.#problems.push(`${address}: ${problem}`);
    for (const target of addresses) {
      // Thousands of pages name the same ones, which lead to the same place from anywhere.
      const whole = /^\/(?!\/)/.test(target) ? target : `${address} ${target}`;
      if (!this.#named.has(whole)) this.#named.set(whole, { target, from: address });
    }
  }

  /** The problems of the whole site, in order. */
  async finish(site: WholeSite): Promise<string[]> {
    for (const { target, from } of this.#named.values()) {
      const dead = site.reported.has(target) ? undefined : await this.#deadEnd(target, from, site);
      if (dead) this.#problems.push(`${from}: ${target} ${dead}`);
    }
    this.#checkEntries(site);
    this.#checkWithheld(site);
    return this.#problems.sort();
  }

  /** Why an address leads nowhere; undefined if it leads somewhere or out of the site. */
  async #deadEnd(target: string, from: string, site: WholeSite): Promise<string | undefined> {
    const { siteUrl } = this.#options;
    const url = URL.parse(target, siteUrl + from);
    if (!url) return 'is not an address';
    if (url.origin !== siteUrl) return undefined;
    const path = decodeURI(url.pathname);
    if (!site.has(fileOf(path))) return 'leads nowhere';
    const fragment = decodeURIComponent(url.hash.slice(1));
    if (!fragment || !fileOf(path).endsWith('.html')) return undefined;
    const ids = this.#ids.get(path) ?? idsIn(await site.read(fileOf(path)));
    return ids.has(fragment) ? undefined : `leads to a page without #${fragment}`;
  }

  #checkEntries({ pages }: WholeSite): void {
    const { library } = this.#options;
    for (const locale of locales) {
      for (const path of library.former.keys()) {
        if (!pages.has(fileOf(localise(locale, path))))
          this.#problems.push(`the former address ${localise(locale, path)} leads nowhere`);
      }
      const content = library.in(locale);
      for (const entry of typeNames.flatMap((name) => content.all(name))) {
        const { type, key, path } = entry;
        if (path && !pages.has(fileOfEntry(locale, entry, path)))
          this.#problems.push(
            `${type} ${key} (${locale}): its address ${localise(locale, path)} leads nowhere`,
          );
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
        if (library.former.has(addressOf(file).replace(/^\/en(?=\/)/, ''))) continue;
        this.#problems.push(`/${file}: ${key} is not published`);
      }
    }
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
  const [section = '', key, ...rest] = parts.slice(0, -1);
  if (!key) return section && !reserved.has(section) ? [`page/${section}`] : [];
  const type = typeNames.find((name: TypeName) => (types[name] as ContentType).plural === section);
  // Lists go on under `/stories/page/2/`.
  if (!type || key === 'page') return [];
  return [`${type}/${key}`, ...(type === 'course' && rest[0] ? [`lesson/${rest[0]}`] : [])];
}
