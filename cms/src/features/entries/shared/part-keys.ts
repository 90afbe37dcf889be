import { randomBytes } from 'node:crypto';
import { componentOf, type Field, type Fields, PART_KEY } from 'content-types';
import { appearsInAll, isRecord, partKeyOf, partsOf, type SharedValues, sharedContent } from './values';

const KEY = /^[\w-]{1,40}$/;

const newKey = () => randomBytes(8).toString('hex');

/** The versions that data about to be stored is compared with. */
interface Known {
  /** What is stored of the same language; undefined for one that is new. */
  readonly own: SharedValues | undefined;
  /** What is stored of the other languages. */
  readonly others: readonly SharedValues[];
}

/**
 * Data with a key in every part of a list, each once in its list. A part keeps the key of the stored part
 * that it names by its number, or the one that it brings. One that says neither is taken for a stored part
 * with the same shared values, so that linking them changes neither: of another language or, where no part
 * of the list has a number, of its own. In a language that is new, what is then left in both is the same
 * in its order if it is as many. What is left is new.
 */
export function settlePartKeys(fields: Fields, data: SharedValues, known: Known): Record<string, unknown> {
  const settled: Record<string, unknown> = { ...data };
  for (const [name, field] of Object.entries(fields)) {
    const value = data[name];
    if (!field.components || value === undefined || value === null) continue;
    const inField: Lists = {
      own: known.own && partsOf(known.own[name]),
      others: known.others.flatMap((other) => partsOf(other[name])),
    };
    if (Array.isArray(value)) settled[name] = settleList(field, value.filter(isRecord), inField);
    else if (isRecord(value))
      settled[name] = settleInside(field, value, inField.own?.[0], inField.others, known.own === undefined);
  }
  return settled;
}

interface Lists {
  readonly own: readonly SharedValues[] | undefined;
  readonly others: readonly SharedValues[];
}

function settleList(field: Field, parts: readonly SharedValues[], { own, others }: Lists): SharedValues[] {
  const keys: (string | undefined)[] = parts.map(() => undefined);
  const isFree = (key: string | undefined) => key !== undefined && !keys.includes(key);
  const give = (index: number, key: string | undefined) => {
    if (keys[index] === undefined && isFree(key)) keys[index] = key;
  };
  for (const [index, { id }] of parts.entries()) {
    const stored =
      id === undefined ? undefined : own?.find((one) => sameNumber(one, id) && sameKind(one, parts[index]));
    if (stored) give(index, partKeyOf(stored));
  }
  for (const [index, part] of parts.entries()) {
    const key = partKeyOf(part);
    if (key !== undefined && KEY.test(key)) give(index, key);
  }
  // Who names no part by its number sends the whole list anew, and its parts may be the ones that were there.
  const isWhole = parts.every(({ id }) => id === undefined);
  for (const stored of [(isWhole && own) || [], others]) {
    for (const [index, part] of parts.entries()) {
      const here = stored[index];
      if (here && isLike(field, here, part)) give(index, partKeyOf(here));
    }
    for (const [index, part] of parts.entries()) {
      const like = stored.find((one) => isFree(partKeyOf(one)) && isLike(field, one, part));
      if (like) give(index, partKeyOf(like));
    }
  }
  if (own === undefined && appearsInAll(field)) {
    const left = others.filter((one) => isFree(partKeyOf(one)));
    const open = [...parts.keys()].filter((index) => keys[index] === undefined);
    if (left.length === open.length)
      for (const [place, index] of open.entries()) give(index, partKeyOf(left[place] ?? {}));
  }
  return parts.map((part, index) => {
    const key = keys[index] ?? newKey();
    const same = (one: SharedValues) => partKeyOf(one) === key && sameKind(one, part);
    const inside = settleInside(field, part, own?.find(same), others.filter(same), own === undefined);
    return { ...inside, [PART_KEY]: key };
  });
}

function settleInside(
  field: Field,
  part: SharedValues,
  own: SharedValues | undefined,
  others: readonly SharedValues[],
  isNewLanguage: boolean,
): SharedValues {
  const component = componentOf(field, part);
  // A part that is new in a language that is not is matched with nothing by its place alone.
  const stored = own ?? (isNewLanguage ? undefined : {});
  return component ? settlePartKeys(component.fields, part, { own: stored, others }) : part;
}

/** Strapi knows a part by its number within its component. */
const sameNumber = (stored: SharedValues, id: unknown) => String(stored.id) === String(id);

const sameKind = (a: SharedValues, b: SharedValues | undefined) => a.__component === b?.__component;

/** Whether two parts share the same values; in a zone, where most parts share nothing, some value. */
function isLike(field: Field, a: SharedValues, b: SharedValues): boolean {
  const component = componentOf(field, b);
  if (!component || !sameKind(a, b)) return false;
  const content = sharedContent(component, a);
  return content === sharedContent(component, b) && (content !== '' || appearsInAll(field));
}

/** A stored part and the key that it is to have. */
export interface PartToKey {
  /** Its component's uid, and its number there. */
  readonly uid: string;
  readonly id: unknown;
  readonly key: string;
}

/** The parts of a stored version whose keys differ from those in a copy of it, which `settlePartKeys` made. */
export function partsToKey(fields: Fields, stored: SharedValues, keyed: SharedValues): PartToKey[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const parts = field.components ? partsOf(keyed[name]) : [];
    return partsOf(field.components && stored[name]).flatMap((part, index) => {
      const copy = parts[index] ?? {};
      const component = componentOf(field, part);
      const key = partKeyOf(copy);
      const isNew = component && key !== undefined && key !== partKeyOf(part);
      return [
        ...(isNew ? [{ uid: component.uid, id: part.id, key }] : []),
        ...(component ? partsToKey(component.fields, part, copy) : []),
      ];
    });
  });
}
