import { expect, it } from 'vitest';
import { lastWeeklyTime, weekBefore } from './week.ts';

it.each([
  ['2026-11-22T03:00:00.000Z', '2026-11-22T03:00:00.000Z'],
  ['2026-11-22T02:59:59.000Z', '2026-11-15T03:00:00.000Z'],
  ['2026-11-28T23:00:00.000Z', '2026-11-22T03:00:00.000Z'],
  ['2027-01-01T00:00:00.000Z', '2026-12-27T03:00:00.000Z'],
])('at %s the last weekly message was due on Sunday, 09:00 in Dhaka: %s', (now, due) => {
  expect(lastWeeklyTime(new Date(now)).toISOString()).toBe(due);
});

it('tells of the seven days before', () => {
  expect(weekBefore(new Date('2026-11-22T03:00:00Z')).toISOString()).toBe('2026-11-15T03:00:00.000Z');
});
