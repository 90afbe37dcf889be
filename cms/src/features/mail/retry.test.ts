import { expect, it } from 'vitest';
import { givesUp, isServerDown, pauseAfter } from './retry.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it('waits longer from attempt to attempt, up to half an hour', () => {
  expect([1, 2, 3, 5, 6, 500].map((attempts) => pauseAfter(attempts) / MINUTE)).toEqual([
    1, 2, 4, 16, 30, 30,
  ]);
});

it.each([
  ['a mailbox that does not exist', { responseCode: 550, command: 'RCPT TO' }, 0, true],
  ['a message that is refused', { responseCode: 554, command: 'DATA' }, 0, true],
  ['a full mailbox', { responseCode: 452, command: 'RCPT TO' }, DAY, false],
  ['a wrong password of ours', { responseCode: 535, command: 'AUTH PLAIN' }, DAY, false],
  ['a server that is down', { command: 'CONN' }, 4 * DAY, false],
  ['a server that is down for days', { command: 'CONN' }, 6 * DAY, true],
])('judges %s', (_, failure, age, expected) => {
  expect(givesUp({ ...failure, message: '' }, age)).toBe(expected);
});

it('knows a server that does not answer from one that refuses', () => {
  expect(isServerDown({ message: 'connect ECONNREFUSED' })).toBe(true);
  expect(isServerDown({ message: '550 no such user', responseCode: 550 })).toBe(false);
});
