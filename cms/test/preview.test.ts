import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  approvalOf,
  create,
  createBasics,
  decide,
  type Entry,
  type Sample,
  type Session,
  samples,
  startCms,
  type TestCms,
} from './cms.ts';

/** A real CMS and the site's real templates, in the process that the CMS starts for them. */

let cms: TestCms;
let editor: Session;
let stranger: Session;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms({ checkPages: true });
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  stranger = await cms.signIn('editor', ['food']);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const link = (session: Session, type: string, document: string, language = 'bn') =>
  session.request('POST', `/platform/preview/${type}/${document}/${language}`, {});

/** The page at an address, asked for again while it is being prepared. */
async function open(url: string) {
  for (;;) {
    const response = await fetch(url.startsWith('/') ? cms.url + url : url);
    const html = await response.text();
    if (!html.includes('http-equiv="refresh"'))
      return { status: response.status, html, headers: response.headers };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function preview(type: string, data: Sample, language = 'bn') {
  const { documentId } = await create(cms, type, data, language);
  const { body } = await link(moderator, type, documentId, language);
  return { documentId, url: body.url as string, ...(await open(body.url)) };
}

const update = (type: string, documentId: string, data: Sample, locale = 'bn') =>
  cms.asSystem(() =>
    cms.strapi.documents(`api::${type}.${type}` as never).update({ documentId, locale, data: data as never }),
  );
const publish = (type: string, documentId: string, locale = 'bn') =>
  cms.asSystem(() => cms.strapi.documents(`api::${type}.${type}` as never).publish({ documentId, locale }));

describe('a link to a preview', () => {
  it('is given to the ministry’s editors and to moderators, and lasts half an hour', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Mine'));
    for (const session of [editor, moderator]) {
      const { status, body } = await link(session, 'story', documentId);
      expect(status).toBe(200);
      expect(body.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/preview\/page\//);
      const minutes = (new Date(body.expiresAt).getTime() - Date.now()) / 60_000;
      expect(minutes).toBeGreaterThan(29);
      expect(minutes).toBeLessThanOrEqual(30);
    }
  });

  it('is refused in the same words for another ministry’s draft and for none, and without signing in', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Mine'));
    const foreign = await link(stranger, 'story', documentId);
    expect(foreign.status).toBe(404);
    for (const [type, document, language] of [
      ['story', 'nothing', 'bn'],
      ['nothing', documentId, 'bn'],
      ['story', documentId, 'fr'],
      ['story', documentId, 'en'],
    ] as const) {
      expect(await link(stranger, type, document, language)).toMatchObject({
        status: 404,
        body: { error: foreign.body.error },
      });
    }
    expect(
      (await fetch(`${cms.url}/platform/preview/story/${documentId}/bn`, { method: 'POST' })).status,
    ).toBe(401);
  });

  it('opens nothing when it is forged or is for a file', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Secret words'));
    const { body } = await link(editor, 'story', documentId);
    const forged = await open(`${body.url.slice(0, -3)}AAA`);
    expect(forged.status).toBe(404);
    expect(forged.html).toContain('There is no draft at this address');
    expect(forged.html).toContain('এই ঠিকানায় কোনো খসড়া নেই');
    expect(forged.html).not.toContain('Secret words');
    expect((await open(body.url.replace('/page/', '/file/'))).status).toBe(404);
  });

  it('opens nothing once the entry belongs to another ministry, until who may read it makes another', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Soon theirs'));
    const { body } = await link(editor, 'story', documentId);
    await update('story', documentId, { ministry: 'food', title: 'Their words' });
    const { status, html } = await open(body.url);
    expect(status).toBe(410);
    expect(html).toContain('This address is no longer open');
    expect(html).not.toContain('Their words');
    expect((await link(editor, 'story', documentId)).status).toBe(404);
    const theirs = await link(stranger, 'story', documentId);
    expect(await open(theirs.body.url)).toMatchObject({
      status: 200,
      html: expect.stringContaining('Their words'),
    });
  });

  it('opens nothing when its time is over', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Secret words'));
    const { body } = await link(editor, 'story', documentId);
    const { now } = Date;
    Date.now = () => now() + 31 * 60_000;
    try {
      const expired = await open(body.url);
      expect(expired.status).toBe(410);
      expect(expired.html).toContain('This preview has expired');
      expect(expired.html).not.toContain('Secret words');
    } finally {
      Date.now = now;
    }
  });
});

describe('a preview', () => {
  it('shows the draft as the site’s page, marked, to nobody who did not ask, and runs nothing', async () => {
    const { html, headers, status } = await preview('story', samples.story('A <b>story</b> to come'));
    expect(status).toBe(200);
    expect(html).toContain('<html lang="bn">');
    expect(html).toContain('A &lt;b&gt;story&lt;/b&gt; to come</h1>');
    expect(html).toContain('Ministry msw');
    expect(html).toContain('Draft preview');
    expect(html).toContain('href="http://127.0.0.1:4321/stories/"');
    expect(html).not.toMatch(/(href|src|action)="\//);
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-.*frame-ancestors 'self'$/,
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    // Each style of the page is one of the site's code or the mark's.
    for (const [, style = ''] of html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)) {
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
    }
    expect(headers.get('content-security-policy')).not.toContain('script-src');
  });

  it('shows what is saved now, within what is live now', async () => {
    const { documentId, url, html } = await preview('story', samples.story('First words'), 'en');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('First words</h1>');
    await update('story', documentId, { title: 'Better words' }, 'en');
    const programme = await create(cms, 'programme', samples.programme('A programme'));
    await update('story', documentId, { programmes: [programme.documentId] }, 'en');
    const before = await open(url);
    expect(before.html).toContain('Better words</h1>');
    expect(before.html).not.toContain('A programme');
    await publish('programme', programme.documentId);
    expect((await open(url)).html).toContain('A programme');
  });

  it('holds nothing of another draft', async () => {
    await create(cms, 'story', samples.story('Canary of another draft'));
    const { html } = await preview('ministry', samples.ministry('health'));
    expect(html).toContain('Ministry health</h1>');
    expect(html).not.toContain('Canary');
  });

  it('opens the draft’s pictures and files by addresses signed the same way, and no others', async () => {
    const png = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#0b5d46' } })
      .png()
      .toBuffer();
    const upload = async (name: string) => {
      const form = new FormData();
      form.append('files', new Blob([new Uint8Array(png)], { type: 'image/png' }), name);
      return (await moderator.request('POST', '/upload', form)).body[0] as { id: number; hash: string };
    };
    const [cover, paper, other] = [
      await upload('cover.png'),
      await upload('paper.png'),
      await upload('other.png'),
    ];
    const { html } = await preview('story', {
      ...samples.story('With a picture'),
      cover: { image: cover.id, alternative: 'A river' },
      body: [{ __component: 'shared.download', label: 'Paper', file: paper.id }],
      original: `${cms.url}/files/${other.hash}.png`,
    });
    const image = /<img src="([^"]+)"/.exec(html)?.[1] ?? '';
    const picture = await fetch(cms.url + image);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(picture.headers.get('cache-control')).toBe('no-store');
    const download = /href="(\/preview\/file\/[^"]+)" download/.exec(html)?.[1] ?? '';
    const file = await fetch(cms.url + download);
    const stored = await readFile(join(cms.dataDir, 'public/uploads', `${paper.hash}.png`));
    expect(stored.equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
    expect(file.headers.get('content-disposition')).toContain(paper.hash);
    expect(html.match(/\/preview\/file\//g)).toHaveLength(3);
    expect((await fetch(`${cms.url}${image.slice(0, -2)}AA`)).status).toBe(404);
  });

  it('names the fields that are missing when no page can be made yet', async () => {
    const { html } = await preview('story', { title: 'Only a title', ministry: 'msw' });
    expect(html).toContain('There is not enough yet to show a page');
    expect(html).toContain('<li>Summary</li>');
    expect(html).not.toContain('Kind</li>');
  });

  it('of what is only a part of a page shows that page, and says so where there is none', async () => {
    const stage = await preview('term', { vocabulary: 'life-cycle-stage', code: 'youth', name: 'Youth' });
    expect(stage.html).toContain('href="#youth"');
    expect(stage.html).toContain('id="youth"');
    const settings = await preview('site-settings', { name: 'Name to come', tagline: 'Tagline to come' });
    expect(settings.html).toContain('Tagline to come</h1>');
    const frequency = await preview('term', { vocabulary: 'frequency', code: 'weekly', name: 'Weekly' });
    expect(frequency.html).toContain('This has no page of its own');
  });

  it('is gone with its draft', async () => {
    const { documentId, url } = await preview('story', samples.story('Short-lived'));
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story' as never).delete({ documentId, locale: '*' }),
    );
    const { status, html } = await open(url);
    expect(status).toBe(404);
    expect(html).toContain('This draft is gone');
    expect(html).not.toContain('Short-lived');
  });
});

describe('what the site cannot show', () => {
  /** A link to a page of the site as an address of the web, which is live as long as the programme is. */
  let programme: Entry;
  let original = '';

  beforeAll(async () => {
    programme = { type: 'programme', ...(await create(cms, 'programme', samples.programme('Linked'))) };
    const { slug } = await publishedFields(programme);
    original = `http://127.0.0.1:4321/programmes/${slug}/`;
  });

  async function publishedFields({ type, documentId }: Entry): Promise<{ slug: string }> {
    await publish(type, documentId);
    const documents = cms.strapi.documents(`api::${type}.${type}` as never);
    return (await documents.findOne({ documentId, locale: 'bn', status: 'published' })) as never;
  }

  async function write(more: Sample): Promise<Entry> {
    const story = { ...samples.story(`Story of ${JSON.stringify(more).length}`), ...more };
    return { type: 'story', ...(await create(cms, 'story', story)) };
  }

  async function look(entry: Entry) {
    const { body } = await editor.request('GET', approvalOf(entry));
    return body.languages.find(({ language }: { language: string }) => language === 'bn');
  }

  const DEAD = 'http://127.0.0.1:4321/nowhere/';

  it('cannot be submitted, and says why, in the panel too', async () => {
    const entry = await write({ original: DEAD });
    const { status, body } = await decide(editor, entry, 'submit');
    expect({ status, code: body.error.details.code }).toEqual({
      status: 400,
      code: 'platform.approval.refused.page-fails',
    });
    expect(body.error.message).toContain(`${DEAD} leads nowhere`);
    expect(await look(entry)).toMatchObject({
      state: 'draft',
      problems: expect.arrayContaining([
        expect.objectContaining({ blocking: true, code: 'platform.leftOut.page-fails' }),
      ]),
    });
    await update('story', entry.documentId, { original: null });
    expect((await decide(editor, entry, 'submit')).status).toBe(200);
  });

  it('cannot be submitted with a picture that nobody can read', async () => {
    const png = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#0b5d46' } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'torn.png');
    const { id, hash } = (await moderator.request('POST', '/upload', form)).body[0];
    await writeFile(join(cms.dataDir, 'public/uploads', `${hash}.png`), png.subarray(0, 40));
    const entry = await write({ cover: { image: id, alternative: 'A river' } });
    const { status, body } = await decide(editor, entry, 'submit');
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: expect.stringContaining('cannot be read as a picture'),
    });
    expect((await look(entry)).problems).toContainEqual(
      expect.objectContaining({ field: 'cover', code: 'platform.leftOut.picture-unreadable' }),
    );
  });

  it('cannot be approved, alone, with others or for later, though it could be submitted', async () => {
    const [now, batch, later] = [
      await write({ original }),
      await write({ original }),
      await write({ original }),
    ];
    for (const entry of [now, batch, later]) expect((await decide(editor, entry, 'submit')).status).toBe(200);
    await publish('story', (await create(cms, 'story', samples.story('Meanwhile'))).documentId);
    // In time for the schedule, but not for the site.
    const publishAt = new Date(Date.now() + 60_000).toISOString();
    expect((await decide(moderator, later, 'approve', { publishAt })).status).toBe(200);
    await cms.asSystem(() =>
      cms.strapi
        .documents('api::programme.programme')
        .unpublish({ documentId: programme.documentId, locale: '*' }),
    );
    const refused = await decide(moderator, now, 'approve');
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain(`${original} leads nowhere`);
    const { digest } = await look(batch);
    const { body } = await moderator.request('POST', '/platform/approval/batch', {
      action: 'approve',
      items: [{ type: 'story', document: batch.documentId, language: 'bn', digest }],
    });
    expect(body.results).toMatchObject([
      { ok: false, message: { code: 'platform.approval.refused.page-fails' } },
    ]);
    const { publishDue } = cms.module<typeof import('../src/features/approval/schedule.ts')>(
      'features/approval/schedule',
    );
    await cms.strapi.db
      .query('api::approval.record')
      .updateMany({ where: { document: later.documentId }, data: { publishAt: new Date().toISOString() } });
    await publishDue(cms.strapi);
    expect(await look(later)).toMatchObject({
      state: 'returned',
      comment: expect.stringContaining(original),
    });
    for (const { documentId } of [now, batch, later]) {
      expect(
        await cms.strapi
          .documents('api::story.story')
          .count({ status: 'published', filters: { documentId } as never }),
      ).toBe(0);
    }
  });

  it('takes what is found with a draft for that draft alone, and asks who may not decide nothing', async () => {
    const entry = await write({ original: DEAD });
    const { previewsOf } =
      cms.module<typeof import('../src/features/preview/process.ts')>('features/preview/process');
    const check = vi.spyOn(previewsOf(cms.strapi), 'check');
    expect((await decide(stranger, entry, 'submit')).status).toBe(404);
    expect((await decide(editor, entry, 'submit', { digest: '0'.repeat(64) })).status).toBe(400);
    expect(check).not.toHaveBeenCalled();
    check.mockRestore();
  });

  it('goes to the builder, who leaves it out, where the site’s code does not run: no approval is held up', async () => {
    const entry = await write({ original: DEAD });
    const { previewsOf } =
      cms.module<typeof import('../src/features/preview/process.ts')>('features/preview/process');
    const check = vi
      .spyOn(previewsOf(cms.strapi), 'check')
      .mockResolvedValue({ outcome: 'failed', reason: 'Astro could not build the site' });
    const warned = vi.spyOn(cms.strapi.log, 'error');
    expect((await decide(editor, entry, 'submit')).status).toBe(200);
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('Astro could not build the site'));
    check.mockRestore();
    warned.mockRestore();
  });
});
