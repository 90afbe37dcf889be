import { expect, it } from 'vitest';
import { median } from './queue';

it.each([
  [[], null],
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %s', (values, wanted) => {
  expect(median(values)).toBe(wanted);
});
