import { defaultLocale, type Locale, locales, type TypeName, types } from 'content-types';
import { listPath, localise, type SectionType } from '../content/addresses.ts';
import { content, library } from '../content/current-content.ts';
import type { Entry } from '../content/entry.ts';
import { sitemapParts } from '../seo/sitemap.ts';
import { paginate } from './pagination.ts';
import { portfolioParts, SHOWN } from './portfolio.ts';

/** Types whose list stands on one page, and those whose list goes on. */
const unpaged = ['programme', 'ministry', 'committee'] as const satisfies readonly SectionType[];
const paged = ['story', 'document', 'video', 'meeting', 'course'] as const satisfies readonly SectionType[];
/** The `lang` part of a route: nothing in the default language, which is at the root. */
function langParam(locale: Locale): string | undefined {
  return locale === defaultLocale ? undefined : locale;
}

/** A page that stands once in each language. */
export function localePaths() {
  return locales.map((locale) => ({ params: { lang: langParam(locale) }, props: { locale } }));
}

/** A page for each entry of a type, in each language. */
export async function entryPaths<T extends SectionType | 'page' | 'lesson'>(type: T) {
  const all = await Promise.all(
    locales.map(async (locale) =>
      (await content(locale)).all(type).map((entry: Entry<T>) => entryPathOf(locale, entry)),
    ),
  );
  return all.flat();
}

/** The same object each time: an entry as one language shows it has one page. */
function entryPathOf<T extends TypeName>(locale: Locale, entry: Entry<T>): EntryPath<T> {
  const known = paths.get(entry);
  if (known) return known as EntryPath<T>;
  const params = { lang: langParam(locale), key: entry.key, ...parentOf(entry) };
  const path: EntryPath<T> = { params, props: { locale, entry } };
  paths.set(entry, path);
  return path;
}

interface EntryPath<T extends TypeName = TypeName> {
  readonly params: { readonly lang: string | undefined; readonly key: string; readonly course?: string };
  readonly props: { readonly locale: Locale; readonly entry: Entry<T> };
}
const paths = new WeakMap<Entry, EntryPath>();

function parentOf({ fields }: Entry): { course?: string } {
  return 'course' in fields ? { course: fields.course } : {};
}

/** The pages of a list in each language: `/stories/`, `/stories/page/2/` … */
export async function listPaths<T extends SectionType>(type: T) {
  const all = await Promise.all(
    locales.map(async (locale) =>
      paginate((await content(locale)).all(type)).map((list) => ({
        params: { lang: langParam(locale), page: pageParam(list.number) },
        props: { locale, list },
      })),
    ),
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
            paginate<Entry<SectionType>>(entries).map((list) => ({
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

/** Addresses, without language, of the pages that belong to no entry. */
async function listAddresses(): Promise<string[]> {
  const fixed = ['/', '/search/', ...unpaged.map(listPath)];
  const lists = await Promise.all(
    paged.map(async (type) =>
      (await listPaths(type)).map(({ params }) => ({ ...params, first: listPath(type) })),
    ),
  );
  const portfolios = (await portfolioPaths()).map(({ params }) => ({
    ...params,
    first: `/ministries/${params.key}/${params.section}/`,
  }));
  const all = [...lists.flat(), ...portfolios].filter(({ lang }) => lang === undefined);
  return [...fixed, ...all.map(({ first, page }) => (page ? `${first}${page}/` : first))];
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
