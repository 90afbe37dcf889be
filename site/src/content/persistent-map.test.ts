import { expect, it } from 'vitest';
import { PersistentMap } from './persistent-map.ts';

const facts = (hash: string) => ({ hash, bytes: hash.length });
/** So many that some parts have several. */
const many = Array.from({ length: 2000 }, (_, number): [string, { hash: string; bytes: number }] => {
  return [`site/${number}/`, facts(`${number}`)];
});

it('is what a map would be', () => {
  const list = new PersistentMap(new Map(many));
  const map = new Map(many);
  for (const changed of [list, map]) {
    changed.set('site/1/', facts('new'));
    changed.set('site/x/', facts('x'));
    changed.delete('site/2/');
    changed.delete('site/2/');
    changed.delete('not there');
  }
  expect(new Map(list)).toEqual(map);
  expect(new Set(list.keys())).toEqual(new Set(map.keys()));
  expect([list.size, list.get('site/1/'), list.has('site/2/')]).toEqual([map.size, facts('new'), false]);
});

it('begins as another one, and neither sees what the other changes then', () => {
  const before = new PersistentMap(new Map(many));
  const after = new PersistentMap(before);
  after.set('site/1/', facts('after'));
  after.delete('site/2/');
  before.set('site/3/', facts('before'));
  expect([before, after].map((list) => list.get('site/1/')?.hash)).toEqual(['1', 'after']);
  expect([before, after].map((list) => list.has('site/2/'))).toEqual([true, false]);
  expect([before, after].map((list) => list.get('site/3/')?.hash)).toEqual(['before', '3']);
  expect([before, after].map(({ size }) => size)).toEqual([2000, 1999]);
});

it('shares the parts that are not changed, and changes none that it has shared', () => {
  const before = new PersistentMap(new Map(many));
  const parts = before.share();
  const after = new PersistentMap(before);
  after.set('site/1/', facts('after'));
  before.set('site/1/', facts('before'));
  expect(after.share().filter((part, number) => part !== parts[number])).toHaveLength(1);
  expect(new Map(parts.flatMap((part) => [...part]))).toEqual(new Map(many));
});
