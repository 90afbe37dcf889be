import {
  addressRule,
  type Locale,
  listPath,
  locales,
  localise,
  type NumberedType,
  numberedTypes,
  type PageType,
  parentOf,
  portfolioListPath,
  type SectionType,
  sections,
  types,
} from 'content-types';
import { content, library } from '../content/current-content.ts';
import type { Entry } from '../content/entry.ts';
import { sitemapParts } from '../seo/sitemap.ts';
import { type ListPage, pagePath, paginate } from './pagination.ts';
import { portfolioParts, SHOWN } from './portfolio.ts';

/** The `lang` part of a route: nothing in the default language, which is at the root. */
function langParam(locale: Locale): string | undefined {
  return localise(locale, '') ? locale : undefined;
}

/** A page that stands once in each language. */
export function localePaths() {
  return locales.map((locale) => ({ params: { lang: langParam(locale) }, props: { locale } }));
}

/** A page for each entry of a type, in each language. */
export async function entryPaths<T extends PageType>(type: T) {
  const all = await Promise.all(
    locales.map(async (locale) =>
      (await content(locale)).all(type).map((entry: Entry<T>) => entryRoute(locale, entry)),
    ),
  );
  return all.flat();
}

/** The same object each time: an entry as one language shows it has one page. */
function entryRoute<T extends PageType>(locale: Locale, entry: Entry<T>): EntryRoute<T> {
  const known = routes.get(entry);
  if (known) return known as EntryRoute<T>;
  const params = { lang: langParam(locale), ...parentParam(entry), key: entry.key };
  const route: EntryRoute<T> = { params, props: { locale, entry } };
  routes.set(entry, route as unknown as EntryRoute);
  return route;
}

interface EntryRoute<T extends PageType = PageType> {
  readonly params: { readonly [name: string]: string | undefined };
  readonly props: { readonly locale: Locale; readonly entry: Entry<T> };
}
const routes = new WeakMap<Entry, EntryRoute>();

/** The part of a route that the entry's parent fills, called as the field that names it. */
function parentParam({ type, fields }: Entry): Record<string, string> {
  const parent = parentOf(type);
  return parent ? { [parent.field]: (fields as unknown as Record<string, string>)[parent.field] ?? '' } : {};
}

/** The numbered pages of every section's list in each language: `/stories/`, `/stories/page/2/` … */
export async function listPaths() {
  const all = await Promise.all(
    locales.map(async (locale) => {
      const own = await content(locale);
      return numberedTypes.flatMap((type) =>
        listPagesOf(own.all(type)).map((list) => ({
          params: { lang: langParam(locale), section: types[type].plural, page: pageParam(list.number) },
          props: { locale, type, list },
        })),
      );
    }),
  );
  return all.flat();
}

/** What of a type belongs to a ministry, where it is more than its portfolio names. */
export async function portfolioPaths() {
  const all = await Promise.all(
    locales.map(async (locale) => {
      const own = await content(locale);
      return own.all('ministry').flatMap((ministry) =>
        portfolioParts(own, ministry.key)
          .filter(({ entries }) => entries.length > SHOWN)
          .flatMap(({ type, entries }) =>
            listPagesOf(entries).map((list) => ({
              params: {
                lang: langParam(locale),
                key: ministry.key,
                section: types[type].plural,
                page: pageParam(list.number),
              },
              props: { locale, ministry, type, list },
            })),
          ),
      );
    }),
  );
  return all.flat();
}

function listPagesOf(entries: readonly Entry<SectionType>[]): ListPage<Entry<SectionType>>[] {
  return paginate<Entry<SectionType>>(entries);
}

/** Addresses, without language, of the pages that belong to no entry. */
async function listAddresses(): Promise<string[]> {
  const own = sections.filter((type) => !isNumbered(type)).map((type) => listPath(type));
  const bengali = ({ params }: { readonly params: { readonly lang: string | undefined } }) => !params.lang;
  const lists = (await listPaths()).filter(bengali);
  const portfolios = (await portfolioPaths()).filter(bengali);
  return [
    '/',
    '/search/',
    ...own,
    ...lists.map(({ props: { type, list } }) => pagePath(listPath(type), list.number)),
    ...portfolios.map(({ props: { ministry, type, list } }) =>
      pagePath(portfolioListPath(ministry.key, type), list.number),
    ),
  ];
}

function isNumbered(type: SectionType): type is NumberedType {
  const rule = addressRule(type);
  return rule?.kind === 'section' && rule.list === 'numbered';
}

/** The files of the sitemap. */
export async function sitemapPaths() {
  const parts = sitemapParts(await library(), await listAddresses());
  const index = { params: { part: 'index' }, props: { parts: parts.map(({ name }) => name) } };
  return [index, ...parts.map((part) => ({ params: { part: part.name }, props: { part } }))];
}

/** A page at each address that an entry once had, in each language. */
export async function redirectPaths() {
  const { redirects } = await library();
  return locales.flatMap((locale) =>
    [...redirects].map(([path, what]) => ({
      params: { redirect: localise(locale, path).slice(1, -1) },
      props: { locale, path, what },
    })),
  );
}

/** The last part of a list page's route: nothing for the newest. */
function pageParam(number: number | undefined): string | undefined {
  return number === undefined ? undefined : `page/${number}`;
}
