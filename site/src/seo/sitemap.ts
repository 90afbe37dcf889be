import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SitemapItem } from '@astrojs/sitemap';
import { type Locale, locales, localise, type PageType, pageTypes, types } from 'content-types';
import { ErrorLevel, SitemapIndexStream, SitemapStream } from 'sitemap';
import type { Library } from '../content/content-store.ts';
import type { Entry } from '../content/entry.ts';

/** One file of the sitemap, https://www.sitemaps.org/protocol.html */
export interface SitemapPart {
  /** As in `/sitemap-<name>.xml`. */
  readonly name: string;
  readonly pages: readonly SitemapPage[];
}
interface SitemapPage {
  /** Without language. */
  readonly path: string;
  /** The languages that it is really in, and when it was published in each, ISO 8601. */
  readonly versions: readonly { readonly locale: Locale; readonly publishedAt?: string }[];
}

/** Documents in one part: a change of one rewrites and packs its part only. */
const LONGEST = 250;

/**
 * All parts of the sitemap: every page but those that repeat an entry of the other language, moved
 * addresses and 404.
 * @param lists addresses, without language, of the pages that are no entry's
 */
export function sitemapParts(library: Library, lists: readonly string[]): SitemapPart[] {
  const own = lists.map((path) => ({ path, versions: locales.map((locale) => ({ locale })) }));
  const parts = pageTypes.flatMap((type) => entryParts(library, type));
  return [{ name: 'lists', pages: own }, ...parts].filter(({ pages }) => pages.length > 0);
}

function entryParts(library: Library, type: PageType): SitemapPart[] {
  const entries = library.in('bn').all(type);
  // A power of 4, so that entries seldom change their part when there are more of them.
  const count = 4 ** Math.max(0, Math.ceil(Math.log(entries.length / LONGEST) / Math.log(4)));
  const parts = Array.from({ length: count }, (): SitemapPage[] => []);
  for (const entry of entries) parts[placeOf(entry.key, count)]?.push(...pageOf(library, entry));
  const { plural } = types[type];
  return parts.map((pages, index) => ({ name: count === 1 ? plural : `${plural}-${index + 1}`, pages }));
}

function placeOf(key: string, count: number): number {
  const place = places.get(key) ?? createHash('sha256').update(key).digest().readUInt32BE();
  places.set(key, place);
  return place % count;
}

const places = new Map<string, number>();

/** The same object while nothing has changed about it. */
function pageOf(library: Library, entry: Entry): readonly SitemapPage[] {
  const { type, key, path } = entry;
  if (!path) return [];
  const english = library.in('en').get(type, key);
  const known = pages.get(entry);
  if (known && known.english === english) return known.made;
  const versions = [entry, english].flatMap((one) =>
    one && !one.fallback ? [{ locale: one.locale, publishedAt: one.publishedAt }] : [],
  );
  const made = [{ path, versions }];
  pages.set(entry, { english, made });
  return made;
}

const pages = new WeakMap<Entry, { english: Entry | undefined; made: readonly SitemapPage[] }>();

/** The XML of one part. Alternates stand only where both languages have the page. */
export function sitemapXml({ pages }: SitemapPart, site: string): Promise<string> {
  const items = pages.flatMap(({ path, versions }): SitemapItem[] => {
    const links = versions.map(({ locale }) => ({ lang: locale, url: site + localise(locale, path) }));
    return versions.map(({ locale, publishedAt }) => ({
      url: site + localise(locale, path),
      lastmod: publishedAt,
      links: links.length > 1 ? links : undefined,
    }));
  });
  const xmlns = { news: false, xhtml: true, image: false, video: false };
  return written(items, new SitemapStream({ level: ErrorLevel.THROW, xmlns }));
}

/** The XML that leads to the parts of these names. */
export function sitemapIndexXml(names: readonly string[], site: string): Promise<string> {
  const items = names.map((name) => ({ url: `${site}/sitemap-${name}.xml` }));
  return written(items, new SitemapIndexStream({ level: ErrorLevel.THROW }));
}

/**
 * What @astrojs/sitemap's generator makes of these items. Its integration would write every part of the site
 * after every build; here each part is a page, made anew when its own entries change.
 */
async function written(items: readonly SitemapItem[], generator: Duplex): Promise<string> {
  const xml = text(generator);
  for (const item of items) generator.write(item);
  generator.end();
  return xml;
}
