import { join } from 'node:path';
import { expect, it } from 'vitest';
import { merged, tableOf } from './long-results.ts';
import { root } from './root.ts';

const counts = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const run = (file: string, status: string) => ({
  ...counts,
  testResults: [
    {
      name: join(root, file),
      status,
      startTime: 1000,
      endTime: 61_400,
      assertionResults: [{ fullName: 'holds for an hour', status }],
    },
  ],
});
const now = { commit: 'abc1234', at: '2026-11-28T08:00:00.000Z' };

it('keeps what is known of files that did not run this time, and forgets those that are gone', () => {
  const exists = (file: string) => file !== 'gone.long.test.ts';
  const first = merged({}, run('a.long.test.ts', 'passed'), now, exists);
  const second = merged(first, run('b.long.test.ts', 'passed'), { ...now, commit: 'def5678' }, exists);
  expect(Object.keys(second)).toEqual(['a.long.test.ts', 'b.long.test.ts']);
  expect(second['a.long.test.ts']?.commit).toBe('abc1234');
  expect(Object.keys(merged(second, run('gone.long.test.ts', 'passed'), now, exists))).toHaveLength(2);
});

it('names in its table what failed', () => {
  const table = tableOf(
    merged({}, run('a.long.test.ts', 'failed'), now, () => true),
    '2 cores',
  );
  expect(table).toContain(
    '| a.long.test.ts | **failed**: holds for an hour | 0 of 1 | 60 | 2026-11-28 | abc1234 |',
  );
});
