import {
  type ContentType,
  type Locale,
  locales,
  type SectionType,
  sections,
  type TypeName,
  types,
} from 'content-types';

export { entryPath, localise, type SectionType, sections, servicePart } from 'content-types';

/** First parts of addresses that the site itself uses; no page may be called so. */
export const reserved: ReadonlySet<string> = new Set([
  ...sections.map((type) => types[type].plural),
  ...locales,
  'search',
  '404',
  'files',
  'media',
  'pagefind',
  'page',
]);

/** `/programmes/` for `programme`. */
export function listPath(type: SectionType): string {
  return `/${types[type].plural}/`;
}

/** `/ministries/msw/stories/`: all of a type that belongs to a ministry. */
export function portfolioListPath(code: string, type: SectionType): string {
  return `/ministries/${code}${listPath(type)}`;
}

export function otherLocale(locale: Locale): Locale {
  return locale === 'bn' ? 'en' : 'bn';
}

/** The field that names an entry: its slug or code; a term's carries its vocabulary, since codes repeat. */
export function keyOf(type: TypeName, fields: Readonly<Record<string, unknown>>): string {
  const { key, keyScope }: ContentType = types[type];
  if (!key) return type;
  return keyScope ? `${fields[keyScope]}/${fields[key]}` : String(fields[key]);
}
