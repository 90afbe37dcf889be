import {
  BEGINNING,
  erasedRows,
  FORMAT,
  type Head,
  hashOf,
  isBlank,
  payloadOf,
  type Row,
  restOf,
} from './chain';

/** What a check found: the record's end, and the first thing wrong with it. */
export interface Verdict extends Head {
  /** Of how many rows the words were erased. */
  readonly erased: number;
  /** Names the first row that was changed or is missing; undefined when the record is whole. */
  readonly problem?: string;
}

/**
 * Follows the chain from its first row to its last. The words of a row may have been erased: then its hash
 * fits without them, or, for one of the first format, a later row holds the digest of all else of it; and in
 * both cases a later row must say that they were erased.
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
  let erased = 0;
  // Rows without their words that no later row has accounted for yet, with what is left of them.
  const blank = new Map<number, string>();
  for await (const row of rows) {
    const problem = problemOf(row, last, heads, blank);
    if (problem !== undefined) return { ...last, erased, problem };
    for (const [position, rest] of erasedRows(row)) {
      if (blank.get(position) === rest && blank.delete(position)) erased += 1;
    }
    last = { count: row.position, hash: row.hash };
    progress(row.position);
  }
  const [unexplained] = blank.keys();
  if (unexplained !== undefined) {
    const problem = `row ${unexplained} was changed: its words are gone, and no erasure accounts for them`;
    return { ...last, erased, problem };
  }
  const furthest = Math.max(0, ...heads.map(({ count }) => count));
  if (furthest <= last.count) return { ...last, erased };
  const [first, end] = [last.count + 1, furthest];
  return {
    ...last,
    erased,
    problem: first === end ? `row ${first} is missing` : `rows ${first} to ${end} are missing`,
  };
}

function problemOf(
  row: Row,
  last: Head,
  heads: readonly Head[],
  blank: Map<number, string>,
): string | undefined {
  const { position } = row;
  if (position > last.count + 1) return `row ${last.count + 1} is missing`;
  if (position < last.count + 1) return `row ${position} is there twice`;
  if (!fits(row)) {
    if (!couldBeErased(row)) return `row ${position} was changed: its hash is not that of its content`;
    blank.set(position, restOf(row));
  }
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

/** Whether a row's hash is that of its content, its words included. */
function fits(row: Row): boolean {
  return hashOf(row) === row.hash && (row.format !== FORMAT || payloadOf(row) === row.payload);
}

/** Whether a row that does not fit could be one whose words were erased. */
function couldBeErased(row: Row): boolean {
  return isBlank(row) && (row.format !== FORMAT || hashOf(row) === row.hash);
}
