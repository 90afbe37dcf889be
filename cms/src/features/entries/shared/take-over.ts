import { type Component, componentOf, type Field, type Fields, PART_KEY } from 'content-types';
import {
  appearsInAll,
  carriesShared,
  isList,
  isSame,
  partKeyOf,
  partsOf,
  type SharedValues,
  storable,
} from './values';

/** One language of a document before and after it was saved. */
export interface Saved {
  readonly was: SharedValues | undefined;
  readonly is: SharedValues;
}

type Data = Record<string, unknown>;

/**
 * What the draft of another language needs to be given so that it holds the same shared values as the
 * language that was saved; undefined where it does already. Parts are matched by their key. One that was
 * added appears there with its shared values and no words. One that was removed stays there with its
 * words, and goes only if it never got any.
 */
export function takeOver(fields: Fields, { was, is }: Saved, other: SharedValues): Data | undefined {
  const data: Data = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.components) {
      const parts = takeOverParts(field, { was: was?.[name], is: is[name] }, other[name]);
      if (parts !== undefined) data[name] = parts;
    } else if (field.shared && !isSame(field, is[name], other[name])) {
      data[name] = storable(field, is[name]);
    }
  }
  return Object.keys(data).length > 0 ? data : undefined;
}

function takeOverParts(field: Field, saved: { was: unknown; is: unknown }, value: unknown): unknown {
  if (!(field.components ?? []).some((component) => carriesShared(component.fields))) return undefined;
  return isList(field) ? takeOverList(field, saved, value) : takeOverGroup(field, saved, value);
}

function takeOverGroup(field: Field, saved: { was: unknown; is: unknown }, value: unknown): unknown {
  const [[was], [is], [other]] = [partsOf(saved.was), partsOf(saved.is), partsOf(value)];
  if (is && other) return takeOverPart(field, { was, is }, other);
  if (is && !was) return withoutWords(field, is);
  return was && !is && other && isWordless(field, other) ? null : undefined;
}

function takeOverList(
  field: Field,
  saved: { was: unknown; is: unknown },
  value: unknown,
): SharedValues[] | undefined {
  const [before, now, theirs] = [partsOf(saved.was), partsOf(saved.is), partsOf(value)];
  let isChanged = false;
  const parts: SharedValues[] = theirs.flatMap((other) => {
    const [is, was] = [find(now, other), find(before, other)];
    const changed = is && takeOverPart(field, { was, is }, other);
    const goes = was && !is && appearsInAll(field) && isWordless(field, other);
    if (changed || goes) isChanged = true;
    return goes ? [] : [changed ?? named(other)];
  });
  if (!appearsInAll(field)) return isChanged ? parts : undefined;
  for (const [index, part] of now.entries()) {
    if (partKeyOf(part) === undefined || find(before, part) || find(parts, part)) continue;
    const leader = now.slice(0, index).findLast((one) => find(parts, one));
    const place = leader ? parts.findIndex((one) => isSamePart(one, leader)) + 1 : 0;
    parts.splice(place, 0, withoutWords(field, part));
    isChanged = true;
  }
  return isChanged ? parts : undefined;
}

const isSamePart = (a: SharedValues, b: SharedValues) =>
  partKeyOf(a) !== undefined && partKeyOf(a) === partKeyOf(b) && a.__component === b.__component;

const find = (parts: readonly SharedValues[], part: SharedValues) =>
  parts.find((one) => isSamePart(one, part));

/** A stored part as Strapi wants it named so that it stays as it is. */
function named({ id, __component, [PART_KEY]: key }: SharedValues): Data {
  return { id, ...(__component !== undefined && { __component }), [PART_KEY]: key };
}

function takeOverPart(field: Field, saved: Saved, other: SharedValues): Data | undefined {
  const component = componentOf(field, other);
  const inside = component && takeOver(component.fields, saved, other);
  return inside && { ...named(other), ...inside };
}

/** A part as it appears in a language in which nobody has written it yet. */
function withoutWords(field: Field, part: SharedValues): Data {
  const component = componentOf(field, part);
  const key = partKeyOf(part);
  return {
    ...(field.attribute.type === 'dynamiczone' && { __component: part.__component }),
    ...(key !== undefined && { [PART_KEY]: key }),
    ...(component && sharedOnly(component, part)),
  };
}

function sharedOnly({ fields }: Component, part: SharedValues): Data {
  const data: Data = {};
  for (const [name, field] of Object.entries(fields)) {
    const parts = partsOf(part[name]);
    if (!field.components) {
      if (field.shared) data[name] = storable(field, part[name]);
    } else if (appearsInAll(field) && parts.length > 0) {
      const inside = parts.map((one) => withoutWords(field, one));
      data[name] = isList(field) ? inside : inside[0];
    }
  }
  return data;
}

/** Whether a part holds nothing in its own language's words. */
function isWordless(field: Field, part: SharedValues): boolean {
  const component = componentOf(field, part);
  return Object.entries(component?.fields ?? {}).every(([name, inner]) => {
    if (inner.components) return partsOf(part[name]).every((one) => isWordless(inner, one));
    return inner.shared || isSame(inner, part[name], null);
  });
}

/**
 * The data of a language that is new, with the values that the document has already: shared fields, the
 * parts that share something where none were sent, and the shared values of those that were.
 * @param kept names of fields that have rules of their own
 */
export function completeNew(
  fields: Fields,
  data: SharedValues,
  first: SharedValues,
  kept: readonly string[] = [],
): Data {
  const complete: Data = { ...data };
  for (const [name, field] of Object.entries(fields)) {
    if (kept.includes(name)) continue;
    if (!field.components) {
      const known = storable(field, first[name]);
      if (field.shared && known !== null) complete[name] = known;
      continue;
    }
    const [sent, stored] = [partsOf(data[name]), partsOf(first[name])];
    if (sent.length === 0) {
      const parts = appearsInAll(field) ? stored.map((part) => withoutWords(field, part)) : [];
      if (parts.length > 0) complete[name] = isList(field) ? parts : parts[0];
      continue;
    }
    const parts = sent.map((part) => {
      const like = isList(field) ? find(stored, part) : stored[0];
      const component = componentOf(field, part);
      return like && component ? completeNew(component.fields, part, like) : part;
    });
    complete[name] = isList(field) ? parts : parts[0];
  }
  return complete;
}
