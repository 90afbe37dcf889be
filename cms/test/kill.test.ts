import { expect, it } from 'vitest';
import { seeded } from '../../site/bench/random.ts';
import { killCms } from './kill-cms.ts';

/** A short run of what `npm run bench -- kill` does with 500 publishes. */
it('a CMS killed at random moments has every acknowledged publish in its outbox, and none made up', async () => {
  const postgres = process.env.TEST_DATABASE === 'postgres';
  const found = await killCms({ publishes: 30, kills: 3, life: 1500, random: seeded(1), postgres });
  expect(found.acknowledged.length).toBeGreaterThanOrEqual(30);
  const outbox = new Set(found.outbox);
  expect(found.acknowledged.filter((document) => !outbox.has(document))).toEqual([]);
  expect(found.outbox).toHaveLength(outbox.size);
  expect([...outbox].sort()).toEqual([...found.live].sort());
}, 180_000);
