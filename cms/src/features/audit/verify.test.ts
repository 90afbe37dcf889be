import { describe, expect, it } from 'vitest';
import {
  BEGINNING,
  ERASED,
  ERASURE,
  type EventContent,
  type Head,
  hashOf,
  payloadOf,
  type Row,
  restOf,
} from './chain';
import { verifyChain } from './verify';

const content = (position: number, previous: string, title = `Title ${position}`): EventContent => ({
  position,
  at: '2026-11-21T10:00:00.000Z',
  action: 'approval.submit',
  actorKind: 'editor',
  actorId: 7,
  actorName: 'Focal point',
  type: 'story',
  document: 'abc',
  language: 'bn',
  ministry: 'msw',
  title,
  details: '{}',
  format: null,
  salt: null,
  payload: null,
  previous,
});

/** The same as it is recorded now. */
function inFormat2(row: EventContent): EventContent {
  const words = { title: row.title, details: row.details, salt: `salt ${row.position}` };
  return { ...row, ...words, format: 2, payload: payloadOf(words) };
}

/** A whole record of some rows. */
function record(length: number, titles: Record<number, string> = {}, newer = false): Row[] {
  const rows: Row[] = [];
  for (let position = 1; position <= length; position += 1) {
    const row = content(position, rows.at(-1)?.hash ?? BEGINNING, titles[position]);
    const shaped = newer ? inFormat2(row) : row;
    rows.push({ ...shaped, hash: hashOf(shaped) });
  }
  return rows;
}

const headOf = (rows: Row[]): Head => ({ count: rows.length, hash: rows.at(-1)?.hash ?? BEGINNING });

async function verify(rows: Row[], ...heads: Head[]) {
  async function* each() {
    yield* rows;
  }
  return verifyChain(each(), heads);
}

it('finds a whole record whole, and says where it ends', async () => {
  const rows = record(5);
  expect(await verify(rows, headOf(rows))).toEqual({ ...headOf(rows), erased: 0 });
  expect(await verify([])).toEqual({ count: 0, hash: BEGINNING, erased: 0 });
});

const changes: [string, Partial<Row>][] = [
  ['title', { title: 'Another' }],
  ['time', { at: '2026-11-21T10:00:00.001Z' }],
  ['actor', { actorId: 8 }],
  ['actor’s name', { actorName: null }],
  ['action', { action: 'approval.approve' }],
  ['details', { details: '{"a":1}' }],
  ['ministry', { ministry: 'food' }],
  ['hash', { hash: BEGINNING }],
];

it.each(changes)('names the row whose %s was changed', async (_, change) => {
  for (const newer of [false, true]) {
    const rows = record(5, {}, newer).map((row) => (row.position === 3 ? { ...row, ...change } : row));
    expect((await verify(rows)).problem).toContain('row 3 was changed');
  }
});

describe.each([
  ['first', false],
  ['second', true],
] as const)('words of rows of the %s format that were erased', (_format, newer) => {
  /** Rows 1 to 5, the words of row 3 gone; row 6 accounts for what is given. */
  function erased(accountsFor: (row: Row) => [number, string][], change: Partial<Row> = {}): Row[] {
    const rows = record(5, {}, newer).map((row) =>
      row.position === 3 ? { ...row, ...ERASED, ...change } : row,
    );
    const details = JSON.stringify({ rows: accountsFor(rows[2] as Row) });
    const erasure = inFormat2({
      ...content(6, rows.at(-1)?.hash ?? ''),
      action: ERASURE,
      title: null,
      details,
    });
    return [...rows, { ...erasure, hash: hashOf(erasure) }];
  }

  it('leave the record whole, which says how many', async () => {
    const rows = erased((row) => [[3, restOf(row)]]);
    expect(await verify(rows, headOf(rows))).toEqual({ ...headOf(rows), erased: 1 });
    expect((await verify(rows, headOf(record(5, {}, newer)))).problem).toBeUndefined();
  });

  it('count as changed when nothing accounts for them', async () => {
    const gone = 'row 3 was changed: its words are gone';
    expect((await verify(erased(() => []))).problem).toContain(gone);
    expect((await verify(erased((row) => [[2, restOf(row)]]))).problem).toContain(gone);
    expect((await verify(erased(() => [[3, 'f'.repeat(64)]]))).problem).toContain(gone);
    const before = erased((row) => [[3, restOf(row)]]).slice(0, 5);
    expect((await verify(before)).problem).toContain(gone);
  });

  it('do not hide a change of who did what and when', async () => {
    const whole = record(5, {}, newer)[2] as Row;
    for (const change of [{ action: 'approval.approve' }, { actorId: 8 }, { at: 'x' }, { document: 'x' }]) {
      const rows = erased(() => [[3, restOf({ ...whole, ...ERASED })]], change);
      expect((await verify(rows)).problem).toContain('row 3 was changed');
    }
  });
});

it('names a row that was changed and hashed anew', async () => {
  const rows = record(5).map((row) => {
    if (row.position !== 3) return row;
    const forged = { ...row, title: 'Another' };
    return { ...forged, hash: hashOf(forged) };
  });
  expect((await verify(rows)).problem).toContain('row 3 was changed');
});

it('names rows that are missing at the beginning, in the middle and at the end', async () => {
  const rows = record(5);
  const without = (...gone: number[]) =>
    verify(
      rows.filter(({ position }) => !gone.includes(position)),
      headOf(rows),
    );
  expect((await without(1)).problem).toBe('row 1 is missing');
  expect((await without(3)).problem).toBe('row 3 is missing');
  expect((await without(5)).problem).toBe('row 5 is missing');
  expect((await without(4, 5)).problem).toBe('rows 4 to 5 are missing');
  expect((await without(1, 2, 3, 4, 5)).problem).toBe('rows 1 to 5 are missing');
});

it('finds out a record that was written anew by a hash that was noted before', async () => {
  const noted = headOf(record(4));
  const anew = record(6, { 2: 'Another' });
  expect((await verify(anew, headOf(anew))).problem).toBeUndefined();
  expect((await verify(anew, headOf(anew), noted)).problem).toContain('row 4 was changed');
});
