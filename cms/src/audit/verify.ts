import { BEGINNING, type Head, hashOf, type Row } from './chain';

/** What a check found: the record's end, and the first thing wrong with it. */
export interface Verdict extends Head {
  /** Names the first row that was changed or is missing; undefined when the record is whole. */
  readonly problem?: string;
}

/**
 * Follows the chain from its first row to its last.
 *
 * What this proves: no row was changed, taken out, put in or moved by anyone who did not also write
 * every later row and the head anew, and none was cut off at the end without the head. What it cannot
 * prove: that somebody with full access to the database did not write all of that anew, or put an older
 * copy of the whole back. Against that, note the count and the hash that a check prints somewhere else,
 * and give them to a later check: as long as that hash is found, all up to it is as it was.
 * @param rows all rows, in order of their positions
 * @param heads what must be found on the way: the head as it was before the rows were read, and those
 *   noted earlier
 * @param progress called now and then with how many rows were followed
 */
export async function verifyChain(
  rows: AsyncIterable<Row>,
  heads: readonly Head[],
  progress: (rows: number) => void = () => undefined,
): Promise<Verdict> {
  let last: Head = { count: 0, hash: BEGINNING };
  for await (const row of rows) {
    const problem = problemOf(row, last, heads);
    if (problem !== undefined) return { ...last, problem };
    last = { count: row.position, hash: row.hash };
    progress(row.position);
  }
  const furthest = Math.max(0, ...heads.map(({ count }) => count));
  if (furthest <= last.count) return last;
  const [first, end] = [last.count + 1, furthest];
  return {
    ...last,
    problem: first === end ? `row ${first} is missing` : `rows ${first} to ${end} are missing`,
  };
}

function problemOf(row: Row, last: Head, heads: readonly Head[]): string | undefined {
  const { position } = row;
  if (position > last.count + 1) return `row ${last.count + 1} is missing`;
  if (position < last.count + 1) return `row ${position} is there twice`;
  if (hashOf(row) !== row.hash) return `row ${position} was changed: its hash is not that of its content`;
  if (row.previous !== last.hash) {
    return position === 1
      ? 'row 1 was changed: it says that another row comes before it'
      : `row ${last.count} was changed: row ${position} holds another hash of it`;
  }
  if (heads.some(({ count, hash }) => count === position && hash !== row.hash)) {
    return `row ${position} was changed: its hash was another one before`;
  }
  return undefined;
}
