import type { Field, Fields, Label } from 'content-types';
import { componentOf } from 'content-types';
import { appearsInAll, carriesShared, isList, isSame, partKeyOf, partsOf, type SharedValues } from './values';

/** A shared field at one place of an entry, in several versions of it. */
export interface SharedLeaf {
  readonly field: Field;
  readonly name: string;
  /** The path as problems name it, with the place that a part has in the first version: `benefits.0.taka`. */
  readonly path: string;
  /** The labels of the fields on the way there, and places of parts from 1. */
  readonly labels: readonly (Label | number)[];
  /** For each version the entry or part that holds the value; undefined where that part is not. */
  readonly holders: readonly (SharedValues | undefined)[];
}

type Place = Pick<SharedLeaf, 'path' | 'labels'>;

/** Every shared field of an entry and of those parts that at least two of the versions have, by their keys. */
export function* sharedLeaves(
  fields: Fields,
  versions: readonly (SharedValues | undefined)[],
  { path, labels }: Place = { path: '', labels: [] },
): Generator<SharedLeaf> {
  for (const [name, field] of Object.entries(fields)) {
    const here = { path: path + name, labels: [...labels, field.label] };
    if (!field.components) {
      if (field.shared) yield { field, name, ...here, holders: versions };
      continue;
    }
    if (!field.components.some((component) => carriesShared(component.fields))) continue;
    for (const { parts, index } of matched(
      field,
      versions.map((version) => partsOf(version?.[name])),
    )) {
      const [part] = parts.filter((one) => one !== undefined);
      const component = part && componentOf(field, part);
      const place =
        index === undefined ? here : { path: `${here.path}.${index}`, labels: [...here.labels, index + 1] };
      if (component) yield* sharedLeaves(component.fields, parts, { ...place, path: `${place.path}.` });
    }
  }
}

interface Match {
  readonly parts: readonly (SharedValues | undefined)[];
  readonly index?: number;
}

/** The parts of one field in several versions, those that are the same together. */
function matched(field: Field, lists: readonly (readonly SharedValues[])[]): Match[] {
  if (!isList(field)) return several([{ parts: lists.map(([part]) => part) }]);
  const seen = new Set<string>();
  return several(
    lists.flatMap((list) =>
      list.flatMap((part, index): Match | [] => {
        const key = partKeyOf(part);
        if (key === undefined || seen.has(key)) return [];
        seen.add(key);
        const isIt = (one: SharedValues) => partKeyOf(one) === key && one.__component === part.__component;
        return { parts: lists.map((other) => other.find(isIt)), index };
      }),
    ),
  );
}

const several = (matches: Match[]) =>
  matches.filter(({ parts }) => parts.filter((part) => part !== undefined).length > 1);

/** The shared fields in which two versions disagree. */
export function sharedDifferences(fields: Fields, one: SharedValues, other: SharedValues): SharedLeaf[] {
  return [...sharedLeaves(fields, [one, other])].filter(({ field, name, holders: [a, b] }) =>
    a && b ? !isSame(field, a[name], b[name]) : false,
  );
}

/** A list of parts that share something, of which two versions do not hold the same ones. */
export interface UnequalList extends Pick<SharedLeaf, 'path' | 'labels'> {
  readonly counts: readonly [number, number];
}

/** The lists of an entry in which one version has parts that the other has not. */
export function unequalLists(fields: Fields, one: SharedValues, other: SharedValues): UnequalList[] {
  return Object.entries(fields).flatMap(([name, field]): UnequalList[] => {
    if (!appearsInAll(field) || !isList(field)) return [];
    const [mine, theirs] = [partsOf(one[name]), partsOf(other[name])];
    const keys = (parts: readonly SharedValues[]) => parts.map(partKeyOf).sort().join();
    if (keys(mine) === keys(theirs)) return [];
    return [{ path: name, labels: [field.label], counts: [mine.length, theirs.length] }];
  });
}
