import type { Core } from '@strapi/strapi';
import {
  componentOf,
  type EntryValues,
  type Field,
  type Fields,
  isListOfParts,
  type Locale,
} from 'content-types';
import type { Reader } from '../../access';
import type { Version } from '../../documents';
import { ANY_TARGET, wireFields } from '../../publication';
import type { Comparison, FieldChange, PathStep } from '../api';
import { readLanguage } from '../context';
import { canonical } from '../digest';
import { refused } from '../messages';
import { type Matched, matchParts } from './parts';
import { type Names, namesIn, partInShort, shown } from './shown';
import { readVisible } from './view';

/**
 * What changes in one language of a document against what is live, field by field in words.
 * @param named the language in which what it refers to is named
 * @throws NotFoundError for what is not there or not theirs
 */
export async function compare(
  strapi: Core.Strapi,
  reader: Reader,
  { type: typeName, document, language }: { type: string; document: string; language: Locale },
  named: Locale,
): Promise<Comparison> {
  const entry = await readVisible(strapi, reader, typeName, document);
  const { versions, draftDigest } = readLanguage(entry, language);
  const { draft, live } = versions;
  if (!draft || draftDigest === null) throw refused('no-draft');
  const { type } = entry;
  const both = live ? [live, draft] : [draft];
  const names = await namesIn(strapi, reader.actor, type.fields, both, named);
  const side = (version: Version): Side => ({ raw: version, wire: wireFields(type, version, ANY_TARGET) });
  const changes = compareFields(type.fields, live && side(live), side(draft), names, []);
  return { language, against: live ? 'live' : 'nothing', digest: draftDigest, changes };
}

/** An object as it is stored and as the site gets it: only what the site gets can differ. */
interface Side {
  readonly raw: EntryValues;
  readonly wire: EntryValues;
}

/** The changes from one object of these fields to another, in the order of the fields. */
function compareFields(
  fields: Fields,
  before: Side | undefined,
  after: Side | undefined,
  names: Names,
  path: readonly PathStep[],
): FieldChange[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const [was, is] = [before?.wire[name], after?.wire[name]];
    if (isNothing(was) ? isNothing(is) : canonical(was) === canonical(is)) return [];
    if (field.components) return compareParts(name, field, before, after, names, path);
    const [rawBefore, rawAfter] = [before?.raw[name], after?.raw[name]];
    let [old, now] = [shown(field, rawBefore, names), shown(field, rawAfter, names)];
    // The words are the same: show what else differs.
    if (canonical(old) === canonical(now))
      [old, now] = [shown(field, rawBefore, names, true), shown(field, rawAfter, names, true)];
    const kind = old === null ? 'added' : now === null ? 'removed' : 'changed';
    return [{ path: [...path, { field: name }], kind, before: old, after: now }];
  });
}

/** An absent list is an empty one, and a yes-or-no that was never answered is a no. */
const isNothing = (value: unknown) =>
  value === undefined || value === false || (Array.isArray(value) && value.length === 0);

function compareParts(
  name: string,
  field: Field,
  before: Side | undefined,
  after: Side | undefined,
  names: Names,
  path: readonly PathStep[],
): FieldChange[] {
  const isList = isListOfParts(field);
  const step = (side: Side, index: number): PathStep => ({
    field: name,
    component: componentOf(field, side.raw)?.uid ?? '',
    ...(isList && { index }),
  });
  return matchParts(sidesOf(before, name), sidesOf(after, name), keyOf).flatMap((match: Matched<Side>) => {
    const { was, is, at, from } = match;
    const side = is ?? was;
    if (!side) return [];
    const here = [...path, step(side, at)];
    if (from !== undefined && is) {
      const short = partInShort(field, is.raw, names);
      return [{ path: here, kind: 'moved' as const, from, before: short, after: short }];
    }
    return compareFields(componentOf(field, side.raw)?.fields ?? {}, was, is, names, here);
  });
}

/** Which component a part is; parts of different ones are not compared. */
const keyOf = ({ raw, wire }: Side) => ({ kind: String(raw.__component ?? ''), content: canonical(wire) });

function sidesOf(side: Side | undefined, name: string): Side[] {
  const raw = side?.raw[name];
  const wire = side?.wire[name];
  if (raw === undefined || raw === null || wire === undefined) return [];
  const wires = [wire].flat() as EntryValues[];
  return ([raw].flat() as EntryValues[]).map((part, index) => ({ raw: part, wire: wires[index] ?? {} }));
}
