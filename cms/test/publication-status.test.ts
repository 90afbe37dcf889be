import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageStatus, SiteStatus } from '../src/features/publication/api.ts';
import { create, createBasics, type Session, samples, send, startCms, type TestCms } from './cms.ts';

let cms: TestCms;
let moderator: Session;
let editor: Session;

beforeAll(async () => {
  process.env.SITE_URL = 'https://site.example.org';
  cms = await startCms();
  await createBasics(cms);
  moderator = await cms.signIn('moderator');
  editor = await cms.signIn('editor', ['msw']);
});
afterAll(() => cms.stop());

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });
let minute = 0;

async function revision(): Promise<string> {
  const { body } = await send(cms.url, 'GET', '/api/export/revision', undefined, builder());
  return body.revision;
}

/** The builder tells of a build of what is approved now; returns when it ended. */
async function built(more: object = {}): Promise<string> {
  minute += 1;
  const at = new Date(Date.UTC(2030, 0, 1, 0, minute)).toISOString();
  const report = {
    ok: true,
    release: `r${minute}`,
    revision: await revision(),
    startedAt: at,
    finishedAt: at,
    leftOut: [],
  };
  const answer = await send(cms.url, 'POST', '/api/export/report', { ...report, ...more }, builder());
  expect(answer.status).toBe(204);
  return at;
}

async function publish(documentId: string, locale = 'bn'): Promise<void> {
  await cms.asSystem(() => cms.strapi.documents('api::story.story').publish({ documentId, locale }));
}

async function unpublish(documentId: string): Promise<void> {
  await cms.asSystem(() => cms.strapi.documents('api::story.story').unpublish({ documentId, locale: 'bn' }));
}

async function story(title: string, ministry = 'msw'): Promise<string> {
  return (await create(cms, 'story', { ...samples.story(title, ministry), slug: title })).documentId;
}

async function bengali(document: string, by = moderator): Promise<LanguageStatus> {
  const { body } = await by.request('GET', `/platform/publication/entries/story/${document}`);
  return body.languages[0];
}

const status = async (by = moderator): Promise<SiteStatus> =>
  (await by.request('GET', '/platform/publication/status')).body;
const wrong = {
  problem: 'body.0.cells: too few',
  code: 'does-not-fit',
  field: 'body.0.cells',
  about: 'too few',
};
const problem = (documentId: string) => ({
  type: 'story',
  documentId,
  locale: 'bn',
  ...wrong,
});

describe('beside an entry', () => {
  it('is seen when it was approved, that it is built, and since when it is live under which address', async () => {
    await built();
    const document = await story('on-its-way');
    expect(await bengali(document)).toMatchObject({
      wanted: null,
      approvedAt: null,
      building: false,
      url: null,
    });
    await publish(document);
    const building = await bengali(document);
    expect(building).toMatchObject({ wanted: 'live', building: true, since: null, trouble: null });
    expect(Date.now() - Date.parse(building.approvedAt ?? '')).toBeLessThan(60_000);
    const since = await built();
    await built();
    expect(await bengali(document)).toMatchObject({
      building: false,
      since,
      url: 'https://site.example.org/stories/on-its-way/',
    });
    await unpublish(document);
    expect(await bengali(document)).toMatchObject({ wanted: 'gone', building: true, url: null });
  });

  it('each language stands for itself', async () => {
    const document = await story('both');
    await publish(document);
    await built();
    const { body } = await moderator.request('GET', `/platform/publication/entries/story/${document}`);
    expect(body.languages).toMatchObject([
      { language: 'bn', wanted: 'live', building: false },
      { language: 'en', wanted: null, url: null },
    ]);
  });

  it('is seen why it does not go live, by editors without what may name entries of others', async () => {
    const document = await story('stuck');
    await publish(document);
    const error = 'programme “secret of food” is broken';
    const at = await built({ ok: false, error, kind: 'build' });
    expect((await bengali(document)).trouble).toEqual({ kind: 'build', at, detail: error });
    expect((await bengali(document, editor)).trouble).toEqual({ kind: 'build', at });
    await built({ leftOut: [problem(document)] });
    expect((await bengali(document, editor)).trouble).toMatchObject({
      kind: 'left-out',
      left: wrong,
    });
    await built();
    expect(await bengali(document, editor)).toMatchObject({ trouble: null, building: false });
  });

  it('is seen that an operator holds an older release', async () => {
    const before = await story('before');
    await publish(before);
    const since = await built();
    const held = { release: `r${minute}`, since };
    const revisionBefore = await revision();
    const after = await story('after');
    await publish(after);
    await built();
    await built({ held });
    expect(await bengali(after)).toMatchObject({ building: false, trouble: { kind: 'held' }, since: null });
    expect(await bengali(before)).toMatchObject({ since, trouble: null });
    // Its search or its packing may be newer, in a release that no build has told of.
    await built({ held: { ...held, release: 'followed-up', revision: revisionBefore } });
    expect(await bengali(before)).toMatchObject({ since, trouble: null });
    expect((await status()).live).not.toBeNull();
    await built();
    expect(await bengali(after)).toMatchObject({ trouble: null });
  });

  it('is seen that what was taken down is gone, though an operator holds an older release', async () => {
    const [gone, waiting] = [await story('gone'), await story('waiting-for-the-operator')];
    await publish(gone);
    const held = { release: 'r1', since: await built(), revision: await revision() };
    await publish(waiting);
    await unpublish(gone);
    await built({ held });
    const waits = async () => (await status()).waiting.map(({ document }) => document);
    expect(await bengali(gone)).toMatchObject({ wanted: 'gone', building: true, trouble: null });
    expect(await waits()).toEqual([gone, waiting]);
    await built({ held: { ...held, release: 'r1-2', withdrawnUpTo: await revision() } });
    expect(await bengali(gone)).toMatchObject({ wanted: 'gone', building: false, trouble: null });
    expect(await bengali(waiting)).toMatchObject({ wanted: 'live', trouble: { kind: 'held' } });
    expect(await waits()).toEqual([waiting]);
  });

  it('editors learn nothing of other ministries’ entries, not even that they exist', async () => {
    const theirs = await story('of-food', 'food');
    await publish(theirs);
    const [other, none] = await Promise.all(
      [theirs, 'nothing'].map((document) =>
        editor.request('GET', `/platform/publication/entries/story/${document}`),
      ),
    );
    expect(other?.status).toBe(404);
    expect(other?.body).toEqual(none?.body);
  });
});

describe('the status of the site', () => {
  it('tells moderators of builds, of what waits and of what was left out', async () => {
    await built({ pages: 12, bytes: 3_400_000, parts: { render: 800 } });
    const waiting = await story('waiting');
    await publish(waiting);
    const before = await status();
    expect(before).toMatchObject({ upToDate: false, heldSince: null, live: { pages: 12, bytes: 3_400_000 } });
    expect(before.waiting).toMatchObject([
      { document: waiting, language: 'bn', action: 'publish', title: 'waiting' },
    ]);
    expect(before.builds[0]).toMatchObject({ ok: true, parts: { render: 800 }, leftOut: 0 });
    await built({ leftOut: [problem(waiting)] });
    expect(await status()).toMatchObject({
      upToDate: true,
      waiting: [],
      leftOut: [{ documentId: waiting, ...wrong }],
    });
  });

  it('tells the build’s name, and how what was live compares with a site built from nothing', async () => {
    const compared = { files: 900, different: 2, named: ['site/a/index.html', 'site/b/index.html'] };
    await built({ build: 'b1', parts: { render: 10 }, compared });
    expect((await status()).builds[0]).toMatchObject({ build: 'b1', compared });
    expect((await status(editor)).builds[0]?.compared).toEqual({ ...compared, named: [] });
    await built();
    expect((await status()).builds[0]).not.toHaveProperty('compared');
  });

  it('narrows to their own ministries’ entries for editors, without errors and e-mails', async () => {
    const documents = [await story('own'), await story('theirs', 'food')];
    for (const document of documents) await publish(document);
    const error = 'story “theirs” is broken';
    await built({ ok: false, error, leftOut: documents.map(problem) });
    const [all, own] = [await status(), await status(editor)];
    expect(all.waiting).toHaveLength(2);
    expect(all.leftOut).toHaveLength(2);
    expect(all.builds[0]?.error).toBe(error);
    expect(own.waiting.map(({ document }) => document)).toEqual([documents[0]]);
    expect(own.leftOut.map(({ documentId }) => documentId)).toEqual([documents[0]]);
    expect(own.mail).toBeNull();
    expect(JSON.stringify(own)).not.toContain('theirs');
    const { body } = await editor.request('GET', '/platform/publication');
    expect(JSON.stringify(body)).not.toContain('theirs');
  });

  it('names e-mails that could not be delivered', async () => {
    const { queueMail } = cms.module<typeof import('../src/features/mail/queue')>('features/mail/queue');
    await queueMail(cms.strapi, { to: 'broken, address', subject: 'Returned', text: 'x' });
    expect((await status()).mail?.undelivered).toMatchObject([
      { to: 'broken, address', subject: 'Returned' },
    ]);
  });

  it('keeps fifty builds and the live one, however many fail, and each once', async () => {
    await built();
    const first = (await status()).live?.release;
    for (let failure = 0; failure < 55; failure += 1) await built({ ok: false, error: 'disk full' });
    const same = { startedAt: '2031-01-01T00:00:00.000Z', finishedAt: '2031-01-01T00:00:01.000Z' };
    await built({ ...same, ok: false, error: 'first telling' });
    await built({ ...same, ok: false, error: 'second telling' });
    const { builds, live } = await status();
    expect(builds).toHaveLength(50);
    expect(live?.release).toBe(first);
    expect(builds.slice(0, 2).map(({ error }) => error)).toEqual(['second telling', 'disk full']);
  });
});

describe('a build report', () => {
  it('arrives however long its error is', async () => {
    await built({ ok: false, error: 'x'.repeat(10_000) });
    expect((await status()).builds[0]?.error).toHaveLength(2000);
  });

  it('that is malformed is refused with what is wrong', async () => {
    const { status: code, body } = await send(
      cms.url,
      'POST',
      '/api/export/report',
      { ok: 'yes' },
      builder(),
    );
    expect(code).toBe(400);
    expect(body.error).toContain('startedAt');
  });
});

describe('what every site needs', () => {
  it('is named to those who write it until it is live, by language, and to no editor', async () => {
    const both = ['bn', 'en'];
    const page = (key: string, languages = both) => ({ type: 'page', key, languages });
    const rest = [page('accessibility'), page('privacy')];
    expect((await status()).unwritten).toEqual([
      { type: 'site-settings', key: null, languages: both },
      page('about'),
      ...rest,
    ]);
    expect((await status(editor)).unwritten).toEqual([]);
    const settings = await create(cms, 'site-settings', { name: 'সাইট', tagline: 'স্লোগান' });
    const about = await create(cms, 'page', { slug: 'about', title: 'পরিচিতি', summary: 'সারসংক্ষেপ' });
    // A draft is nothing that visitors see.
    expect((await status()).unwritten).toHaveLength(4);
    await cms.asSystem(async () => {
      for (const [type, { documentId }] of [
        ['site-settings', settings],
        ['page', about],
      ] as const)
        await cms.strapi.documents(`api::${type}.${type}` as never).publish({ documentId, locale: 'bn' });
    });
    expect((await moderator.request('GET', '/platform/publication')).body.unwritten).toEqual([
      { type: 'site-settings', key: null, languages: ['en'] },
      page('about', ['en']),
      ...rest,
    ]);
  });
});
