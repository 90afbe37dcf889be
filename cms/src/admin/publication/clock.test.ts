import { expect, it } from 'vitest';
import { clockInWords } from './clock.ts';

const AT = '2026-11-21T08:02:41.000Z';
const now = (iso: string) => Date.parse(iso);

it('names the time alone on the same day in Dhaka, with the day on another', () => {
  expect(clockInWords(AT, 'en', now('2026-11-21T17:59:00Z'))).toBe('14:02:41');
  expect(clockInWords(AT, 'en', now('2026-11-21T18:01:00Z'))).toBe('21 Nov 2026, 14:02:41');
  expect(clockInWords(AT, 'bn', now('2026-11-21T09:00:00Z'))).toBe('১৪:০২:৪১');
});
