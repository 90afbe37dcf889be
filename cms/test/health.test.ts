import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCms, type TestCms } from './cms.ts';

let cms: TestCms;
beforeAll(async () => {
  cms = await startCms();
});
afterAll(() => cms?.stop());

const soon = { timeout: 240_000, interval: 100 };
const file = () => path.join(cms.dataDir, 'cms-health.json');
const noted = async () => JSON.parse(await readFile(file(), 'utf8').catch(() => '{}'));
const asked = async () => {
  const response = await fetch(`${cms.url}/_health`);
  return { status: response.status, text: await response.text() };
};
const AWAY = { status: 503, text: expect.stringContaining('The database does not answer.') };

it('is noted every few seconds, for nobody else to read', async () => {
  const queue = cms.module<typeof import('../src/features/mail/queue')>('features/mail/queue');
  await queue.queueMail(cms.strapi, { to: 'nobody', subject: 'Hello', text: 'Words' });
  await expect.poll(noted, soon).toMatchObject({
    database: { ok: true, since: expect.stringMatching(/Z$/) },
    mail: { waiting: 0, waitingSince: null },
  });
  await cms.strapi.db.query('api::mail.message').updateMany({
    where: {},
    data: { state: 'waiting', dueAt: Date.now() + 3_600_000 },
  });
  await expect
    .poll(noted, soon)
    .toMatchObject({ mail: { waiting: 1, waitingSince: expect.stringMatching(/Z$/) } });
  const { at } = await noted();
  await expect.poll(async () => (await noted()).at > at, soon).toBe(true);
  expect(((await stat(file())).mode & 0o777).toString(8)).toBe('600');
  expect(await asked()).toMatchObject({ status: 204 });
});

describe.runIf(process.env.TEST_DATABASE === 'postgres')('while the database', () => {
  const server = () => cms.postgres ?? expect.unreachable();

  it('is down, the CMS says so, and no more once it is back', async () => {
    const before = (await noted()).database.since;
    await server().down();
    expect(await asked()).toEqual(AWAY);
    await expect.poll(noted, soon).toMatchObject({ database: { ok: false }, mail: null });
    const { since } = (await noted()).database;
    expect(since > before).toBe(true);
    expect((await noted()).database.since).toBe(since);
    await server().up();
    await expect.poll(asked, soon).toMatchObject({ status: 204 });
    await expect.poll(noted, soon).toMatchObject({ database: { ok: true }, mail: { waiting: 1 } });
  });

  it('holds up its answer, the CMS says so within seconds, and asks once for all', async () => {
    const lock = await cms.strapi.db.connection.transaction();
    await lock.raw('lock table job_leases in access exclusive mode');
    const answers = await Promise.all(Array.from({ length: 20 }, asked));
    expect(answers).toEqual(Array(20).fill(AWAY));
    const waiting = await lock('pg_stat_activity').where('query', 'like', 'select "name" from "job_leases"%');
    expect(waiting.length).toBeLessThan(4);
    await lock.rollback();
    await expect.poll(asked, soon).toMatchObject({ status: 204 });
  });
});
