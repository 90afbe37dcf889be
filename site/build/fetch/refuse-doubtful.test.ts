import { expect, it } from 'vitest';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import { refuseDoubtful, refuseForeignCode } from './refuse-doubtful.ts';

const nothing = { fewer: false, older: false };
const exported = (count: number, revision = '5-5') => ({
  revision,
  entries: Array.from({ length: count }, () => ({}) as CmsEntry),
});

it.each([
  [1000, 899, true],
  [1000, 900, false],
  [100, 89, true],
  [100, 90, false],
  // A small site can take something down.
  [20, 10, false],
  [20, 9, true],
  [0, 0, false],
  [5, 500, false],
])('of %i live entries, %i in the export: refused is %s', (live, came, refused) => {
  const check = () => refuseDoubtful(exported(came), { entries: live, revision: '5-5' }, nothing);
  if (refused) expect(check).toThrow(`holds ${came} entries, the live site ${live}`);
  else expect(check).not.toThrow();
});

it.each([
  ['9-10', '10-11', true],
  ['10-10', '10-11', true],
  ['10-11', '10-11', false],
  // On PostgreSQL a lower id may be committed after a higher one.
  ['11-11', '10-11', false],
  ['r1', '10-11', false],
])('the CMS at %s, live at %s: refused is %s', (cms, live, refused) => {
  const check = () => refuseDoubtful(exported(1, cms), { entries: 1, revision: live }, nothing);
  if (refused) expect(check).toThrow('--allow-older');
  else expect(check).not.toThrow();
});

it('lets through what an operator has confirmed, and that alone', () => {
  const [smaller, live] = [exported(1, '1-1'), { entries: 100, revision: '5-5' }];
  expect(() => refuseDoubtful(smaller, live, { fewer: true, older: true })).not.toThrow();
  expect(() => refuseDoubtful(smaller, live, { fewer: true, older: false })).toThrow('--allow-older');
  expect(() => refuseDoubtful(smaller, live, { fewer: false, older: true })).toThrow('--allow-fewer');
});

it('does not take entries for wrong that only another code makes no page of', () => {
  const live = { entries: 100, code: 'a' };
  expect(() => refuseForeignCode(11, live, 'b', nothing)).toThrow('--allow-fewer');
  for (const [count, code, confirmed] of [
    [11, 'a', nothing],
    [10, 'b', nothing],
    [11, 'b', { ...nothing, fewer: true }],
  ] as const)
    expect(() => refuseForeignCode(count, live, code, confirmed)).not.toThrow();
});

it('has nothing against the first release', () => {
  expect(() => refuseDoubtful(exported(0), undefined, nothing)).not.toThrow();
});
