import { expect } from 'vitest';
import { seeded } from '../../site/bench/random.ts';
import { type KillOptions, killCms } from './kill-cms.ts';

/** Kills a CMS while it publishes; expects each acknowledged publish in the outbox, and none made up. */
export async function expectNothingLost(number: Pick<KillOptions, 'publishes' | 'kills'>): Promise<void> {
  const postgres = process.env.TEST_DATABASE === 'postgres';
  const found = await killCms({ ...number, life: 1500, random: seeded(1), postgres });
  expect(found.acknowledged.length).toBeGreaterThanOrEqual(number.publishes);
  const outbox = new Set(found.outbox);
  expect(found.acknowledged.filter((document) => !outbox.has(document))).toEqual([]);
  expect(found.outbox).toHaveLength(outbox.size);
  expect([...outbox].sort()).toEqual([...found.live].sort());
}
