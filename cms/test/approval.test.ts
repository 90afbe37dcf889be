import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../src/features/approval/api';
import type * as Lapse from '../src/features/approval/proposals/lapse.ts';
import {
  approvalOf,
  approveEntry,
  askOverride,
  createBasics,
  decide,
  digestSeen,
  type Entry,
  exportedEntry,
  type Session,
  samples,
  second,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';

let cms: TestCms;
let editor: Session;
let colleague: Session;
let foreigner: Session;
let moderator: Session;
let other: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  colleague = await cms.signIn('editor', ['msw']);
  foreigner = await cms.signIn('editor', ['food']);
  moderator = await cms.signIn('moderator');
  other = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

async function write(title: string, by = editor): Promise<Entry & { locale: string }> {
  const { body } = await by.request('POST', `${STORIES}?locale=bn`, samples.story(title));
  return { type: 'story', documentId: body.data.documentId, locale: 'bn' };
}

const save = (by: Session, { documentId, locale = 'bn' }: Entry, data: Record<string, unknown>) =>
  by.request('PUT', `${STORIES}/${documentId}?locale=${locale}`, data);

async function look(entry: Entry, by = admin) {
  const { body } = await by.request('GET', approvalOf(entry));
  return body.languages?.find(({ language }: { language: string }) => language === (entry.locale ?? 'bn'));
}

async function submitted(title: string, by = editor) {
  const entry = await write(title, by);
  expect((await decide(by, entry, 'submit')).status).toBe(200);
  return entry;
}

describe('an entry', () => {
  it('goes from a draft over a return to the site, and its history tells who did what', async () => {
    const entry = await write('Whole story');
    expect(await look(entry, editor)).toMatchObject({ state: 'draft', exists: true });
    const { body } = await decide(editor, entry, 'submit', { note: 'Please look' });
    expect(body.languages[0]).toMatchObject({ state: 'submitted', step: 'moderator', note: 'Please look' });
    expect(body.languages[0].submittedBy.name).toBe('Test editor');
    const returned = await decide(moderator, entry, 'return', { comment: 'Mend it' });
    expect(returned.status).toBe(200);
    expect(await look(entry, editor)).toMatchObject({ state: 'returned', comment: 'Mend it' });
    await save(editor, entry, { summary: 'Mended' });
    expect(await look(entry, editor)).toMatchObject({ state: 'returned', comment: 'Mend it' });
    await decide(editor, entry, 'submit');
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
    expect((await exportedEntry(cms, 'story', 'whole-story', 'bn'))?.fields.summary).toBe('Mended');
    const live = await look(entry);
    expect(live).toMatchObject({
      state: 'live',
      path: '/stories/whole-story/',
      decidedBy: { name: 'Test moderator', role: 'moderator', ministries: [] },
    });
    expect(Date.now() - Date.parse(live.liveSince)).toBeLessThan(60_000);
    const events = (await editor.request('GET', `${approvalOf(entry)}/history`)).body.events.reverse();
    const told = events.map(({ action, by, comment }: HistoryEvent) => [action, by?.name, comment]);
    expect(told).toEqual([
      ['approval.submit', 'Test editor', 'Please look'],
      ['approval.return', 'Test moderator', 'Mend it'],
      ['approval.submit', 'Test editor', undefined],
      ['approval.approve', 'Test moderator', undefined],
      ['approval.live', 'Test moderator', undefined],
    ]);
    const then = {
      ministries: [{ bn: 'Ministry msw', en: 'Ministry msw' }],
      name: 'Test editor',
      role: 'editor',
    };
    expect(events[0].by).toEqual(then);
  });

  it('that went live before there were approvals says since when', async () => {
    const ministry = await cms.strapi.db
      .query('api::ministry.ministry')
      .findOne({ where: { code: 'msw', publishedAt: { $notNull: true } } });
    const language = await look({ type: 'ministry', documentId: ministry.documentId });
    expect(language).toMatchObject({
      state: 'live',
      liveSince: ministry.publishedAt,
      path: '/ministries/msw/',
    });
  });

  it('that is live gets a newer draft, which goes live by an approval of its own', async () => {
    const entry = await write('Newer');
    await approveEntry(cms, moderator, entry);
    await save(editor, entry, { summary: 'Second' });
    expect(await look(entry)).toMatchObject({ state: 'live-with-draft' });
    expect((await exportedEntry(cms, 'story', 'newer', 'bn'))?.fields.summary).toBe('Summary of Newer');
    await save(editor, entry, { summary: 'Summary of Newer' });
    expect(await look(entry)).toMatchObject({ state: 'live' });
    expect((await decide(editor, entry, 'submit')).body.error.details.code).toBe(
      'platform.approval.refused.unchanged',
    );
    await save(editor, entry, { summary: 'Second' });
    await approveEntry(cms, moderator, entry);
    expect((await exportedEntry(cms, 'story', 'newer', 'bn'))?.fields.summary).toBe('Second');
  });

  it('is taken back by editing it, and by hand', async () => {
    const entry = await submitted('Taken back');
    await save(colleague, entry, { summary: 'Changed my mind' });
    expect(await look(entry)).toMatchObject({ state: 'draft', submittedBy: null });
    expect((await decide(moderator, entry, 'approve')).status).toBe(403);
    await decide(editor, entry, 'submit');
    expect((await decide(colleague, entry, 'take-back')).status).toBe(200);
    expect(await look(entry)).toMatchObject({ state: 'draft' });
    const { body } = await moderator.request('GET', `${approvalOf(entry)}/history`);
    const takenBack = body.events.filter(({ action }: { action: string }) => action === 'approval.take-back');
    expect(takenBack.map(({ details }: { details?: object }) => details)).toEqual([
      undefined,
      { byEditing: true },
    ]);
  });

  it('stays submitted when it is saved without a change', async () => {
    const entry = await submitted('Saved again');
    const { body } = await editor.request('GET', `${STORIES}/${entry.documentId}?locale=bn`);
    await save(moderator, entry, body.data);
    expect(await look(entry)).toMatchObject({ state: 'submitted' });
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
  });

  it('says what is missing before it can be submitted', async () => {
    const { body } = await editor.request('POST', `${STORIES}?locale=bn`, {
      ...samples.story('Incomplete'),
      summary: null,
      cover: { caption: 'No picture' },
      body: [{ __component: 'shared.figure', caption: 'Neither' }],
    });
    const entry = { type: 'story', documentId: body.data.documentId };
    const { problems } = await look(entry, editor);
    expect(
      problems.map(({ code, field }: Record<string, string>) => `${code?.split('.').at(-1)} ${field}`),
    ).toEqual([
      'summary summary',
      'required cover.image',
      'alternative cover.alternative',
      'required body.0.image',
      'alternative body.0.alternative',
      'language-missing undefined',
    ]);
    const refused = await decide(editor, entry, 'submit');
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('The summary is missing');
    expect(refused.body.error.message).toContain(
      'Body › 1 › Text alternative: the picture has no text alternative',
    );
    expect(refused.body.error.message).not.toContain('English');
  });

  it('that was deleted while it waited waits no longer', async () => {
    const entry = await submitted('Deleted');
    expect((await editor.request('DELETE', `${STORIES}/${entry.documentId}?locale=bn`)).status).toBe(200);
    const { text } = await moderator.request('GET', '/platform/approval/queue');
    expect(text).not.toContain(entry.documentId);
    expect((await moderator.request('GET', approvalOf(entry))).status).toBe(404);
  });
});

describe('an approval', () => {
  it('is for the draft that the moderator saw', async () => {
    const entry = await submitted('Seen');
    const seen = await digestSeen(moderator, entry);
    await save(editor, entry, { summary: 'Slipped in' });
    await decide(editor, entry, 'submit');
    const late = await moderator.request('POST', `${approvalOf(entry)}/bn/approve`, { digest: seen });
    expect(late.status).toBe(400);
    expect(late.body.error.details.code).toBe('platform.approval.refused.changed');
    expect(await exportedEntry(cms, 'story', 'seen', 'bn')).toBeUndefined();
  });

  it('and an edit at the same moment never put live what nobody approved', async () => {
    const entry = await submitted('Race');
    const digest = await digestSeen(moderator, entry);
    const approve = moderator.request('POST', `${approvalOf(entry)}/bn/approve`, { digest });
    const [approved] = await Promise.all([approve, save(editor, entry, { summary: 'At the same moment' })]);
    const live = await exportedEntry(cms, 'story', 'race', 'bn');
    expect(live?.fields.summary).toBe(approved.status === 200 ? 'Summary of Race' : undefined);
    const { state } = await look(entry);
    expect(state).toBe(approved.status === 200 ? 'live-with-draft' : 'draft');
  });

  it('by two moderators at once happens once', async () => {
    const entry = await submitted('Twice');
    const digest = await digestSeen(moderator, entry);
    const answers = await Promise.all(
      [moderator, other].map((one) => one.request('POST', `${approvalOf(entry)}/bn/approve`, { digest })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const changes = await cms.strapi.db
      .query('api::publication.change')
      .count({ where: { document: entry.documentId } });
    expect(changes).toBe(1);
  });

  it('falls when the other language moves the address or the ministry', async () => {
    for (const change of [{ slug: 'moved-address' }, { ministry: 'food' }]) {
      const entry = await submitted(`Moved ${Object.keys(change)[0]}`);
      await save(moderator, { ...entry, locale: 'en' }, samples.story('Other language'));
      if ((await look(entry)).state === 'draft') await decide(editor, entry, 'submit');
      expect(await look(entry)).toMatchObject({ state: 'submitted' });
      await save(moderator, { ...entry, locale: 'en' }, change);
      expect(await look(entry)).toMatchObject({ state: 'draft' });
    }
  });

  it('falls when the draft is discarded for what is live', async () => {
    const entry = await write('Discarded');
    await approveEntry(cms, moderator, entry);
    await save(editor, entry, { summary: 'Newer words' });
    await decide(editor, entry, 'submit');
    const where = `${STORIES}/${entry.documentId}/actions/discard?locale=bn`;
    expect((await editor.request('POST', where, {})).status).toBe(200);
    expect(await look(entry)).toMatchObject({ state: 'live', submittedBy: null });
  });
});

describe('four eyes', () => {
  it('keep the submitter from approving', async () => {
    const entry = await write('Own submission');
    await decide(moderator, entry, 'submit');
    const own = await decide(moderator, entry, 'approve');
    expect([own.status, own.body.error.details.code]).toEqual([403, 'platform.approval.refused.own-work']);
    expect((await decide(other, entry, 'approve')).status).toBe(200);
  });

  it('keep whoever wrote in it from approving, after it was taken back and submitted by others too', async () => {
    const entry = await write('Corrected by a moderator');
    await save(moderator, entry, { summary: 'Corrected' });
    await decide(editor, entry, 'submit');
    expect((await decide(moderator, entry, 'approve')).status).toBe(403);
    await save(colleague, entry, { summary: 'Corrected again' });
    await decide(colleague, entry, 'submit');
    expect((await decide(moderator, entry, 'approve')).body.error.details.code).toBe(
      'platform.approval.refused.own-work',
    );
    expect((await decide(other, entry, 'approve')).status).toBe(200);
    await save(editor, entry, { summary: 'A version later' });
    await decide(editor, entry, 'submit');
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
  });

  it('are kept over a copy, and from before there were records', async () => {
    const entry = await write('Original');
    await save(moderator, entry, { summary: 'By the moderator' });
    const { body } = await editor.request('POST', `${STORIES}/clone/${entry.documentId}?locale=bn`, {
      ...samples.story('Copy'),
      summary: 'By the moderator',
    });
    const copy = { type: 'story', documentId: body.data.documentId };
    await decide(editor, copy, 'submit');
    expect((await decide(moderator, copy, 'approve')).status).toBe(403);
    const old = await write('Before records', moderator);
    await cms.strapi.db.query('api::approval.record').deleteMany({ where: { document: old.documentId } });
    await decide(editor, old, 'submit');
    expect((await decide(moderator, old, 'approve')).status).toBe(403);
  });

  it('give way to two super admins, one who asks with a reason and one who confirms', async () => {
    const entry = await submitted('Urgent', admin);
    const silent = await decide(admin, entry, 'approve');
    expect(silent.body.error.details.code).toBe('platform.approval.refused.own-work-override');
    const alone = await decide(admin, entry, 'approve', { override: { reason: 'I say so', by: 1 } });
    expect(alone.status).toBe(403);
    const none = await askOverride(admin, entry, 'Flood warning');
    expect(none.body.error.details.code).toBe('platform.approval.refused.no-second-super-admin');
    const [colleagueAdmin, third] = [
      await cms.signIn('strapi-super-admin'),
      await cms.signIn('strapi-super-admin'),
    ];
    expect((await askOverride(admin, entry, '  ')).status).toBe(400);
    const reason = 'Flood warning, nobody else is at work';
    expect((await askOverride(admin, entry, reason)).status).toBe(200);
    expect((await askOverride(admin, entry, reason)).body.error.details.code).toContain('already-proposed');
    expect(await look(entry)).toMatchObject({ state: 'submitted' });
    expect(await exportedEntry(cms, 'story', 'urgent', 'bn')).toBeUndefined();
    expect((await second(admin, entry)).body.error.details.code).toContain('own-proposal');
    expect((await second(moderator, entry)).body.error.details.code).toContain('super-admin-only');
    expect((await second(editor, entry)).status).toBe(403);
    const { body: queue } = await third.request('GET', '/platform/approval/proposals');
    expect(queue.proposals).toMatchObject([{ kind: 'override', title: 'Urgent', reason, language: 'bn' }]);
    expect((await second(colleagueAdmin, entry)).status).toBe(200);
    expect(await look(entry)).toMatchObject({
      state: 'live',
      overrideReason: reason,
      overrideBy: { name: 'Test strapi-super-admin', role: 'super-admin' },
    });
    const { body } = await moderator.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events).toContainEqual(
      expect.objectContaining({
        action: 'approval.approve',
        override: true,
        comment: reason,
        details: expect.objectContaining({ askedBy: 'Super admin: “Test strapi-super-admin”' }),
      }),
    );
    const again = `${approvalOf(entry)}/proposals/${queue.proposals[0].id}/confirm`;
    expect((await third.request('POST', again, {})).body.error.details.code).toContain('lapsed-decided');
  });

  it('are not overridden for a draft that was changed, or submitted again, meanwhile', async () => {
    const entry = await submitted('Changed meanwhile', admin);
    const confirming = await cms.signIn('strapi-super-admin');
    await askOverride(admin, entry, 'Urgent');
    const { proposals } = (await confirming.request('GET', approvalOf(entry))).body;
    const confirm = () =>
      confirming.request('POST', `${approvalOf(entry)}/proposals/${proposals[0].id}/confirm`, {});
    await save(admin, entry, { summary: 'Slipped in' });
    await decide(admin, entry, 'submit');
    expect((await confirm()).body.error.details.code).toContain('lapsed-changed');
    await save(admin, entry, { summary: 'Summary of Changed meanwhile' });
    await decide(admin, entry, 'submit');
    expect((await confirm()).body.error.details.code).toContain('lapsed-changed');
    expect(await exportedEntry(cms, 'story', 'changed-meanwhile', 'bn')).toBeUndefined();
  });

  it('are overridden only by super admins who still are, within 14 days', async () => {
    const asking = await cms.signIn('strapi-super-admin');
    const entry = await submitted('Too late', asking);
    await askOverride(asking, entry, 'Urgent');
    const table = cms.strapi.db.query('api::approval.proposal');
    const where = { document: entry.documentId };
    const { proposedAt } = await table.findOne({ where });
    await table.updateMany({ where, data: { proposedAt: new Date(Date.now() - 14.01 * 86_400_000) } });
    expect((await admin.request('GET', approvalOf(entry))).body.proposals).toEqual([]);
    await table.updateMany({ where, data: { proposedAt } });
    expect((await admin.request('GET', approvalOf(entry))).body.proposals).toHaveLength(1);
    const role = await cms.strapi.service('admin::role').findOne({ code: 'moderator' });
    await cms.strapi.service('admin::user').updateById(asking.userId, { roles: [role.id] });
    const { endLapsed } = cms.module<typeof Lapse>('features/approval/proposals/lapse');
    await endLapsed(cms.strapi);
    expect(await table.findOne({ where })).toMatchObject({ state: 'lapsed', comment: 'proposer-gone' });
    const { body } = await moderator.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events[0]).toMatchObject({ action: 'approval.proposal-lapsed' });
  });

  it('confirmed by two super admins at once happen once', async () => {
    const entry = await submitted('Confirmed twice', admin);
    const two = [await cms.signIn('strapi-super-admin'), await cms.signIn('strapi-super-admin')];
    await askOverride(admin, entry, 'Urgent');
    const answers = await Promise.all(two.map((one) => second(one, entry)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const where = { document: entry.documentId };
    expect(await cms.strapi.db.query('api::publication.change').count({ where })).toBe(1);
  });

  it('are not overridden by a moderator, whatever the request says', async () => {
    const entry = await submitted('Not a super admin', moderator);
    const { status } = await decide(moderator, entry, 'approve', { override: { reason: 'Because' } });
    expect(status).toBe(403);
  });
});

describe('an editor of another ministry', () => {
  it('gets the same by every route as for what does not exist', async () => {
    const entry = await submitted('Canary');
    const nowhere = { type: 'story', documentId: 'a'.repeat(24) };
    const digest = await digestSeen(editor, entry);
    const asked = async (path: string, body?: object) => {
      const ask = (one: Entry) =>
        foreigner.request(body ? 'POST' : 'GET', approvalOf(one) + path, body).then(({ text }) => text);
      const [theirs, none] = [await ask(entry), await ask(nowhere)];
      expect(theirs).toBe(none);
      expect(theirs).toContain('There is no such entry');
    };
    for (const path of ['', '/history', '/bn/changes']) await asked(path);
    const bodies: Record<string, object> = {
      '/bn/submit': { digest },
      '/bn/take-back': {},
      '/bn/agree': { digest },
      '/bn/return': { digest, comment: 'x' },
      '/bn/approve': { digest },
      '/bn/cancel': {},
      '/withdraw': { sentence: 'ended' },
      '/proposals': { kind: 'notice-removal', reason: 'x' },
      '/proposals/1/confirm': {},
      '/proposals/1/decline': { comment: 'x' },
      '/proposals/1/take-back': {},
      '/unpublish': { reason: 'x' },
    };
    for (const [path, body] of Object.entries(bodies)) await asked(path, body);
    const items = [{ ...entry, document: entry.documentId, language: 'bn', digest }];
    const { text } = await foreigner.request('POST', '/platform/approval/batch', {
      action: 'approve',
      items,
    });
    expect(text).toContain('There is no such entry');
    for (const where of ['queue', 'queue?ministry=msw', 'numbers']) {
      const answer = await foreigner.request('GET', `/platform/approval/${where}`);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/Canary|msw/);
    }
    expect(await look(entry)).toMatchObject({ state: 'submitted' });
  });
});

describe('a selection', () => {
  it('is approved one by one, each with its own answer', async () => {
    const good = await submitted('Batch good');
    const own = await submitted('Batch own', moderator);
    const items = await Promise.all(
      [good, own].map(async (entry) => ({
        type: 'story',
        document: entry.documentId,
        language: 'bn',
        digest: await digestSeen(moderator, entry),
      })),
    );
    const { body } = await moderator.request('POST', '/platform/approval/batch', {
      action: 'approve',
      items,
    });
    expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false]);
    expect(body.results[1].message.code).toBe('platform.approval.refused.own-work');
    expect([(await look(good)).state, (await look(own)).state]).toEqual(['live', 'submitted']);
    const returned = { action: 'return', items: items.slice(1) };
    expect((await moderator.request('POST', '/platform/approval/batch', returned)).status).toBe(400);
    await moderator.request('POST', '/platform/approval/batch', { ...returned, comment: 'Shorter, please' });
    expect(await look(own)).toMatchObject({ state: 'returned', comment: 'Shorter, please' });
  });
});

describe('the queue', () => {
  it('is oldest first, narrowed by type, ministry and language, and says what may be done', async () => {
    const first = await submitted('Queue first');
    const second = await submitted('Queue second');
    const queue = async (query = '', by = other) =>
      (await by.request('GET', `/platform/approval/queue${query}`)).body.entries as Record<string, unknown>[];
    const mine = (await queue()).filter(({ document }) =>
      [first, second].some((e) => e.documentId === document),
    );
    expect(mine.map(({ title }) => title)).toEqual(['Queue first', 'Queue second']);
    expect(mine[0]).toMatchObject({
      ministry: 'msw',
      ministryName: 'Ministry msw',
      submittedBy: expect.objectContaining({ name: 'Test editor', role: 'editor' }),
    });
    expect(mine[0]?.actions).toContainEqual({ action: 'approve', allowed: true });
    expect(await queue('?ministry=food')).toEqual([]);
    expect(await queue('?type=programme')).toEqual([]);
    expect(await queue('?language=en')).toEqual([]);
    const own = (await queue('', editor)).find(({ document }) => document === first.documentId);
    expect(own?.actions).toEqual([{ action: 'take-back', allowed: true }]);
  });

  it('counts what waits for each ministry and how long approvals took', async () => {
    await submitted('Counted');
    const { body } = await moderator.request('GET', '/platform/approval/numbers');
    const [msw] = body.waiting.filter(({ ministry }: { ministry: string }) => ministry === 'msw');
    const { body: queue } = await moderator.request('GET', '/platform/approval/queue?ministry=msw');
    expect(msw).toMatchObject({ count: queue.entries.length, oldest: queue.entries[0].submittedAt });
    expect(body.approved).toBeGreaterThan(5);
    expect(body.medianHours).toBeGreaterThan(0);
    expect(body.medianHours).toBeLessThan(0.1);
  });
});
