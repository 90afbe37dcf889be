import { diffArrays } from 'diff';

/** What became of a part: `was` and `is` are both set where it stayed, `at` is its place now or was its place then. */
export interface Matched<T> {
  readonly was?: T;
  readonly is?: T;
  readonly at: number;
  /** Its former place, where the part itself did not change and others did not just make room. */
  readonly from?: number;
}

interface Placed<T> {
  readonly part: T;
  readonly place: number;
  readonly kind: string;
  readonly content: string;
}

/**
 * Matches the parts of two lists: those that stayed are left out, those that moved are found by their
 * content, the rest are matched in order with what stands in their place if it is of the same kind.
 * @param keyOf the kind of a part, and its content as one string
 */
export function matchParts<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (part: T) => { kind: string; content: string },
): Matched<T>[] {
  const place = (part: T, index: number): Placed<T> => ({ part, place: index, ...keyOf(part) });
  const hunks = hunksOf(before.map(place), after.map(place));
  const moved: Matched<T>[] = [];
  const left = hunks.flatMap(({ removed }) => removed);
  for (const hunk of hunks) {
    hunk.added = hunk.added.filter((now) => {
      const index = left.findIndex((old) => old.kind === now.kind && old.content === now.content);
      const [old] = index < 0 ? [] : left.splice(index, 1);
      if (old) moved.push({ was: old.part, is: now.part, at: now.place, from: old.place });
      return !old;
    });
  }
  const matched = hunks.flatMap(({ removed, added }) =>
    matchHunk(
      removed.filter((old) => left.includes(old)),
      added,
    ),
  );
  return [...moved, ...matched].sort((a, b) => a.at - b.at);
}

interface Hunk<T> {
  removed: Placed<T>[];
  added: Placed<T>[];
}

/** Neighbouring removals and additions, between what stayed. */
function hunksOf<T>(before: Placed<T>[], after: Placed<T>[]): Hunk<T>[] {
  const comparator = (a: Placed<T>, b: Placed<T>) => a.kind === b.kind && a.content === b.content;
  const hunks: Hunk<T>[] = [{ removed: [], added: [] }];
  for (const { removed, added, value } of diffArrays(before, after, { comparator })) {
    const hunk = hunks.at(-1);
    if (removed) hunk?.removed.push(...value);
    else if (added) hunk?.added.push(...value);
    else hunks.push({ removed: [], added: [] });
  }
  return hunks;
}

function matchHunk<T>(removed: readonly Placed<T>[], added: readonly Placed<T>[]): Matched<T>[] {
  const rest = [...removed];
  const changed = added.map((now): Matched<T> => {
    const index = rest.findIndex(({ kind }) => kind === now.kind);
    const [old] = index < 0 ? [] : rest.splice(index, 1);
    return { ...(old && { was: old.part }), is: now.part, at: now.place };
  });
  return [...changed, ...rest.map((old) => ({ was: old.part, at: old.place }))];
}
