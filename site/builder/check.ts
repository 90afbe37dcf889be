import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentType, defaultLocale, locales, type TypeName, typeNames, types } from 'content-types';
import { localise, reserved } from '../src/addresses.ts';
import type { CmsExport } from '../src/cms.ts';
import { createLibrary, type Library } from '../src/library.ts';
import { type PageParts, readPage } from './check-page.ts';
import { xmlAddresses, xmlProblem } from './check-xml.ts';
import { filesBelow, forEach } from './files.ts';
import { addressOf, fileOf } from './site-files.ts';

export interface CheckOptions {
  /** The web root. */
  readonly site: string;
  readonly siteUrl: string;
  readonly content: CmsExport;
  /** Addresses, as written in pages, that may lead nowhere because editors have been told already. */
  readonly reported: ReadonlySet<string>;
}

/** Problems that an error names; the others are counted. */
const NAMED = 12;

/**
 * Checks a built site as a whole: every published entry has its page in each language, no page is
 * called like something that is not published, every internal address and `#…` leads somewhere, feeds
 * and sitemaps can be parsed.
 * @throws Error naming the problems.
 */
export async function checkSite(options: CheckOptions): Promise<void> {
  const files = await filesBelow(options.site);
  const check = new SiteCheck(options, files);
  await forEach(files, async (file) => {
    const read = () => readFile(join(options.site, file), 'utf8');
    if (file.endsWith('.html')) check.addPage(file, await read());
    else if (file.endsWith('.xml')) check.addXml(file, await read());
  });
  const problems = check.finish();
  if (problems.length === 0) return;
  const more = problems.length > NAMED ? `\n  … and ${problems.length - NAMED} more` : '';
  throw new Error(`The built site is not whole:\n  ${problems.slice(0, NAMED).join('\n  ')}${more}`);
}

class SiteCheck {
  readonly #options: CheckOptions;
  readonly #files: ReadonlySet<string>;
  readonly #library: Library;
  readonly #pages = new Map<string, PageParts>();
  readonly #problems: string[] = [];

  constructor(options: CheckOptions, files: readonly string[]) {
    this.#options = options;
    this.#files = new Set(files);
    this.#library = createLibrary(options.content.entries, options.content);
  }

  addPage(file: string, html: string): void {
    const page = readPage(html);
    this.#pages.set(addressOf(file), page);
    for (const problem of page.problems) this.#problems.push(`${addressOf(file)}: ${problem}`);
  }

  addXml(file: string, xml: string): void {
    const problem = xmlProblem(xml);
    if (problem) this.#problems.push(`/${file}: ${problem}`);
    this.#pages.set(addressOf(file), {
      ids: new Set(),
      addresses: new Set(xmlAddresses(xml)),
      problems: [],
    });
  }

  finish(): string[] {
    for (const [address, page] of this.#pages) {
      for (const target of page.addresses) {
        const dead = this.#options.reported.has(target) ? undefined : this.#deadEnd(target, address);
        if (dead) this.#problems.push(`${address}: ${target} ${dead}`);
      }
    }
    this.#checkEntries();
    this.#checkWithheld();
    return this.#problems.sort();
  }

  /** Why an address leads nowhere; undefined if it leads somewhere or out of the site. */
  #deadEnd(target: string, from: string): string | undefined {
    const { siteUrl } = this.#options;
    const url = URL.parse(target, siteUrl + from);
    if (!url) return 'is not an address';
    if (url.origin !== siteUrl) return undefined;
    const path = decodeURI(url.pathname);
    if (!this.#files.has(fileOf(path))) return 'leads nowhere';
    const fragment = decodeURIComponent(url.hash.slice(1));
    const page = fragment ? this.#pages.get(path) : undefined;
    return page && !page.ids.has(fragment) ? `leads to a page without #${fragment}` : undefined;
  }

  #checkEntries(): void {
    for (const locale of locales) {
      for (const path of this.#library.former.keys()) {
        const dead = this.#deadEnd(localise(locale, path), '/');
        if (dead) this.#problems.push(`the former address ${localise(locale, path)} ${dead}`);
      }
      const content = this.#library.in(locale);
      for (const { type, key, path } of typeNames.flatMap((name) => content.all(name))) {
        const address = path && localise(locale, path);
        const dead = address && this.#deadEnd(address, '/');
        if (dead) this.#problems.push(`${type} ${key} (${locale}): its address ${address} ${dead}`);
      }
    }
  }

  #checkWithheld(): void {
    const withheld = new Set(this.#options.content.withheld);
    const { former } = this.#library;
    for (const file of this.#files) {
      // It only leads on to a published entry or says that one was withdrawn, whatever has its name now.
      if (former.has(addressOf(file).replace(/^\/en(?=\/)/, ''))) continue;
      for (const key of keysOf(file)) {
        if (withheld.has(createHash('sha256').update(key).digest('hex'))) {
          this.#problems.push(`/${file}: ${key} is not published`);
        }
      }
    }
  }
}

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
