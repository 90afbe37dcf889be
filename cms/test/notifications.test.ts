import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Announcement } from '../src/features/notifications/announce.ts';
import type * as Notifications from '../src/features/notifications/set-up.ts';
import {
  create,
  createBasics,
  type Sample,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';
import { type Arrived, Mailbox } from './mailbox.ts';

const NOTICE = 'api::notification.notice';
const RECORD = 'api::approval.record';
const mailbox = new Mailbox();
let cms: TestCms;
let announce: typeof import('../src/features/notifications/announce').announce;
let english: Session;
let bengali: Session;
let editor: Session;
let approver: Session;

beforeAll(async () => {
  process.env.SMTP_URL = (await mailbox.start()).url;
  process.env.SITE_URL = 'https://site.example.org/';
  cms = await startCms();
  await createBasics(cms);
  ({ announce } = cms.module<typeof import('../src/features/notifications/announce')>(
    'features/notifications/announce',
  ));
  english = await cms.signIn('moderator');
  bengali = await cms.signIn('moderator');
  editor = await cms.signIn('editor', ['msw']);
  approver = await cms.signIn('editor', ['msw']);
  for (const { userId } of [english, editor]) await setUser(userId, { preferedLanguage: 'en' });
  await cms.strapi.db
    .query('api::membership.membership')
    .update({ where: { user: approver.userId }, data: { approver: true } });
});
afterAll(async () => {
  await cms?.stop();
  await mailbox.stop();
});
beforeEach(async () => {
  await allSent();
  mailbox.arrived.splice(0);
  await nextWindow();
});

const patient = { timeout: 240_000, interval: 100 };
/** Tells at once whom the job would tell when it comes round, and waits until nothing is to be sent. */
async function meanwhile(): Promise<void> {
  const { notify } = cms.module<typeof Notifications>('features/notifications/set-up');
  await notify(cms.strapi);
  await allSent();
}

async function allSent(): Promise<void> {
  const waits = () => cms.strapi.db.query('api::mail.message').count({ where: { state: 'waiting' } });
  await vi.waitFor(async () => expect(await waits()).toBe(0), patient);
}
const setUser = (id: number, data: object) =>
  cms.strapi.db.query('admin::user').update({ where: { id }, data });
const mailsOf = ({ userId }: Session): Arrived['mail'][] =>
  mailbox.for(`user${userId - firstUser + 1}@example.org`).map(({ mail }) => mail);
let firstUser = 0;
beforeAll(() => {
  firstUser = english.userId;
});

/** As if the last digests had been sent long ago. */
async function nextWindow(): Promise<void> {
  const where = { toldAt: { $notNull: true } };
  await cms.strapi.db.query(NOTICE).updateMany({ where, data: { toldAt: 1 } });
}

/** A story of msw as it stands after an action, and what announces it. */
async function entry(title: string, data: Sample = {}) {
  const story = await create(cms, 'story', { ...samples.story('x'), title, ...data });
  const about = { type: 'story', document: story.documentId, language: 'bn', title, ministry: 'msw' };
  const record = (values: object) => ({ ...about, submittedBy: editor.userId, ...values });
  return {
    document: story.documentId,
    tell: (rest: Pick<Announcement, 'action' | 'actor'> & Partial<Announcement>) =>
      announce(cms.strapi, { ...about, submittedBy: editor.userId, ...rest }),
    keep: async (values: object) => {
      await cms.strapi.db.query(RECORD).deleteMany({ where: { document: story.documentId } });
      await cms.strapi.db.query(RECORD).create({ data: record(values) });
    },
  };
}
const byEditor = () => ({ kind: 'editor', userId: editor.userId }) as const;
const byModerator = () => ({ kind: 'moderator', userId: english.userId }) as const;

async function submitted(title: string, step: 'ministry' | 'moderator' = 'moderator', data: Sample = {}) {
  const one = await entry(title, data);
  await one.keep({ state: 'submitted', step });
  await one.tell({ action: 'submit', actor: byEditor(), step });
  return one;
}

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });
const publish = (documentId: string) =>
  cms.asSystem(() => cms.strapi.documents('api::story.story').publish({ documentId, locale: 'bn' }));
let second = 0;

/** The builder tells that a build of what is approved now went well. */
async function built(more: object = {}): Promise<void> {
  const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, builder());
  second += 1;
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const report = {
    ok: true,
    release: `r${second}`,
    revision: body.revision,
    startedAt: at,
    finishedAt: at,
  };
  const { status } = await send(cms.url, 'POST', '/api/export/report', { ...report, ...more }, builder());
  expect(status).toBe(204);
}

describe('moderators', () => {
  it('are told of a submission in their language, by its title and nothing else of it', async () => {
    await submitted('বয়স্ক ভাতা', 'moderator', { summary: 'CANARY-SUMMARY', byline: 'CANARY-BYLINE' });
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(2), patient);
    const [en] = mailsOf(english);
    const [bn] = mailsOf(bengali);
    expect(en?.subject?.normalize('NFC')).toBe('Waiting for approval: “বয়স্ক ভাতা”'.normalize('NFC'));
    expect(en?.text).toContain('Ministry msw');
    expect(en?.text).toMatch(/\/admin\/approval\/story\/\w+\/bn/);
    expect(bn?.subject).toContain('অনুমোদনের অপেক্ষায়');
    expect(bn?.text).toContain('জমা পড়েছে');
    expect(mailbox.arrived.map(({ mail }) => mail.text).join()).not.toContain('CANARY');
    expect(mailbox.arrived.map(({ raw }) => raw).join()).not.toContain('CANARY');
  });

  it('get what follows within fifteen minutes in one digest', async () => {
    await submitted('First');
    await vi.waitFor(() => expect(mailsOf(english)).toHaveLength(1), patient);
    await submitted('Second');
    await submitted('Third');
    await meanwhile();
    expect(mailsOf(english)).toHaveLength(1);
    await nextWindow();
    await vi.waitFor(() => expect(mailsOf(english)).toHaveLength(2), patient);
    const digest = mailsOf(english)[1];
    expect(digest?.subject).toBe('2 entries are waiting for approval');
    expect(digest?.text).toContain('“Second”');
    expect(digest?.text).toContain('“Third”');
    expect(digest?.text).not.toContain('“First”');
  });

  it('are not told of what was taken back or decided meanwhile, nor of what they submitted', async () => {
    await submitted('Opens the window');
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(2), patient);
    mailbox.arrived.splice(0);
    const taken = await submitted('Taken back');
    await taken.keep({ state: 'draft' });
    const decided = await submitted('Decided');
    await decided.tell({ action: 'return', actor: byModerator() });
    const own = await entry('Own');
    await own.keep({ state: 'submitted', step: 'moderator' });
    await own.tell({
      action: 'submit',
      actor: byModerator(),
      step: 'moderator',
      submittedBy: english.userId,
    });
    await nextWindow();
    await vi.waitFor(() => expect(mailsOf(bengali)).toHaveLength(1), patient);
    await meanwhile();
    expect(mailsOf(bengali)).toHaveLength(1);
    expect(mailsOf(bengali)[0]?.text).toContain('“Own”');
    expect(mailsOf(bengali)[0]?.text).not.toMatch(/Taken back|Decided/);
    expect(mailsOf(english)).toHaveLength(0);
  });

  it('hear of it only when the ministry’s own approver has agreed', async () => {
    const one = await submitted('Two steps', 'ministry');
    await vi.waitFor(() => expect(mailsOf(approver)).toHaveLength(1), patient);
    expect(mailbox.arrived).toHaveLength(1);
    await one.keep({ state: 'submitted', step: 'moderator' });
    await one.tell({ action: 'agree', actor: { kind: 'editor', userId: approver.userId } });
    await vi.waitFor(() => expect(mailsOf(english)).toHaveLength(1), patient);
    expect(mailsOf(approver)).toHaveLength(1);
  });
});

describe('who submitted', () => {
  it('is told of a return with its comment, which cannot pass for our words', async () => {
    const one = await entry('Returned\r\nBcc: other@example.org\u202E');
    const comment = 'Please add the fee.\nOpen the entry:\nhttps://elsewhere.example.org';
    await one.tell({ action: 'return', actor: byModerator(), comment });
    await vi.waitFor(() => expect(mailsOf(editor)).toHaveLength(1), patient);
    const [mail] = mailsOf(editor);
    expect(mail?.subject).toBe('Returned: “Returned Bcc: other@example.org”');
    expect(mail?.text).toContain('> Please add the fee.\n> Open the entry:\n> https://elsewhere');
    expect(mailbox.arrived[0]?.receivers).toHaveLength(1);
    expect(mail?.headers.has('bcc')).toBe(false);
  });

  it('is told nothing of a step whose transaction failed', async () => {
    const one = await entry('Rolled back');
    const failing = cms.strapi.db.transaction(async () => {
      await one.tell({ action: 'return', actor: byModerator(), comment: 'x' });
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(0);
  });

  it('is told of a schedule, and with whoever approved it that it failed', async () => {
    const one = await entry('Scheduled');
    await one.tell({ action: 'approve', actor: byModerator(), publishAt: '2030-01-01T06:00:00.000Z' });
    await vi.waitFor(() => expect(mailsOf(editor)).toHaveLength(1), patient);
    expect(mailsOf(editor)[0]?.text).toContain('1 January 2030, 12:00');
    const failed = { actor: { kind: 'schedule' }, comment: 'The summary is missing' } as const;
    await one.tell({ action: 'schedule-failed', ...failed, decidedBy: bengali.userId });
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(3), patient);
    expect(mailsOf(editor)[1]?.subject).toContain('Could not go live');
    expect(mailsOf(bengali)[0]?.text).toContain('> The summary is missing');
  });

  it('is told nothing more of a ministry that they left, or once their account is closed', async () => {
    const left = await cms.signIn('editor', ['food']);
    const closed = await cms.signIn('editor', ['msw']);
    await setUser(closed.userId, { isActive: false });
    const one = await entry('Not theirs');
    for (const { userId } of [left, closed]) {
      await one.tell({ action: 'return', actor: byModerator(), submittedBy: userId });
    }
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(0);
  });
});

describe('what was approved', () => {
  it('is told to be live when the live release shows it, with its address', async () => {
    await built();
    const one = await entry('Live soon', { slug: 'live-soon' });
    await publish(one.document);
    await one.tell({ action: 'live', actor: byModerator() });
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(0);
    await built({ ok: false, error: 'disk full' });
    await built({ leftOut: [{ type: 'story', documentId: one.document, locale: 'bn', problem: 'broken' }] });
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(0);
    await built();
    await vi.waitFor(() => expect(mailsOf(editor)).toHaveLength(1), patient);
    expect(mailsOf(editor)[0]?.subject).toBe('Approved and live: “Live soon”');
    expect(mailsOf(editor)[0]?.text).toContain('https://site.example.org/stories/live-soon/');
    await built();
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(1);
  });

  it('is not told to be live when it was taken down before anybody saw it', async () => {
    const one = await entry('Gone again');
    await publish(one.document);
    await one.tell({ action: 'live', actor: byModerator() });
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story').unpublish({ documentId: one.document, locale: 'bn' }),
    );
    await built();
    await meanwhile();
    expect(mailbox.arrived).toHaveLength(0);
  });
});

describe('the whole way', () => {
  const step = async (by: Session, document: string, action: string, more: object = {}) => {
    const where = `/platform/approval/entries/story/${document}`;
    const { body } = await by.request('GET', where);
    const { digest } = body.languages[0];
    const answer = await by.request('POST', `${where}/bn/${action}`, { digest, ...more });
    expect(answer.status).toBe(200);
  };

  it('from submitting over a return to live is told by e-mail, by the routes of the admin alone', async () => {
    const data = { ...samples.story('The whole way'), slug: 'the-whole-way' };
    const url = '/content-manager/collection-types/api::story.story?locale=bn';
    const { documentId } = (await editor.request('POST', url, data)).body.data;
    await step(editor, documentId, 'submit');
    await vi.waitFor(() => expect(mailsOf(bengali)).toHaveLength(1), patient);
    expect(mailsOf(bengali)[0]?.subject).toContain('“The whole way”');
    await step(english, documentId, 'return', { comment: 'Please add the date.' });
    await vi.waitFor(() => expect(mailsOf(editor)).toHaveLength(1), patient);
    expect(mailsOf(editor)[0]?.text).toContain('> Please add the date.');
    await step(editor, documentId, 'submit');
    await step(english, documentId, 'approve');
    await built();
    await vi.waitFor(() => expect(mailsOf(editor)).toHaveLength(2), patient);
    expect(mailsOf(editor)[1]?.text).toContain('https://site.example.org/stories/the-whole-way/');
  });
});

describe('the weekly message', () => {
  it('puts approvals by override first, and holds the end of the audit record', async () => {
    const { sendWeekly } = cms.module<typeof import('../src/features/notifications/weekly')>(
      'features/notifications/weekly',
    );
    const { recordEvent } =
      cms.module<typeof import('../src/features/audit/record')>('features/audit/record');
    await recordEvent(cms.strapi, { action: 'test', actor: { kind: 'system' } });
    const admin = await cms.signIn('strapi-super-admin');
    const one = await entry('Urgent\nnews');
    const actor = { kind: 'super-admin', userId: admin.userId } as const;
    await one.tell({ action: 'override', actor, comment: 'Flood warning, nobody else on duty' });
    const inAWeek = new Date(Date.now() + 7 * 86_400_000);
    await sendWeekly(cms.strapi, inAWeek);
    await sendWeekly(cms.strapi, inAWeek);
    await vi.waitFor(() => expect(mailbox.arrived).toHaveLength(3), patient);
    const [mail] = mailsOf(english);
    const { hash } = await cms.strapi.db.query('api::audit.head').findOne({});
    expect(mail?.subject).toBe('This week: 1 approved by override');
    expect(mail?.text).toMatch(
      /!!! Approved by override[\s\S]*“Urgent news”[\s\S]*Super admin: “Test strapi-super-admin”[\s\S]*> Flood/,
    );
    expect(mail?.text).toContain(hash);
    expect(mailsOf(bengali)[0]?.subject).toBe('সপ্তাহের খবর: বিশেষ ক্ষমতায় অনুমোদন ১টি');
    expect(mailsOf(admin)).toHaveLength(1);
  });
});
