import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'content-types';
import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/ports.ts';
import { isUnfinished, lookAtTarget } from '../src/features/database-move/target.ts';
import { createBasics, samples, startCms, type TestCms } from './cms.ts';
import { type Command, runCommand, startCommand } from './commands.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

const ENTRIES = 10_000;
const KILLS = 5;
/** Megabytes that a move may take, all its processes together, and seconds. */
const MOST_MB = 1500;
const MOST_SECONDS = 600;
const STORY = 'api::story.story';

describe.skipIf(process.env.TEST_DATABASE === 'postgres')('a move of a large platform', () => {
  let cms: TestCms;
  let postgres: TestPostgres;
  let dataDir: string;
  let databases = 0;

  beforeAll(async () => {
    process.env.JOBS = 'off';
    [cms, postgres] = await Promise.all([startCms(), startPostgres()]);
    await createBasics(cms);
    await fill();
    dataDir = await mkdtemp(path.join(tmpdir(), 'platform-'));
    await cms.strapi.db.connection.raw('vacuum into ?', [path.join(dataDir, 'cms.db')]);
    await cp(path.join(cms.dataDir, 'public'), path.join(dataDir, 'public'), { recursive: true });
  });
  afterAll(async () => {
    delete process.env.JOBS;
    await cms.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  });

  /** Live entries with a draft each, their rows of the outbox and of the audit record. */
  async function fill(): Promise<void> {
    const { recordEvent } =
      cms.module<typeof import('../src/features/audit/record')>('features/audit/record');
    const { recordChanges } = cms.module<typeof import('../src/features/publication/outbox')>(
      'features/publication/outbox',
    );
    const summary = 'সামাজিক সুরক্ষা কর্মসূচির খবর '.repeat(100);
    const add = async (number: number) => {
      const document = `story${number}`;
      const data = { ...samples.story(`Story ${number}`), slug: `story-${number}`, locale: 'bn', summary };
      for (const publishedAt of [null, new Date()]) {
        await cms.strapi.db
          .query(STORY)
          .create({ data: { ...data, documentId: document, publishedAt } as never });
      }
      await recordChanges(cms.strapi, types.story, 'publish', [{ ...data, documentId: document }]);
      await recordEvent(cms.strapi, {
        action: 'approval.approved',
        actor: { kind: 'system' },
        type: 'story',
        document,
      });
    };
    // A transaction for each would wait for the disk ten thousand times.
    await cms.strapi.db.transaction(async () => {
      for (let number = 0; number < ENTRIES; number += 1) await add(number);
    });
  }

  async function newDatabase(): Promise<string> {
    databases += 1;
    const server = knex({ client: 'pg', connection: postgres.url });
    await server.raw(`create database move_${databases}`);
    await server.destroy();
    return Object.assign(new URL(postgres.url), { pathname: `/move_${databases}` }).href;
  }

  const start = (to: string): Command => startCommand('move', ['--to', to], { DATA_DIR: dataDir });

  it(`takes ${ENTRIES} entries within minutes`, async () => {
    const begun = performance.now();
    const moving = start(await newDatabase());
    const memory = watchMemory(Number(moving.child.pid));
    const { status, said } = await moving.ended;
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${said}\n${seconds} s, ${memory.most()} MB at most`);
    memory.stop();
    expect(status).toBe(0);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(memory.most()).toBeLessThan(MOST_MB);
  });

  it(`comes to its end after it was killed ${KILLS} times, and once by Ctrl-C`, async () => {
    const to = await newDatabase();
    let unfinished = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const moving = start(to);
      // From the first tables on the target to the last comparison.
      const stage = ['Making', 'Copying', 'Copying', 'PostgreSQL holds now'][kill % 4] ?? '';
      while (!moving.said().includes(stage) && moving.child.exitCode === null) await sleep(20);
      await sleep(Math.random() * 6000);
      moving.child.kill(kill === 0 ? 'SIGINT' : 'SIGKILL');
      const { status, said } = await moving.ended;
      if (status === 0) throw new Error(`It was done before it was killed: ${said}`);
      const look = await lookAtTarget(to);
      expect(look.problem).toBeUndefined();
      if (!look.unfinished) continue;
      unfinished += 1;
      const ports = { CMS_PORT: String(await freePort()), SITE_PORT: String(await freePort()) };
      const started = await runCommand('start', [], { ...ports, DATA_DIR: dataDir, DATABASE_URL: to });
      expect(started).toMatchObject({ status: 1, said: expect.stringContaining('broken-off npm run move') });
    }
    expect(unfinished).toBeGreaterThan(KILLS / 2);
    expect(await start(to).ended).toMatchObject({
      status: 0,
      said: expect.stringContaining('is removed first'),
    });
    expect(await isUnfinished(to)).toBe(false);
  });

  it('says so when the server goes away in the middle, and can be run again', async () => {
    const to = await newDatabase();
    const moving = start(to);
    while (!moving.said().includes('rows are copied (')) await sleep(20);
    await postgres.down();
    const { status, said } = await moving.ended;
    await postgres.up();
    expect(said).toMatch(/The database server (was stopped|broke off|does not answer any more)/);
    expect(said).toContain('the next move removes it');
    expect(status).toBe(1);
    expect(await start(to).ended).toMatchObject({ status: 0 });
  });

  it('names the entries that PostgreSQL does not take, and leaves the target empty', async () => {
    const to = await newDatabase();
    const file = knex({
      client: 'better-sqlite3',
      connection: { filename: path.join(dataDir, 'cms.db') },
      useNullAsDefault: true,
    });
    const change = (title: string, document: string) =>
      file('stories').where({ document_id: document }).whereNull('published_at').update({ title });
    await change('With\0NUL', 'story7');
    await change('x'.repeat(256), 'story8');
    const { status, said } = await start(to).ended;
    expect(said).toMatch(/stories, row \d+, entry story7 in bn, “WithNUL”: title holds a NUL character/);
    expect(said).toMatch(/entry story8 in bn, “x+”: title has more than 255 characters/);
    expect(said).toContain('is empty again');
    expect(status).toBe(1);
    expect(await lookAtTarget(to)).toEqual({ problem: undefined, unfinished: false });
    await change('Story 7', 'story7');
    await change('Story 8', 'story8');
    await dropColumn(file, 'charter_services');
    expect(await start(to).ended).toMatchObject({
      status: 1,
      said: expect.stringContaining('start and stop the platform once with this version'),
    });
    await file.destroy();
  });

  /** As in a database that an earlier version made. */
  async function dropColumn(file: Knex, table: string): Promise<void> {
    await file.raw(`alter table ${table} drop column fee`);
  }
});

interface Memory {
  /** Megabytes that all processes took at a time. */
  most(): number;
  stop(): void;
}

/** Watches a process and all that it starts. */
function watchMemory(pid: number): Memory {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentOf(pid));
  }, 200);
  return { most: () => Math.round(most / 1024), stop: () => clearInterval(timer) };
}

/** Kilobytes that are resident, in proportion where they are shared. */
function residentOf(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const stat = read(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = [pid];
  for (const one of all) all.push(...(children.get(one) ?? []));
  return all.reduce(
    (sum, one) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
    0,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
