import { expect, it } from 'vitest';
import { dueAlarms, isRehearsalDue, type Told } from './alarms.ts';

const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
const failing = { since: at(0).toISOString(), at: at(0).toISOString(), error: 'no disk' };

it('tells of a failure at once, then daily, and of its end', () => {
  let told: Told = {};
  const look = (hours: number, state: Parameters<typeof dueAlarms>[0]) => {
    const due = dueAlarms(state, told, at(hours));
    told = due.told;
    return due.alarms;
  };
  expect(look(0, {})).toEqual([]);
  expect(look(1, { failing })).toEqual([{ kind: 'failing', failing }]);
  expect(look(2, { failing })).toEqual([]);
  expect(look(24, { failing, rehearsalFailing: failing })).toEqual([{ kind: 'rehearsalFailing', failing }]);
  expect(look(25, { failing, rehearsalFailing: failing })).toEqual([{ kind: 'failing', failing }]);
  expect(look(26, { rehearsalFailing: failing })).toEqual([{ kind: 'failing', failing: undefined }]);
  expect(look(27, { rehearsalFailing: failing })).toEqual([]);
});

it('rehearses each night at four in Dhaka, and later if the machine was off then', () => {
  const last = {
    snapshot: 'a',
    at: at(0).toISOString(),
    seconds: 1,
    addedBytes: 1,
    auditHead: null,
    missing: 0,
    sameDisk: false,
  };
  // 22:00 UTC is 04:00 in Dhaka.
  const due = (now: number, rehearsed: number) =>
    isRehearsalDue({ last, rehearsedAt: at(rehearsed).toISOString() }, at(now));
  expect(due(21.9, -1)).toBe(false);
  expect(due(22, -1)).toBe(true);
  expect(due(22.1, 22)).toBe(false);
  expect(due(30, -1)).toBe(true);
  expect(isRehearsalDue({ last }, at(12))).toBe(true);
  expect(isRehearsalDue({}, at(12))).toBe(false);
});
