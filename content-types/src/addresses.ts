import type { ContentType } from './model/define.ts';
import { defaultLocale, type Locale, locales } from './model/locales.ts';
import type { AddressRule, Presentation } from './model/presentation.ts';
import { allTypes, type TypeName, types } from './types/index.ts';

/** Types by how they appear, as the compiler knows them. */
type TypesWith<P> = {
  [N in TypeName]: (typeof types)[N]['presentation'] extends P ? N : never;
}[TypeName];

/** The types that have a list at `/<plural>/` and a page for each entry below it. */
export type SectionType = TypesWith<{ address: { kind: 'section' } }>;
/** Those of them whose list goes on over numbered pages; the others' lists have templates of their own. */
export type NumberedType = TypesWith<{ address: { kind: 'section'; list: 'numbered' } }>;
/** The types whose entries have pages. */
export type PageType = TypesWith<{ address: { kind: 'section' | 'root' | 'child' } }>;
/** The types whose entries are news. */
export type NewsType = TypesWith<{ news: true }>;
/** The types that a ministry's page lists. */
export type PortfolioType = TypesWith<{ portfolio: object }>;

export const sections = typesWhere<SectionType>(({ address }) => address.kind === 'section');
export const numberedTypes = typesWhere<NumberedType>(
  ({ address }) => address.kind === 'section' && address.list === 'numbered',
);
export const pageTypes = typesWhere<PageType>(({ address }) =>
  ['section', 'root', 'child'].includes(address.kind),
);
export const newsTypes = typesWhere<NewsType>(({ news }) => news === true);
export const portfolioTypes = typesWhere<PortfolioType>(
  ({ portfolio }) => portfolio !== undefined,
  ({ portfolio }) => portfolio?.place ?? 0,
);

/** The names of the types whose presentation fits, in their places. */
function typesWhere<N extends TypeName>(
  fits: (presentation: Presentation) => boolean,
  placeOf = ({ place }: Presentation) => place,
): readonly N[] {
  return allTypes
    .flatMap(({ name, presentation }) => (presentation && fits(presentation) ? [{ name, presentation }] : []))
    .sort((a, b) => placeOf(a.presentation) - placeOf(b.presentation))
    .map(({ name }) => name as N);
}

/** Where a type's entries stand on the site; undefined for those that have no address. */
export function addressRule(type: string): AddressRule | undefined {
  return modelOf(type)?.presentation?.address;
}

/** Below which entries those of a type stand: each below the one that this field of it names. */
export interface Parent {
  readonly type: TypeName;
  readonly field: string;
  /** Whether the entry has a page of its own below that one's, or is a part of it. */
  readonly kind: 'child' | 'part';
}

export function parentOf(type: string): Parent | undefined {
  const rule = addressRule(type);
  return rule?.kind === 'child' || rule?.kind === 'part'
    ? { type: rule.parent as TypeName, field: rule.field, kind: rule.kind }
    : undefined;
}

/** The types whose entries stand below those of this one, or are parts of their pages. */
export function typesBelow(type: string, kind: Parent['kind']): readonly TypeName[] {
  return allTypes.flatMap(({ name }) => {
    const parent = parentOf(name);
    return parent?.type === type && parent.kind === kind ? [name as TypeName] : [];
  });
}

/** What an address is made from: an entry of the export or of the library. */
interface Addressed {
  readonly type: TypeName;
  readonly key: string;
  readonly fields: unknown;
}

/**
 * The address of an entry in Bengali, from the root, or undefined when it has none. One that is a part of a
 * page ends in `#…`.
 */
export function entryPath({ type, key, fields }: Addressed): string | undefined {
  const rule = addressRule(type);
  const of = fields as Readonly<Record<string, string>>;
  switch (rule?.kind) {
    case 'section':
      return `${folderOf(type)}${key}/`;
    case 'root':
      return `/${key}/`;
    case 'child':
      return `${folderOf(rule.parent)}${of[rule.field]}/${key}/`;
    case 'part':
      return `${folderOf(rule.parent)}${of[rule.field]}/#${partId(type, key)}`;
    case 'list-part':
      return of[rule.when.field] === rule.when.is
        ? `${folderOf(rule.list)}#${localKey(type, of)}`
        : undefined;
    default:
      return undefined;
  }
}

/** The id, on the page that it is a part of, of an entry that has no page of its own. */
export function partId(type: TypeName, key: string): string {
  const rule = addressRule(type);
  return rule?.kind === 'part' ? rule.prefix + key : key;
}

/** `/programmes/` for `programme`. */
export function listPath(type: SectionType): string {
  return folderOf(type);
}

/** `/ministries/msw/stories/`: all of a type that belongs to a ministry. */
export function portfolioListPath(code: string, type: SectionType): string {
  return `${folderOf('ministry')}${code}${listPath(type)}`;
}

/** The same address in a language: `/x/` in Bengali is `/en/x/` in English. */
export function localise(locale: Locale, path: string): string {
  return locale === defaultLocale ? path : `/${locale}${path}`;
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

/** What lists go on below, as in `/stories/page/2/`. */
const NEXT_PAGES = 'page';
/** First parts of addresses that the site itself uses. */
const FIRST_PARTS: ReadonlySet<string> = new Set([
  ...sections.map((type) => types[type].plural),
  ...locales,
  'search',
  '404',
  'files',
  'media',
  'pagefind',
]);

/** Whether the addresses of a type's entries cannot hold this key, because the site needs them itself. */
export function isReserved(type: string, key: string): boolean {
  return key === NEXT_PAGES || (addressRule(type)?.kind === 'root' && FIRST_PARTS.has(key));
}

/** The entries, as `<type>/<key>`, that an address without language could be the page of. */
export function namesAt(path: string): string[] {
  const [first = '', key, below] = path.split('/').filter((part) => part !== '');
  if (first === '') return [];
  if (!key) return rootTypes.filter((type) => !isReserved(type, first)).map((type) => `${type}/${first}`);
  const type = sections.find((name) => types[name].plural === first);
  if (!type || key === NEXT_PAGES) return [];
  const children = below ? typesBelow(type, 'child') : [];
  return [`${type}/${key}`, ...children.map((name) => `${name}/${below}`)];
}

const rootTypes = typesWhere<TypeName>(({ address }) => address.kind === 'root');

function folderOf(type: string): string {
  return `/${modelOf(type)?.plural}/`;
}

function localKey(type: string, fields: Readonly<Record<string, string>>): string {
  return fields[modelOf(type)?.key ?? ''] ?? '';
}

function modelOf(type: string): ContentType | undefined {
  return (types as Readonly<Record<string, ContentType>>)[type];
}
