import { createRequire } from 'node:module';
import path from 'node:path';
import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** What a platform has stored that ran on another clock than UTC; SQLite counts milliseconds and never had any. */

const MIGRATION = path.resolve(import.meta.dirname, '../database/migrations/2026-11-28-moments-in-utc.js');
const { up } = createRequire(import.meta.url)(
  MIGRATION,
) as typeof import('../src/kernel/database/moments-in-utc');

const onPostgres = process.env.TEST_DATABASE === 'postgres';
const said: string[] = [];
const logger = { info: (line: string) => said.push(line), warn: (line: string) => said.push(`! ${line}`) };
let postgres: TestPostgres;
let database: Knex;

beforeAll(async () => {
  if (!onPostgres) return;
  postgres = await startPostgres();
  database = knex({ client: 'pg', connection: postgres.url, pool: { min: 0, max: 2 } });
});
afterAll(async () => {
  await database?.destroy();
  await postgres?.stop();
});
beforeEach(async () => {
  said.length = 0;
  if (!onPostgres) return;
  for (const table of ['audit_events', 'meetings']) await database.schema.dropTableIfExists(table);
  await database.schema.createTable('audit_events', (table) => {
    table.string('at');
    table.datetime('created_at', { useTz: false, precision: 6 });
  });
  await database.schema.createTable('meetings', (table) => {
    table.increments('id');
    table.string('title');
    table.datetime('starts', { useTz: false, precision: 6 });
    table.datetime('ends', { useTz: false, precision: 6 });
    table.date('day');
  });
});

/** Moments as they were kept on a machine's clock: each that was recorded, and that of a meeting in summer. */
async function kept(zone: string, recorded: readonly string[], starts = '2027-07-01T20:30:00.000Z') {
  for (const at of recorded) {
    const late = new Date(Date.parse(at) + 1500).toISOString();
    await database.raw('insert into audit_events values (?, ?::timestamptz at time zone ?)', [
      at,
      late,
      zone,
    ]);
  }
  await database.raw(
    "insert into meetings (title, starts, day) values (?, ?::timestamptz at time zone ?, '2027-07-01')",
    [zone, starts, zone],
  );
}

const run = () => database.transaction((trx) => up(trx, { logger }));

async function meetings() {
  const columns = database.raw('starts::text, ends, day::text');
  return database('meetings').select(columns).orderBy('id');
}

const WINTER = '2026-12-01T20:30:00.000Z';
const SUMMER = '2026-06-01T20:30:00.000Z';

it.runIf(onPostgres)('is moved to UTC from the clock of Dhaka, once', async () => {
  await kept('Asia/Dhaka', [SUMMER, WINTER]);
  await run();
  expect(await meetings()).toEqual([{ starts: '2027-07-01 20:30:00', ends: null, day: '2027-07-01' }]);
  expect(said).toEqual([
    'Moments in the database were kept on the clock of Asia/Dhaka: 2 tables now have UTC.',
  ]);
  await run();
  expect((await meetings())[0]?.starts).toBe('2027-07-01 20:30:00');
  expect(said).toHaveLength(1);
});

it.runIf(onPostgres)(
  'is moved from a clock that changes with the season, if the server is set to it',
  async () => {
    await kept('America/New_York', [SUMMER, WINTER]);
    await run();
    expect(said[0]).toMatch(
      /^! .* are left as they are; .*: 2026-06-01T20:30Z to .* on UTC-04:00; .* on UTC-05:00/,
    );
    await database.raw("alter system set log_timezone = 'America/New_York'");
    await database.raw('select pg_reload_conf()');
    await expect
      .poll(async () => (await database.raw('show log_timezone')).rows[0].log_timezone)
      .toMatch(/York/);
    await run();
    await database.raw('alter system reset log_timezone');
    await database.raw('select pg_reload_conf()');
    expect((await meetings())[0]?.starts).toBe('2027-07-01 20:30:00');
    expect(said[1]).toContain('the clock of America/New_York');
  },
);

it.runIf(onPostgres)('is moved from a clock that is the same all year, whatever its zone', async () => {
  await kept('Asia/Kathmandu', [SUMMER, WINTER]);
  await run();
  expect((await meetings())[0]?.starts).toBe('2027-07-01 20:30:00');
  expect(said).toEqual([
    'Moments in the database were kept on the clock of UTC+05:45: 2 tables now have UTC.',
  ]);
});

it.runIf(onPostgres)(
  'stays as it is where it is in UTC, or was kept on one clock and then on another',
  async () => {
    await kept('UTC', [SUMMER, WINTER]);
    await run();
    expect(said).toEqual([]);
    await kept('America/New_York', ['2027-01-01T00:00:00.000Z']);
    await run();
    expect((await meetings()).map(({ starts }) => starts)).toEqual([
      '2027-07-01 20:30:00',
      '2027-07-01 16:30:00',
    ]);
    expect(said).toEqual([expect.stringMatching(/^! .*kept on several clocks/)]);
  },
);

it.runIf(onPostgres)('stays as it is in a database that has no tables yet', async () => {
  await database.schema.dropTable('audit_events');
  await expect(run()).resolves.toBeUndefined();
});

it.skipIf(onPostgres)('is left alone on SQLite', async () => {
  const sqlite = knex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
  await sqlite.transaction((trx) => up(trx, { logger }));
  expect(said).toEqual([]);
  await sqlite.destroy();
});
