import { expect, it } from 'vitest';
import { percentile } from './measure.ts';
import { type BenchRun, tableOf } from './results.ts';

const measured = { time: 2000, memory: 300, parts: { render: 1500 } };
const run = (entries: number): BenchRun => ({
  entries,
  pages: entries + 12,
  first: { ...measured, time: 60_000 },
  cold: { ...measured, time: 40_000, search: 50_000 },
  unchanged: measured,
  story: { ...measured, times: [1000, 2000, 4000], search: null },
  ministry: measured,
  withdrawn: { ...measured, times: [2000], everywhere: 9000 },
  eleventy: { milliseconds: 10_000, memory: 200, pages: entries },
  setting: {
    day: '2026-11-21',
    cores: 2,
    processor: 'A processor',
    memory: 8,
    platform: 'linux x64',
    versions: { node: '24.0.0', astro: '7.0.0' },
    seed: 1,
  },
});

it('takes the nearest rank', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([50, 95, 100].map((share) => percentile(values, share))).toEqual([10, 19, 20]);
  expect(percentile([7], 95)).toBe(7);
});

it('writes a column for each size, with parts, machine and versions', () => {
  const table = tableOf([run(1000), run(10_000)]);
  expect(table).toContain('| entries | 1,000 | 10,000 |\n| --- | ---: | ---: |\n| pages | 1,012 | 10,012 |');
  expect(table).toContain('| … times Eleventy’s | 4.0 | 4.0 |');
  expect(table).toContain('| … median, s | 2.00 | 2.00 |');
  expect(table).toContain('| … found by the search, s | no | no |');
  expect(table).toContain('| render | 1.50 | 1.50 |\n| checks | – | – |');
  expect(table).toContain('| cores | 2 (A processor) | 2 (A processor) |');
  expect(table).toContain('| astro | 7.0.0 | 7.0.0 |');
});
