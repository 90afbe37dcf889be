import { type ContentType, type Field, type LinePart, type TypeName, types } from 'content-types';
import type { Entry, FieldOf } from '../content/entry.ts';
import { titleOf } from '../content/entry-order.ts';
import type { StringKey } from '../i18n/index.ts';
import { isVisible, plainText } from './text.ts';
import type { View } from './view.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The short line under an entry's name in a list, as its type's presentation says: its kind, its date,
 * whose it is, unless it stands `within` the page of that ministry.
 */
export function metaOf(entry: Entry, view: View, within?: string): string {
  const { line = [] } = modelOf(entry).presentation ?? {};
  return line
    .map((part) => partOf(entry, part, view, within))
    .filter(Boolean)
    .join(' · ');
}

function partOf(entry: Entry, part: LinePart, { c, t, f }: View, within?: string): string | undefined {
  const values: Values = entry.fields;
  if (typeof part === 'string') return fieldText(entry, part, { c, t, f }, within);
  if ('unit' in part) {
    const value = Number(values[part.field]);
    return part.unit === 'seconds' ? f.duration(value) : f.minutes(value);
  }
  const type = part.count as TypeName;
  const count = c.referring(type, [part.by as FieldOf<typeof type>], entry.key).length;
  return count > 0 || part.none ? t(part.words as StringKey, { count }) : undefined;
}

/** A field's value as its kind says it. */
function fieldText(
  entry: Entry,
  name: string,
  { c, t, f }: Pick<View, 'c' | 't' | 'f'>,
  within?: string,
): string | undefined {
  const field: Field | undefined = modelOf(entry).fields[name];
  const value = (entry.fields as Values)[name];
  if (typeof value !== 'string') return undefined;
  const { type, vocabulary } = field?.reference?.target ?? {};
  if (vocabulary) return c.term(vocabulary, value)?.fields.name;
  if (type === 'ministry') return value === within ? undefined : c.get('ministry', value)?.fields.name;
  switch (field?.attribute.type) {
    case 'date':
      return f.date(value);
    case 'datetime':
      return f.dayOf(value);
    case 'enumeration':
      return t(`${entry.type}.${value}` as StringKey);
    default:
      return value;
  }
}

/** Codes of all ministries that the search finds an entry by, its owner first. */
export function ministriesOf(entry: Entry): string[] {
  const values: Values = entry.fields;
  const { ministries = [] } = modelOf(entry).presentation ?? {};
  return [...new Set(ministries.flatMap((name) => (values[name] ?? []) as string | string[]))];
}

/** What a page is about, for search engines and who shares it: its summary, else how its text begins. */
export function descriptionOf(entry: Entry): string {
  const { fields } = entry;
  if ('summary' in fields) return fields.summary;
  const { description = '' } = modelOf(entry).presentation ?? {};
  const text = (fields as Values)[description] as Parameters<typeof plainText>[0][] | undefined;
  return text?.map(plainText).find(isVisible) ?? titleOf(entry);
}

function modelOf({ type }: Entry): ContentType {
  return types[type];
}
