import { expect, it } from 'vitest';
import { Silence } from './silence.ts';

it('is no warning for a minute, one after it, and told once for each reason', () => {
  const silence = new Silence();
  expect(silence.failed('refused', 0)).toBe('info');
  expect(silence.failed('refused', 59_000)).toBeUndefined();
  expect(silence.failed('refused', 60_000)).toBe('warn');
  expect(silence.failed('refused', 65_000)).toBeUndefined();
  expect(silence.failed('it answered 401', 70_000)).toBe('warn');
});

it('is forgotten with an answer', () => {
  const silence = new Silence();
  silence.failed('refused', 0);
  silence.failed('refused', 100_000);
  silence.ended();
  expect(silence.failed('refused', 200_000)).toBe('info');
  expect(silence.failed('refused', 260_000)).toBe('warn');
});
