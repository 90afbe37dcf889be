import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NoticeLine } from 'content-types';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  approvalOf,
  approveEntry,
  create,
  createBasics,
  decide,
  type Entry,
  exportedEntry,
  propose,
  readExport,
  type Session,
  samples,
  second,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

const STORIES = '/content-manager/collection-types/api::story.story';
const NOTICE = {
  bn: 'সংশোধনের জন্য পাতাটি সাইট থেকে সরানো হয়েছে।',
  en: 'This page was taken off the site to be corrected.',
};
const WORDING = { bn: 'তথ্য ভুল ছিল, তাই সরানো হয়েছে।', en: 'Taken down because a figure was wrong.' };

let cms: TestCms;
let editor: Session;
let moderator: Session;
let other: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  other = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

/** A story that is live in both languages. */
async function live(title: string): Promise<Entry> {
  const { documentId } = await create(cms, 'story', samples.story(title));
  const save = (locale: string, words: string) =>
    editor.request('PUT', `${STORIES}/${documentId}?locale=${locale}`, samples.story(words));
  await save('en', `${title} in English`);
  for (const locale of ['bn', 'en'])
    expect((await approveEntry(cms, moderator, { type: 'story', documentId, locale })).status).toBe(200);
  return { type: 'story', documentId };
}

const withdraw = (entry: Entry, by = moderator, body: object = { sentence: 'correction' }) =>
  by.request('POST', `${approvalOf(entry)}/withdraw`, body);
const unpublish = (entry: Entry, body: object, by = admin) =>
  by.request('POST', `${approvalOf(entry)}/unpublish`, body);

async function states(entry: Entry): Promise<string[]> {
  const { body } = await moderator.request('GET', approvalOf(entry));
  return body.languages.map(({ state }: { state: string }) => state);
}

async function noticeOf({ documentId }: Entry): Promise<NoticeLine | undefined> {
  const lines = await readExport(cms);
  return lines.find((line): line is NoticeLine => line.line === 'notice' && line.documentId === documentId);
}

const drafts = (documentId: string) =>
  cms.strapi.db.query('api::story.story').count({ where: { documentId, publishedAt: null } });

const revision = async () => {
  const headers = { authorization: `Bearer ${cms.exportToken}` };
  return (await send(cms.url, 'GET', '/api/export/revision', undefined, headers)).body.revision;
};

describe('withdrawing', () => {
  it('takes all languages off the site and leaves a notice at their address', async () => {
    const entry = await live('Wrong figure');
    const slug = (await exportedEntry(cms, 'story', 'wrong-figure-in-english', 'bn'))?.fields.slug;
    const { status, body } = await withdraw(entry);
    expect([status, await states(entry)]).toEqual([200, ['withdrawn', 'withdrawn']]);
    expect(body.languages[1]).toMatchObject({ notice: NOTICE, path: `/en/stories/${slug}/` });
    expect(await noticeOf(entry)).toMatchObject({
      type: 'story',
      key: slug,
      title: { bn: 'Wrong figure', en: 'Wrong figure in English' },
      notice: NOTICE,
    });
    const lines = await readExport(cms);
    expect(lines.some((line) => line.line === 'entry' && line.documentId === entry.documentId)).toBe(false);
    const [header] = lines;
    const hash = createHash('sha256').update(`story/${slug}`).digest('hex');
    expect(header?.line === 'header' && header.withheld).not.toContain(hash);
    const { body: history } = await editor.request('GET', `${approvalOf(entry)}/history`);
    expect(history.events[0]).toMatchObject({ action: 'approval.withdraw', details: { notice: NOTICE } });
  });

  it('needs a fixed sentence, something live, and a moderator', async () => {
    const entry = await live('Needs a sentence');
    const bad = [{}, { notice: WORDING }, { sentence: 'My own' }, { wording: WORDING }];
    for (const body of [...bad, { sentence: 'ended', wording: { bn: WORDING.bn, en: ' ' } }])
      expect((await withdraw(entry, moderator, body)).status).toBe(400);
    expect((await withdraw(entry, editor)).status).toBe(403);
    const { documentId } = await create(cms, 'story', samples.story('Never live'));
    expect((await withdraw({ type: 'story', documentId })).status).toBe(403);
    expect(await states(entry)).toEqual(['live', 'live']);
  });

  it('of what has no page of its own is refused: nobody would see the notice', async () => {
    const [term] = await cms.strapi.db.query('api::term.term').findMany({ limit: 1 });
    const { status, text } = await withdraw({ type: 'term', documentId: term.documentId });
    expect(status).toBe(403);
    expect(text).toContain('no page of its own');
  });

  it('shows what the public knew, not what the draft says since', async () => {
    const entry = await live('Known title');
    const where = `${STORIES}/${entry.documentId}?locale=bn`;
    await editor.request('PUT', where, { title: 'Secret title', slug: 'secret-slug' });
    await withdraw(entry);
    const notice = await noticeOf(entry);
    expect(notice).toMatchObject({ key: 'known-title-in-english', title: { bn: 'Known title' } });
    expect(JSON.stringify(await readExport(cms))).not.toMatch(/secret/i);
  });

  it('takes back what was scheduled, so that the page does not come back by itself', async () => {
    const entry = await live('Scheduled again');
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: 'Newer' });
    await decide(editor, entry, 'submit');
    const publishAt = new Date(Date.now() + 3_600_000).toISOString();
    await decide(moderator, entry, 'approve', { publishAt });
    await withdraw(entry);
    expect(await states(entry)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('a second time puts another sentence there, which the builder hears of', async () => {
    const entry = await live('Worded anew');
    await withdraw(entry);
    const [before, first] = [await revision(), await noticeOf(entry)];
    await withdraw(entry, moderator, { sentence: 'legal' });
    expect(await noticeOf(entry)).toMatchObject({
      notice: { en: 'This page was taken off the site for legal reasons.' },
      withdrawnAt: first?.withdrawnAt,
    });
    expect(await revision()).not.toBe(before);
  });

  it('keeps former addresses leading there', async () => {
    const entry = await live('Former');
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { slug: 'former-renamed' });
    await approveEntry(cms, moderator, { ...entry, locale: 'bn' });
    await withdraw(entry);
    expect(await readExport(cms)).toContainEqual(
      expect.objectContaining({ line: 'redirect', from: 'former-in-english', to: 'former-renamed' }),
    );
  });
});

describe('other words at its address', () => {
  it('wait for a second person, while the page is gone at once', async () => {
    const entry = await live('Own words');
    const { status } = await withdraw(entry, moderator, { sentence: 'correction', wording: WORDING });
    expect([status, await states(entry)]).toEqual([200, ['withdrawn', 'withdrawn']]);
    expect(await noticeOf(entry)).toMatchObject({ notice: NOTICE });
    expect((await second(moderator, entry)).body.error.details.code).toContain('own-proposal');
    expect((await second(editor, entry)).body.error.details.code).toContain('not-allowed');
    const before = await revision();
    const confirmed = await second(other, entry, 'confirm', { comment: 'Read and checked' });
    expect(confirmed.body.proposals).toEqual([]);
    expect(await noticeOf(entry)).toMatchObject({ notice: WORDING });
    expect(await revision()).not.toBe(before);
    const { body } = await editor.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events.slice(0, 4).map(({ action }: { action: string }) => action)).toEqual([
      'approval.confirm',
      'approval.word-notice',
      'approval.propose',
      'approval.withdraw',
    ]);
  });

  it('are not confirmed by whoever wrote in the entry', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Corrected before'));
    await other.request('PUT', `${STORIES}/${documentId}?locale=bn`, { summary: 'By the other moderator' });
    const entry = { type: 'story', documentId };
    expect((await approveEntry(cms, moderator, entry)).status).toBe(200);
    await withdraw(entry, moderator, { sentence: 'ended', wording: WORDING });
    expect((await second(other, entry)).body.error.details.code).toContain('own-work-proposal');
    expect((await second(admin, entry)).status).toBe(200);
    expect(await noticeOf(entry)).toMatchObject({ notice: WORDING });
  });

  it('declined with a comment or taken back leave the sentence', async () => {
    const entry = await live('Declined');
    await withdraw(entry, moderator, { sentence: 'correction', wording: WORDING });
    expect((await second(other, entry, 'decline')).status).toBe(400);
    const comment = 'Names the person: leave that out';
    expect((await second(other, entry, 'decline', { comment })).body.proposals).toEqual([]);
    await propose(moderator, entry, { kind: 'notice', notice: WORDING });
    expect((await second(other, entry, 'take-back')).status).toBe(403);
    expect((await second(moderator, entry, 'take-back')).status).toBe(200);
    expect(await noticeOf(entry)).toMatchObject({ notice: NOTICE });
    await vi.waitFor(
      async () => {
        const mails = await cms.strapi.db.query('api::mail.message').findMany({
          where: { subject: { $contains: 'Declined' } },
        });
        expect(mails.some(({ text }) => text.includes(comment))).toBe(true);
        expect(mails.length).toBeGreaterThanOrEqual(3);
      },
      { timeout: 120_000, interval: 100 },
    );
  });

  it('fall when the notice is another one meanwhile, or the page is back', async () => {
    const entry = await live('Overtaken');
    await withdraw(entry, moderator, { sentence: 'correction', wording: WORDING });
    const { proposals } = (await other.request('GET', approvalOf(entry))).body;
    await withdraw(entry, other, { sentence: 'legal' });
    expect((await other.request('GET', approvalOf(entry))).body.proposals).toEqual([]);
    const late = `${approvalOf(entry)}/proposals/${proposals[0].id}/confirm`;
    expect((await other.request('POST', late, {})).body.error.details.code).toContain('lapsed-changed');
    await approveEntry(cms, moderator, { ...entry, locale: 'bn' });
    const wish = { kind: 'notice', notice: WORDING };
    expect((await propose(moderator, entry, wish)).body.error.details.code).toContain('not-possible');
  });

  it('are not asked for of an entry by the number of another one’s proposal', async () => {
    const [one, two] = [await live('First of two'), await live('Second of two')];
    for (const entry of [one, two]) await withdraw(entry, moderator, { sentence: 'ended', wording: WORDING });
    const { proposals } = (await other.request('GET', approvalOf(two))).body;
    const crossed = `${approvalOf(one)}/proposals/${proposals[0].id}/confirm`;
    expect((await other.request('POST', crossed, {})).status).toBe(404);
    expect(await noticeOf(two)).toMatchObject({ notice: { en: expect.stringContaining('has ended') } });
  });
});

describe('what was withdrawn', () => {
  it('is mended, submitted and approved as anything else, and then its notice goes', async () => {
    const entry = await live('Comes back');
    await withdraw(entry);
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: 'Right now' });
    expect(await states(entry)).toEqual(['withdrawn', 'withdrawn']);
    await decide(editor, entry, 'submit');
    expect(await noticeOf(entry)).toBeDefined();
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
    expect(await states(entry)).toEqual(['live', 'draft']);
    expect(await noticeOf(entry)).toBeUndefined();
    const again = await exportedEntry(cms, 'story', 'comes-back-in-english', 'bn');
    expect(again?.fields.summary).toBe('Right now');
  });

  it('is not deleted while its notice stands', async () => {
    const entry = await live('Stands');
    await withdraw(entry);
    for (const by of [editor, moderator, admin]) {
      const { status, text } = await by.request('DELETE', `${STORIES}/${entry.documentId}?locale=*`);
      expect([status, text]).toEqual([403, expect.stringContaining('A notice stands at its address')]);
    }
    expect(await noticeOf(entry)).toBeDefined();
    const alone = await unpublish(entry, { reason: 'The notice has served' });
    expect(alone.body.error.details.code).toBe('platform.approval.refused.notice-needs-two');
    const wish = { kind: 'notice-removal', reason: 'The notice has served' };
    expect((await propose(moderator, entry, wish)).status).toBe(403);
    expect((await propose(admin, entry, wish)).status).toBe(200);
    expect((await second(admin, entry)).status).toBe(403);
    expect(await noticeOf(entry)).toBeDefined();
    expect((await second(moderator, entry)).status).toBe(200);
    expect(await noticeOf(entry)).toBeUndefined();
    const deleted = await editor.request('DELETE', `${STORIES}/${entry.documentId}?locale=*`);
    expect(deleted.status).toBe(200);
  });

  it('keeps its address and its former ones from everything else', async () => {
    const entry = await live('Address');
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { slug: 'address-renamed' });
    await approveEntry(cms, moderator, { ...entry, locale: 'bn' });
    await withdraw(entry);
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { slug: 'address-elsewhere' });
    const food = await cms.signIn('editor', ['food']);
    const take = (slug: string) =>
      food.request('POST', `${STORIES}?locale=bn`, { ...samples.story('Heir', 'food'), slug });
    const atNotice = await take('address-renamed');
    expect([atNotice.status, atNotice.text]).toEqual([400, expect.stringContaining('was withdrawn')]);
    const atFormer = await take('address-in-english');
    expect([atFormer.status, atFormer.text]).toEqual([400, expect.stringContaining('leads on to it')]);
    expect((await take('address-elsewhere')).status).toBe(201);
    // One that has the address past our checks, as from before there were any, does not go live under it.
    const { documentId } = await create(cms, 'story', samples.story('Displacer'));
    await cms.strapi.db
      .query('api::story.story')
      .updateMany({ where: { documentId }, data: { slug: 'address-renamed' } });
    const displacer = { type: 'story', documentId };
    const { body } = await moderator.request('GET', approvalOf(displacer));
    expect(body.languages[0].problems[0]).toMatchObject({ field: 'slug', blocking: true });
    expect((await approveEntry(cms, moderator, displacer)).status).toBe(400);
    const publish = () =>
      cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' });
    await expect(cms.asSystem(publish)).rejects.toThrow('“address-renamed” is taken');
    expect(await noticeOf(entry)).toMatchObject({ key: 'address-renamed' });
  });
});

describe('a lesson that was withdrawn', () => {
  it('names its course, whose address its own holds', async () => {
    const publish = async (type: string, data: Record<string, unknown>) => {
      const { documentId } = await create(cms, type, data);
      await cms.asSystem(() =>
        cms.strapi.documents(`api::${type}.${type}` as never).publish({ documentId, locale: 'bn' }),
      );
      return documentId;
    };
    const words = { ministry: 'msw', summary: 'Words' };
    const course = await publish('course', { ...words, title: 'Basics', level: 'beginner' });
    const documentId = await publish('lesson', { ...words, title: 'First', course, order: 1, minutes: 5 });
    const lesson = { type: 'lesson', documentId };
    await withdraw(lesson);
    expect(await noticeOf(lesson)).toMatchObject({ key: 'first', course: 'basics' });
    const { body } = await moderator.request('GET', approvalOf(lesson));
    expect(body.languages[0].path).toBe('/courses/basics/first/');
  });
});

describe('unpublishing', () => {
  it('is the super admin’s, with a reason, and leaves no notice', async () => {
    const entry = await live('Quietly gone');
    const reason = 'Published by mistake';
    expect((await unpublish(entry, { reason }, moderator)).status).toBe(403);
    expect((await unpublish(entry, { reason: '' })).status).toBe(400);
    expect((await unpublish(entry, { reason })).status).toBe(200);
    expect(await states(entry)).toEqual(['draft', 'draft']);
    expect(await noticeOf(entry)).toBeUndefined();
    const { body } = await editor.request('GET', `${approvalOf(entry)}/history`);
    expect(body.events[0]).toMatchObject({ action: 'approval.unpublish', comment: reason });
  });

  it('of one language leaves the other', async () => {
    const entry = await live('One of two');
    await unpublish(entry, { reason: 'English was wrong', languages: ['en'] });
    expect(await states(entry)).toEqual(['live', 'draft']);
    expect(await exportedEntry(cms, 'story', 'one-of-two-in-english', 'bn')).toBeDefined();
  });
});

describe('erasing', () => {
  const SECRET = 'Kanarienvogel';
  let asking: Session;
  let confirming: Session;

  beforeAll(async () => {
    asking = await cms.signIn('strapi-super-admin');
    confirming = await cms.signIn('strapi-super-admin');
  });

  async function upload(name: string): Promise<{ id: number; hash: string; ext: string }> {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b5d46' } });
    const form = new FormData();
    const bytes = new Uint8Array(await picture.png().toBuffer());
    form.append('files', new Blob([bytes], { type: 'image/png' }), `${name}.png`);
    return (await editor.request('POST', '/upload', form)).body[0];
  }

  /** Every row of the database that holds a word, by table. */
  async function rowsWith(word: string): Promise<string[]> {
    const found: string[] = [];
    for (const table of await cms.strapi.db.dialect.schemaInspector.getTables()) {
      for (const row of await cms.strapi.db.connection(table).select())
        if (JSON.stringify(row).toLowerCase().includes(word.toLowerCase())) found.push(`${table} ${row.id}`);
    }
    return found;
  }

  const verify = () =>
    new Promise<string>((resolve) => {
      const script = path.resolve(import.meta.dirname, '../dist/src/commands/verify-audit.js');
      execFile(process.execPath, [script], (_error, stdout, stderr) => resolve(stdout + stderr));
    });

  /** A story that was returned, approved, withdrawn and written in anew, with two pictures. */
  async function eventful(own: number, shared: number): Promise<Entry> {
    const title = `${SECRET} story`;
    const words = {
      ...samples.story(title),
      summary: `${SECRET} summary`,
      cover: { image: own, alternative: `${SECRET} picture` },
      body: [{ __component: 'shared.figure', image: shared, alternative: SECRET, caption: SECRET }],
    };
    const { body } = await editor.request('POST', `${STORIES}?locale=bn`, words);
    const entry = { type: 'story', documentId: body.data.documentId as string };
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=en`, { ...words, title });
    expect((await decide(editor, entry, 'submit', { note: `${SECRET} note` })).status).toBe(200);
    await decide(moderator, entry, 'return', { comment: `${SECRET} comment` });
    for (const locale of ['bn', 'en'])
      expect((await approveEntry(cms, moderator, { ...entry, locale })).status).toBe(200);
    await withdraw(entry, moderator, { sentence: 'ended', wording: { bn: SECRET, en: SECRET } });
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: `${SECRET} again` });
    return entry;
  }

  it('takes two super admins, a reason and the title, and leaves ids and digests alone', async () => {
    const [own, shared] = [await upload(`${SECRET} own`), await upload('Shared')];
    const entry = await eventful(own.id, shared.id);
    const other = await create(cms, 'story', {
      ...samples.story('Another story'),
      cover: { image: shared.id, alternative: 'x' },
    });
    const disk = path.join(cms.strapi.dirs.static.public, 'uploads');
    const wish = { kind: 'erase', reason: `${SECRET} is a person` };
    expect((await propose(moderator, entry, wish)).status).toBe(403);
    expect((await propose(asking, entry, { ...wish, reason: ' ' })).status).toBe(400);
    expect((await propose(asking, entry, wish)).status).toBe(200);
    expect((await withdraw(entry, moderator, { sentence: 'legal' })).status).toBe(200);
    const { proposals } = (await confirming.request('GET', approvalOf(entry))).body;
    const [{ id }] = proposals.filter(({ kind }: { kind: string }) => kind === 'erase');
    const confirm = (by: Session, typed?: string) =>
      by.request('POST', `${approvalOf(entry)}/proposals/${id}/confirm`, { typed });
    expect((await confirm(asking, `${SECRET} story`)).body.error.details.code).toContain('own-proposal');
    expect((await confirm(moderator, `${SECRET} story`)).body.error.details.code).toContain(
      'super-admin-only',
    );
    for (const typed of [undefined, SECRET])
      expect((await confirm(confirming, typed)).body.error.details.code).toContain('title-differs');
    expect((await rowsWith(SECRET)).length).toBeGreaterThan(20);
    expect((await readdir(disk)).some((name) => name.startsWith(own.hash))).toBe(true);

    const before = await revision();
    expect((await confirm(confirming, `${SECRET} story`)).status).toBe(200);
    expect(await rowsWith(SECRET)).toEqual([]);
    // Copies of SQLite's file, backups too, have its free pages.
    if (process.env.TEST_DATABASE !== 'postgres') {
      expect((await readFile(path.join(cms.dataDir, 'cms.db'))).includes(SECRET)).toBe(false);
    }
    const files = await readdir(disk);
    expect(files.some((name) => name.includes(own.hash))).toBe(false);
    expect(files).toContain(`${shared.hash}${shared.ext}`);
    expect(await revision()).not.toBe(before);
    const lines = await readExport(cms);
    expect(JSON.stringify(lines)).not.toContain(entry.documentId);
    expect(lines.filter((line) => line.line === 'redirect')).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ from: 'kanarienvogel-story' })]),
    );
    for (const by of [editor, moderator, asking]) {
      expect((await by.request('GET', approvalOf(entry))).status).toBe(404);
      expect((await by.request('GET', `${approvalOf(entry)}/history`)).status).toBe(404);
    }
    expect(await drafts(other.documentId)).toBe(1);
    const where = { document: entry.documentId };
    const changes = await cms.strapi.db.query('api::publication.change').findMany({ where });
    expect(changes.map(({ key }) => key)).toEqual(changes.map(() => null));
    const events = await cms.strapi.db.query('api::audit.event').findMany({ where });
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['approval.submit', 'approval.approve', 'approval.propose', 'entry.erase']),
    );
    expect(await verify()).toMatch(/audit record: whole, \d+ rows; the words of \d+ were erased/);
  });

  it('falls when what is to be erased is another one meanwhile, and is not for what all else needs', async () => {
    const entry = await live('Written on');
    await propose(asking, entry, { kind: 'erase', reason: 'Mistake' });
    await editor.request('PUT', `${STORIES}/${entry.documentId}?locale=bn`, { summary: 'Newer' });
    const late = await second(confirming, entry, 'confirm', { typed: 'Written on' });
    expect(late.status).not.toBe(200);
    expect(await drafts(entry.documentId)).toBe(2);
    const ministry = await cms.strapi.db.query('api::ministry.ministry').findOne({ where: { code: 'msw' } });
    const portfolio = { type: 'ministry', documentId: ministry.documentId };
    const refused = await propose(asking, portfolio, { kind: 'erase', reason: 'x' });
    expect(refused.body.error.details.code).toContain('not-possible');
  });
});
