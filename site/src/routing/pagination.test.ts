import { expect, it } from 'vitest';
import { paginate } from './pagination.ts';

/** Newest first. */
const entries = (count: number) => Array.from({ length: count }, (_, index) => `e${count - index}`);

it.each([0, 1, 9, 10, 19, 20, 21, 29, 30, 101])('holds each of %i entries once, newest first', (count) => {
  const pages = paginate(entries(count));
  expect(pages.flatMap(({ items }) => items)).toEqual(entries(count));
  expect(pages.map(({ number }) => number)).toEqual([
    undefined,
    ...Array.from({ length: pages.length - 1 }, (_, i) => pages.length - 1 - i),
  ]);
  for (const { items, number } of pages) {
    if (number !== undefined) expect(items).toHaveLength(10);
    else expect(items.length).toBeLessThan(20);
  }
});

it('leaves every older page as it was when something is added, but for the way to a page that is new', () => {
  for (let count = 20; count < 45; count += 1) {
    const before = new Map(paginate(entries(count)).map((page) => [page.number, page]));
    for (const page of paginate(entries(count + 1))) {
      const was = before.get(page.number);
      if (page.number === undefined || !was) continue;
      expect(page.items).toEqual(was.items);
      expect(page.older).toBe(was.older);
    }
  }
});

it('leads from each page to the next', () => {
  const pages = paginate(entries(45));
  expect(pages.map(({ older, newer }) => [newer, older])).toEqual([
    [undefined, 3],
    ['newest', 2],
    [3, 1],
    [2, undefined],
  ]);
});
