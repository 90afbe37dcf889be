import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Migrations from '../src/kernel/database/migrations.ts';
import { startCms, type TestCms } from './cms.ts';

let cms: TestCms;
let run: (...migrations: Migrations.Migration[]) => Promise<void>;
let number = 0;
let name: string;

beforeAll(async () => {
  cms = await startCms();
  const { runMigrations } = cms.module<typeof Migrations>('kernel/database/migrations');
  run = (...migrations) => runMigrations(cms.strapi, migrations);
});
afterAll(() => cms.stop());
beforeEach(() => {
  number += 1;
  name = `2026-11-28-test-${number}`;
});

const noted = () => cms.strapi.db.query('api::migration.migration').count({ where: { name } });
const marks = () => cms.strapi.db.query('api::job.lease').count({ where: { name } });
/** Leaves a row of its own name, in its transaction. */
const mark: Migrations.Migration['up'] = async (_strapi, trx) => {
  await trx('job_leases').insert({ name, held_until: 0, due_at: 0 });
};

it('runs a migration once', async () => {
  let runs = 0;
  const count = async () => {
    runs += 1;
  };
  await run({ name, up: count });
  await run({ name, up: count });
  expect(runs).toBe(1);
  expect(await noted()).toBe(1);
});

it('stores nothing of one that fails, and runs it again', async () => {
  const fail: Migrations.Migration['up'] = async (strapi, trx) => {
    await mark(strapi, trx);
    throw new Error('half of it');
  };
  await expect(run({ name, up: fail })).rejects.toThrow('half of it');
  expect([await noted(), await marks()]).toEqual([0, 0]);
  await run({ name, up: mark });
  expect([await noted(), await marks()]).toEqual([1, 1]);
});

it('lets one that is asked for twice at once run once, and the other wait for it', async () => {
  let runs = 0;
  const up: Migrations.Migration['up'] = async (strapi, trx) => {
    runs += 1;
    await mark(strapi, trx);
  };
  await Promise.all(
    [run({ name, up }), run({ name, up })].map(async (ended) => {
      await ended;
      expect(await marks()).toBe(1);
    }),
  );
  expect(runs).toBe(1);
});
