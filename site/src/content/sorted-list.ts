import type { Entry, EntryChange } from './entry.ts';

type Compare = (a: Entry, b: Entry) => number;

/** Entries that name another one in some fields, by its key, in the order of all. */
export type Index = ReadonlyMap<string, readonly Entry[]>;

/** Changes that are put into a list one by one; with more it is sorted anew. */
export const FEW = 100;

/** A list in order with these changes. */
export function merged(
  list: readonly Entry[],
  changes: readonly EntryChange[],
  compare: Compare,
): readonly Entry[] {
  const gone = new Set(changes.map(([was]) => was));
  const came = changes.flatMap(([, is]) => is ?? []);
  const stayed = list.filter((entry) => !gone.has(entry));
  if (came.length > FEW) return [...stayed, ...came].sort(compare);
  for (const entry of came) {
    let [from, to] = [0, stayed.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(stayed[middle] as Entry, entry) < 0) from = middle + 1;
      else to = middle;
    }
    stayed.splice(from, 0, entry);
  }
  return stayed;
}

/** An index of entries by what they name in these fields (with commas), with these changes. */
export function mergedIndex(
  index: Index,
  fields: string,
  changes: readonly EntryChange[],
  compare: Compare,
): Index {
  if (changes.length === 0) return index;
  const next = new Map(index);
  const names = fields.split(',');
  const targets = new Set(
    changes.flatMap(([was, is]) => [was, is].flatMap((entry) => (entry ? [...targetsOf(entry, names)] : []))),
  );
  for (const target of targets) {
    const own = changes.map(
      ([was, is]): EntryChange => [was, is && targetsOf(is, names).has(target) ? is : undefined],
    );
    next.set(target, merged(index.get(target) ?? [], own, compare));
  }
  return next;
}

/** The keys that an entry names in some fields. */
export function targetsOf(entry: Entry, names: readonly string[]): ReadonlySet<string> {
  const fields = entry.fields as Readonly<Record<string, unknown>>;
  return new Set(names.flatMap((name) => fields[name] ?? []) as string[]);
}
