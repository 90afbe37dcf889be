import { defaultLocale, type Locale } from './model/locales.ts';
import { type TypeName, types } from './types/index.ts';

/** The types that have a list and a page for each entry, and the folder that both are in. */
export const sections = [
  'programme',
  'ministry',
  'story',
  'document',
  'video',
  'committee',
  'meeting',
  'course',
] as const satisfies readonly TypeName[];
export type SectionType = (typeof sections)[number];

/** What an address is made from: an entry of the export or of the library. */
interface Addressed {
  readonly type: TypeName;
  readonly key: string;
  readonly fields: unknown;
}

/**
 * The address of an entry in Bengali, from the root, or undefined when it has none (terms other than
 * life-cycle stages, site settings). Charter services and life-cycle stages are parts of a page, so
 * theirs ends in `#…`.
 */
export function entryPath({ type, key, fields }: Addressed): string | undefined {
  const of = fields as Readonly<Record<string, string>>;
  if (isSection(type)) return `/${types[type].plural}/${key}/`;
  switch (type) {
    case 'page':
      return `/${key}/`;
    case 'lesson':
      return `/courses/${of.course}/${key}/`;
    case 'charter-service':
      return `/ministries/${of.ministry}/#${servicePart(key)}`;
    case 'term':
      return of.vocabulary === 'life-cycle-stage' ? `/programmes/#${of.code}` : undefined;
    default:
      return undefined;
  }
}

/** The id of a charter service on its ministry's page. */
export function servicePart(key: string): string {
  return `service-${key}`;
}

function isSection(type: TypeName): type is SectionType {
  return (sections as readonly TypeName[]).includes(type);
}

/** The same address in a language: `/x/` in Bengali is `/en/x/` in English. */
export function localise(locale: Locale, path: string): string {
  return locale === defaultLocale ? path : `/${locale}${path}`;
}
