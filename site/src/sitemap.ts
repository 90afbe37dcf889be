import { locales, typeNames } from 'content-types';
import { localise } from './addresses.ts';
import type { CmsExport } from './cms.ts';
import { createLibrary } from './library.ts';

/** What the sitemap says of a page. */
interface SitemapPage {
  /** ISO 8601. */
  readonly lastmod?: string;
  /** Its address in each language, where there are several. */
  readonly links?: { readonly lang: string; readonly url: string }[];
}

/**
 * Decides what the sitemap lists: every page but those that repeat an entry of the other language,
 * moved addresses and 404. Alternates stand only where both languages have the page.
 * @returns a function from a page's full address to what is said of it; undefined leaves it out.
 */
export function sitemapPages(
  { entries, redirects }: CmsExport,
  site: string,
): (url: string) => SitemapPage | undefined {
  const library = createLibrary(entries, redirects);
  const left = new Set([
    ...library.redirects.map(([from]) => from),
    ...locales.map((l) => localise(l, '/404/')),
  ]);
  const modified = new Map<string, string>();
  for (const locale of locales) {
    for (const entry of typeNames.flatMap((type) => library.in(locale).all(type))) {
      if (!entry.path || entry.path.includes('#')) continue;
      if (entry.fallback) left.add(localise(locale, entry.path));
      else modified.set(localise(locale, entry.path), entry.publishedAt);
    }
  }
  return (url) => {
    const address = decodeURI(new URL(url).pathname);
    if (left.has(address)) return undefined;
    const path = address.replace(/^\/en(?=\/)/, '');
    const versions = locales.filter((locale) => !left.has(localise(locale, path)));
    const lastmod = modified.get(address);
    return {
      ...(lastmod && { lastmod }),
      ...(versions.length > 1 && {
        links: versions.map((lang) => ({ lang, url: site + localise(lang, path) })),
      }),
    };
  };
}
