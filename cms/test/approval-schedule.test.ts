import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../scripts/test/until.ts';
import type * as Schedule from '../src/features/approval/schedule.ts';
import type * as Jobs from '../src/kernel/jobs/run.ts';
import {
  approvalOf,
  askOverride,
  createBasics,
  decide,
  type Entry,
  type Session,
  samples,
  second,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';
const require = createRequire(import.meta.url);
const { stopJobs } = require('../dist/src/kernel/jobs/run.js') as typeof Jobs;
const { publishDue } = require('../dist/src/features/approval/schedule.js') as typeof Schedule;

let cms: TestCms;
let editor: Session;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A story that a moderator approved for a later time. */
async function scheduled(title: string, publishAt = inSeconds(3600), by = moderator): Promise<Entry> {
  const { body } = await editor.request('POST', `${STORIES}?locale=bn`, samples.story(title));
  const entry = { type: 'story', documentId: body.data.documentId };
  await decide(editor, entry, 'submit');
  const { status, text } = await decide(by, entry, 'approve', { publishAt });
  expect(status, text).toBe(200);
  return entry;
}

/** Lets a schedule's time have come. */
const makeDue = ({ documentId }: Entry) =>
  cms.strapi.db
    .query('api::approval.record')
    .updateMany({ where: { document: documentId }, data: { publishAt: inSeconds(-1) } });

async function look(entry: Entry) {
  const { body } = await moderator.request('GET', approvalOf(entry));
  return body.languages[0];
}

const publishes = ({ documentId }: Entry) =>
  cms.strapi.db.query('api::publication.change').count({ where: { document: documentId } });

/** Starts another instance on the same database; ends it and waits when called. */
async function startInstance(): Promise<() => Promise<void>> {
  const file = path.join(import.meta.dirname, 'instance.mts');
  const child: ChildProcess = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await ended;
  };
}

describe('an approval for later', () => {
  it('goes live by itself when its time has come, and not before', async () => {
    const entry = await scheduled('By itself', inSeconds(10));
    expect(await look(entry)).toMatchObject({ state: 'approved' });
    await publishDue(cms.strapi);
    expect(await publishes(entry)).toBe(0);
    await until(async () => (await look(entry)).state === 'live');
    expect(await publishes(entry)).toBe(1);
    const { body } = await moderator.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events[0]).toMatchObject({ action: 'approval.live', by: null });
  });

  it('cannot be for a time that has passed, or for no time at all', async () => {
    const { body } = await editor.request('POST', `${STORIES}?locale=bn`, samples.story('Past'));
    const entry = { type: 'story', documentId: body.data.documentId };
    await decide(editor, entry, 'submit');
    const past = await decide(moderator, entry, 'approve', { publishAt: inSeconds(-60) });
    const never = await decide(moderator, entry, 'approve', { publishAt: 'tomorrow' });
    expect([past.status, never.status]).toEqual([400, 400]);
    expect(past.body.error.details.code).toBe('platform.approval.refused.time-passed');
  });

  it('is cancelled by a moderator, and taken back by editing', async () => {
    const cancelled = await scheduled('Cancelled');
    expect((await decide(moderator, cancelled, 'cancel')).status).toBe(200);
    expect(await look(cancelled)).toMatchObject({ state: 'submitted', publishAt: null, decidedBy: null });
    const edited = await scheduled('Edited');
    await editor.request('PUT', `${STORIES}/${edited.documentId}?locale=bn`, { summary: 'Other' });
    expect(await look(edited)).toMatchObject({ state: 'draft', publishAt: null });
    await Promise.all([makeDue(cancelled), makeDue(edited)]);
    await publishDue(cms.strapi);
    expect([await publishes(cancelled), await publishes(edited)]).toEqual([0, 0]);
  });
});

describe('when its time has come, every rule counts again', () => {
  const users = () =>
    cms.strapi.service('admin::user') as unknown as { updateById(id: number, data: object): Promise<void> };
  const roleId = async (code: string) => (await cms.strapi.service('admin::role').findOne({ code })).id;

  async function fire(entry: Entry) {
    await makeDue(entry);
    await publishDue(cms.strapi);
    expect(await publishes(entry)).toBe(0);
    const { body } = await moderator.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events[0]).toMatchObject({ action: 'approval.schedule-failed', by: null });
    return look(entry);
  }

  it.each([
    ['was deactivated', async (id: number) => users().updateById(id, { isActive: false })],
    ['is an editor now', async (id: number) => users().updateById(id, { roles: [await roleId('editor')] })],
    [
      'has no account any more',
      async (id: number) => cms.strapi.db.query('admin::user').delete({ where: { id } }),
    ],
  ] as [string, (id: number) => Promise<unknown>][])(
    'an approver who %s: it waits for another approval',
    async (_what, change) => {
      const former = await cms.signIn('moderator');
      const entry = await scheduled('Former moderator', undefined, former);
      await change(former.userId);
      const language = await fire(entry);
      expect(language).toMatchObject({
        state: 'submitted',
        step: 'moderator',
        decidedBy: null,
        publishAt: null,
      });
      expect(language.comment).toContain('may not approve any more');
      expect((await decide(moderator, entry, 'approve')).status).toBe(200);
      expect((await look(entry)).state).toBe('live');
    },
  );

  it.each(['asked for', 'confirmed'])(
    'an override that was %s by a super admin who is none any more',
    async (what) => {
      const [asking, confirming] = [
        await cms.signIn('strapi-super-admin'),
        await cms.signIn('strapi-super-admin'),
      ];
      const { body } = await asking.request('POST', `${STORIES}?locale=bn`, samples.story(`Former ${what}`));
      const entry = { type: 'story', documentId: body.data.documentId };
      await decide(asking, entry, 'submit');
      await askOverride(asking, entry, 'Alone', { publishAt: inSeconds(3600) });
      expect((await second(confirming, entry)).body.languages[0].state).toBe('approved');
      const former = what === 'asked for' ? asking : confirming;
      await users().updateById(former.userId, { roles: [await roleId('moderator')] });
      expect(await fire(entry)).toMatchObject({ state: 'submitted' });
    },
  );

  it('words that are others now: it goes back to its author', async () => {
    const entry = await scheduled('Others now');
    const where = { documentId: entry.documentId, publishedAt: null };
    await cms.strapi.db.query('api::story.story').updateMany({ where, data: { summary: 'Past the guard' } });
    const language = await fire(entry);
    expect(language).toMatchObject({ state: 'returned' });
    expect(language.comment).toContain('has changed since');
  });

  it('one that fails holds up none of the others', async () => {
    const [broken, fine] = [await scheduled('Broken'), await scheduled('Fine')];
    await cms.strapi.db
      .query('api::approval.record')
      .updateMany({ where: { document: broken.documentId }, data: { digest: 'f'.repeat(64) } });
    await Promise.all([makeDue(broken), makeDue(fine)]);
    await publishDue(cms.strapi);
    expect([await publishes(broken), await publishes(fine)]).toEqual([0, 1]);
  });
});

describe('schedules', () => {
  it('fire once, however many look at the same moment', async () => {
    const entries = [];
    for (const title of ['At once 1', 'At once 2', 'At once 3']) entries.push(await scheduled(title));
    await Promise.all(entries.map(makeDue));
    await Promise.all([publishDue(cms.strapi), publishDue(cms.strapi), publishDue(cms.strapi)]);
    for (const entry of entries) expect(await publishes(entry)).toBe(1);
  });

  it('survive a restart, and fire once with several instances running', { timeout: 240_000 }, async () => {
    await stopJobs(cms.strapi);
    const entries = [];
    for (const title of ['Restart 1', 'Restart 2', 'Restart 3']) entries.push(await scheduled(title));
    await Promise.all(entries.map(makeDue));
    await sleep(6000);
    for (const entry of entries) expect(await publishes(entry)).toBe(0);
    const count = process.env.TEST_DATABASE === 'postgres' ? 2 : 1;
    const instances = await Promise.all(Array.from({ length: count }, startInstance));
    try {
      for (const entry of entries) await until(async () => (await look(entry)).state === 'live');
      await sleep(6000);
      for (const entry of entries) expect(await publishes(entry)).toBe(1);
    } finally {
      await Promise.all(instances.map((stop) => stop()));
    }
  });
});
