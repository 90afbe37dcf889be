import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../bench/random.ts';
import { killBuilder } from './kill-builder.ts';
import { StandInCms } from './stand-in-cms.ts';

/** A short run of what `npm run bench -- kill` does with 100 publishes. */

let data: string;
let cms: StandInCms;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kill-'));
  cms = await new StandInCms().start();
});
afterAll(async () => {
  await cms.stop();
  await rm(data, { recursive: true, maxRetries: 5 });
});

it('a builder killed at random moments leaves every approval live in the end, and never a torn or older release', async () => {
  const { kills, looks } = await killBuilder({
    cms,
    data,
    publishes: 10,
    pause: 4000,
    random: seeded(1),
  });
  expect(kills).toBeGreaterThan(3);
  expect(looks).toBeGreaterThan(100);
  expect((await readdir(join(data, 'releases'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
