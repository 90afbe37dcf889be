import { expect, it } from 'vitest';
import { BEGINNING, type Content, type Head, hashOf, type Row } from './chain';
import { verifyChain } from './verify';

const content = (position: number, previous: string, title = `Title ${position}`): Content => ({
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
  previous,
});

/** A whole record of some rows. */
function record(length: number, titles: Record<number, string> = {}): Row[] {
  const rows: Row[] = [];
  for (let position = 1; position <= length; position += 1) {
    const row = content(position, rows.at(-1)?.hash ?? BEGINNING, titles[position]);
    rows.push({ ...row, hash: hashOf(row) });
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
  expect(await verify(rows, headOf(rows))).toEqual(headOf(rows));
  expect(await verify([])).toEqual({ count: 0, hash: BEGINNING });
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
  const rows = record(5).map((row) => (row.position === 3 ? { ...row, ...change } : row));
  expect((await verify(rows)).problem).toContain('row 3 was changed');
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
