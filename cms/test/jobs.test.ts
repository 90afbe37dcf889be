import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import knex, { type Knex } from 'knex';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { endLease, extendLease, takeLease } from '../src/kernel/jobs/lease.ts';
import { every, type Job, stopJobs } from '../src/kernel/jobs/run.ts';
import { startCms, type TestCms } from './cms.ts';

let cms: TestCms;
/** Two instances' connections to one database. */
let connections: Knex[];

beforeAll(async () => {
  cms = await startCms();
  const url = process.env.DATABASE_URL;
  const filename = path.join(cms.dataDir, 'cms.db');
  connections = [0, 1].map(() =>
    url
      ? knex({ client: 'pg', connection: url })
      : knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }),
  );
});
afterAll(async () => {
  for (const connection of connections) await connection.destroy();
  await cms.stop();
});

const claim = (job: string, holder: string, lease = 60_000) => ({ job, holder, lease });

it('is taken on the connection that Strapi makes itself', async () => {
  expect(await takeLease(cms.strapi.db.connection, claim('own', 'own'))).toBe(true);
});

describe('a lease', () => {
  it('goes to exactly one of many who ask at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const asked = Array.from({ length: 8 }, (_, i) => {
        const connection = connections[i % 2] as Knex;
        return takeLease(connection, claim(`race ${round}`, `holder ${i}`));
      });
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    }
  });

  it('of a holder who died is free when it has run out, and only then', async () => {
    const [a, b] = connections as [Knex, Knex];
    expect(await takeLease(a, claim('dead', 'a', 400))).toBe(true);
    expect(await takeLease(b, claim('dead', 'b'))).toBe(false);
    await sleep(500);
    expect(await takeLease(b, claim('dead', 'b'))).toBe(true);
    expect(await extendLease(a, claim('dead', 'a'))).toBe(false);
  });

  it('is held longer when it is extended, and free again only when its job is due', async () => {
    const [a, b] = connections as [Knex, Knex];
    await takeLease(a, claim('kept', 'a', 300));
    expect(await extendLease(a, claim('kept', 'a', 60_000))).toBe(true);
    await sleep(400);
    expect(await takeLease(b, claim('kept', 'b'))).toBe(false);
    await endLease(a, claim('kept', 'a'), 400);
    expect(await takeLease(b, claim('kept', 'b'))).toBe(false);
    await sleep(500);
    expect(await takeLease(b, claim('kept', 'b'))).toBe(true);
  });
});

describe('a job', () => {
  const instances: Core.Strapi[] = [];
  const logged: string[] = [];
  afterEach(async () => {
    for (const instance of instances.splice(0)) {
      await stopJobs(instance);
      instance.server.httpServer.close();
    }
  });

  /** What `every` needs of a Strapi: a server that listens, a database, a log. */
  async function instance(connection: Knex | undefined, job: Job): Promise<Core.Strapi> {
    const log = {
      error: (line: string) => logged.push(`error ${line}`),
      warn: () => undefined,
      info: (line: string) => logged.push(`info ${line}`),
    };
    const httpServer = createServer();
    const strapi = { db: { connection }, server: { httpServer }, log } as unknown as Core.Strapi;
    every(strapi, job);
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    instances.push(strapi);
    return strapi;
  }

  it('runs on one instance at a time, also longer than its lease, and in its rhythm', async () => {
    let [now, most, runs] = [0, 0, 0];
    const job: Job = {
      name: 'long',
      seconds: 0.5,
      lease: 0.6,
      work: async () => {
        runs += 1;
        now += 1;
        most = Math.max(most, now);
        await sleep(1_000);
        now -= 1;
      },
    };
    for (const connection of connections) await instance(connection, job);
    await sleep(4_500);
    expect(most).toBe(1);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(runs).toBeLessThanOrEqual(5);
  });

  it('is not run again by a restart before it is due', async () => {
    let runs = 0;
    const job: Job = {
      name: 'test-weekly',
      seconds: 604_800,
      lease: 60,
      work: async () => {
        runs += 1;
      },
    };
    const first = await instance(connections[0], job);
    await sleep(500);
    await stopJobs(first);
    await instance(connections[1], job);
    await sleep(500);
    expect(runs).toBe(1);
  });

  it('that fails comes round again; the log tells of it once, and when it works again', async () => {
    logged.length = 0;
    let runs = 0;
    const job: Job = {
      name: 'failing',
      seconds: 0.2,
      lease: 60,
      work: async () => {
        runs += 1;
        if (runs < 5) throw new Error('no luck');
      },
    };
    await instance(connections[0], job);
    await vi.waitFor(() => expect(runs).toBeGreaterThan(5), 240_000);
    expect(logged).toEqual([
      'error The job “failing” fails, and is tried again: no luck',
      'info The job “failing” fails no longer.',
    ]);
  });

  it('is told when the server stops, which waits for it', async () => {
    let ended = false;
    const job: Job = {
      name: 'patient',
      seconds: 0.1,
      lease: 60,
      work: async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await sleep(300);
        ended = true;
      },
    };
    const strapi = await instance(connections[0], job);
    await sleep(300);
    await stopJobs(strapi);
    expect(ended).toBe(true);
    expect(await takeLease(connections[1] as Knex, claim('patient', 'next'))).toBe(true);
  });
});
