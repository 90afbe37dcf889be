import { expect, it } from 'vitest';
import { canonical } from './digest';

it('words an object the same in whatever order its members came', () => {
  const one = { b: [{ y: 1, x: null }], a: 'ক' };
  const other = { a: 'ক', b: [{ x: null, y: 1 }] };
  expect(canonical(one)).toBe(canonical(other));
  expect(canonical(one)).toBe('{"a":"ক","b":[{"x":null,"y":1}]}');
});

it('words lists in other orders differently', () => {
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
});
