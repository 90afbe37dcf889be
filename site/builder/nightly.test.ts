import { expect, it } from 'vitest';
import type { LogLine } from './log.ts';
import { Nightly } from './nightly.ts';

const { signal } = new AbortController();
const at = (day: number, hour: number) => new Date(2026, 0, day, hour, 30);

/** A night's work with a comparison that ends so. */
function nightly(status: number, began = at(1, 12)) {
  const told: { log: LogLine[]; said: string[]; runs: number } = { log: [], said: [], runs: 0 };
  const watch = new Nightly(
    {
      signal,
      say: (words) => told.said.push(words),
      log: (line) => told.log.push(line),
      compare: async () => {
        told.runs += 1;
        return { status, said: 'different: site/index.html' };
      },
    },
    began,
  );
  return { watch, told };
}

it('compares once each night, and not in the hour in which the builder starts', async () => {
  const { watch, told } = nightly(0, at(1, 3));
  for (const [day, hour] of [
    [1, 3],
    [1, 4],
    [2, 2],
    [2, 3],
    [2, 3],
    [2, 4],
    [3, 3],
  ] as const) {
    watch.look(at(day, hour));
    await new Promise(setImmediate);
  }
  expect(told.runs).toBe(2);
  expect(told.log.map(({ event }) => event)).toEqual(['cold-build-compared', 'cold-build-compared']);
  expect(told.said).toEqual([]);
});

it('reports what differs to people and to the log', async () => {
  const { watch, told } = nightly(1);
  watch.look(at(2, 3));
  await expect.poll(() => told.log).toHaveLength(1);
  expect(told.log[0]).toMatchObject({ level: 'error', event: 'cold-build-differs' });
  expect(told.said[0]).toContain('different: site/index.html');
});
