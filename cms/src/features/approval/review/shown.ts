import type { Core } from '@strapi/strapi';
import {
  type Block,
  componentOf,
  type EntryValues,
  type Field,
  type Fields,
  type Locale,
  visit,
} from 'content-types';
import type { Actor } from '../../../kernel/actor';
import { referenceValues } from '../../../kernel/content/references';
import { filesOf, storedName } from '../../../kernel/files/store';
import { findTargets } from '../../entries';
import type { Shown } from '../api';
import { plainText } from './plain-text';

/** What values that lead elsewhere are called. */
export interface Names {
  /** Of what a reference points at, by its field and stored value. */
  readonly of: (field: Field, value: string) => string;
  /** The address that opens a stored file. */
  readonly addressOf: (file: string) => string;
}

/** Looks up the names of everything that some values of these fields refer to, as a person may know them. */
export async function namesIn(
  strapi: Core.Strapi,
  actor: Actor,
  fields: Fields,
  entries: readonly EntryValues[],
  locale: Locale,
): Promise<Names> {
  const wanted = new Map<string, { field: Field; values: Set<string> }>();
  for (const { field, value } of entries.flatMap((entry) => [...visit(fields, entry)])) {
    if (!field.reference) continue;
    const known = wanted.get(targetName(field)) ?? { field, values: new Set<string>() };
    for (const one of referenceValues(value)) known.values.add(one);
    wanted.set(targetName(field), known);
  }
  const names = new Map<string, string>();
  for (const [target, { field, values }] of wanted) {
    const { type = '', vocabulary } = field.reference?.target ?? {};
    for (const { value, name } of await findTargets(strapi, actor, type, { vocabulary, locale }, [...values]))
      names.set(`${target} ${value}`, name);
  }
  return {
    of: (field, value) => names.get(`${targetName(field)} ${value}`) ?? value,
    addressOf: (file) => filesOf(strapi).url(file),
  };
}

const targetName = ({ reference }: Field) => `${reference?.target.type} ${reference?.target.vocabulary}`;

interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext: string | null;
  readonly size: number;
}

/** A stored value in words; null where there is none. */
export function shown(field: Field, value: unknown, names: Names, marked = false): Shown | null {
  if (value === null || value === undefined || value === '') return null;
  if (field.reference) return shownReference(field, value, names);
  switch (field.attribute.type) {
    case 'media':
      return shownFile(value as StoredFile, names);
    case 'blocks':
      return { as: 'text', text: plainText(value as Block[], marked) };
    case 'boolean':
      return { as: 'yes-no', value: value === true };
    case 'date':
      return { as: 'date', iso: String(value) };
    case 'datetime':
      return { as: 'moment', iso: new Date(String(value)).toISOString() };
    default:
      return { as: 'text', text: String(value) };
  }
}

function shownReference(field: Field, value: unknown, names: Names): Shown | null {
  const items = referenceValues(value).map((one) => names.of(field, one));
  if (items.length === 0) return null;
  return field.reference?.multiple ? { as: 'list', items } : { as: 'text', text: items.join(', ') };
}

function shownFile({ name, hash, ext, size }: StoredFile, names: Names): Shown {
  // Strapi keeps sizes in kilobytes of 1,000 bytes.
  return {
    as: 'file',
    name,
    size: Math.round(size * 1000),
    url: names.addressOf(storedName({ hash, ext })),
  };
}

/** Longest text that stands for a part, in characters. */
const SHORT = 120;

/** A part in short: its first words. */
export function partInShort(field: Field, part: EntryValues, names: Names): Shown {
  const component = componentOf(field, part);
  const words = component ? [...visit(component.fields, part)] : [];
  const texts = words.flatMap(({ field: inner, value }) => {
    const one = inner.components ? null : shown(inner, value, names);
    return one?.as === 'text' ? one.text : [];
  });
  const text = texts.join(' · ');
  return { as: 'text', text: text.length > SHORT ? `${text.slice(0, SHORT)}…` : text };
}
