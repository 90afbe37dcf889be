import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  create,
  createBasics,
  exportedEntry,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

let cms: TestCms;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });

describe('uploaded files', () => {
  async function upload(
    session: Session,
    name: string,
    type: string,
    content: Uint8Array<ArrayBuffer> | string,
  ) {
    const form = new FormData();
    form.append('files', new Blob([content], { type }), name);
    return session.request('POST', '/upload', form);
  }
  const png = () =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b5d46' } })
      .png()
      .toBuffer()
      .then((buffer) => new Uint8Array(buffer));

  it('open only by a signed address, whatever the spelling of the path', async () => {
    const { body } = await upload(moderator, 'logo.png', 'image/png', await png());
    const [{ url }] = body;
    const bare = url.split('?')[0];
    expect((await send(cms.url, 'GET', url)).status).toBe(200);
    for (const path of [
      bare,
      bare.replace('/uploads', '/%75ploads'),
      `/x/..${bare}`,
      `/${bare}`,
      `${bare}?expires=9999999999&signature=x`,
    ]) {
      expect((await send(cms.url, 'GET', path)).status).toBe(404);
    }
  });

  it('reach the builder once something live uses them, not before', async () => {
    const { body } = await upload(moderator, 'cover.png', 'image/png', await png());
    const [{ id, hash, ext }] = body;
    const { documentId } = await create(cms, 'story', {
      ...samples.story('Pictured'),
      cover: { image: id, alternative: 'A square' },
    });
    const get = () => send(cms.url, 'GET', `/api/export/files/${hash}${ext}`, undefined, builder());
    expect((await get()).status).toBe(404);
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' }),
    );
    expect((await get()).status).toBe(200);
    expect((await exportedEntry(cms, 'story', 'pictured', 'bn'))?.fields.cover).toMatchObject({
      alternative: 'A square',
      image: { file: `${hash}${ext}`, mime: 'image/png', width: 8, height: 8 },
    });
    expect(
      (await send(cms.url, 'GET', '/api/export/files/..%2F..%2Fcms.db', undefined, builder())).status,
    ).toBe(404);
    // One that cannot be read is as one that is gone, and breaks off no answer.
    const stored = join(cms.dataDir, 'public/uploads', `${hash}${ext}`);
    await rm(stored);
    await mkdir(stored);
    expect((await get()).status).toBe(404);
    await rm(stored, { recursive: true });
  });

  it.each([
    ['a page', 'page.html', 'text/html', '<script>alert(1)</script>'],
    [
      'a page that claims to be a picture',
      'page.png',
      'image/png',
      '<!doctype html><script>alert(1)</script>',
    ],
    [
      'an SVG drawing',
      'drawing.svg',
      'image/svg+xml',
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    ],
    ['a script', 'run.js', 'text/javascript', 'alert(1)'],
    ['a PDF by the name of a page', 'form.html', 'application/octet-stream', '%PDF-1.4'],
    ['a PDF by a name in Bengali only', 'form.পিডিএফ', 'application/pdf', '%PDF-1.4'],
    ['a PDF without an end to its name', 'form', 'application/pdf', '%PDF-1.4'],
    ['a program that claims to be a PDF', 'form.pdf', 'application/pdf', 'MZ\u0090\u0000'],
  ])('are refused when they are %s', async (_what, name, type, content) => {
    const { status } = await upload(moderator, name, type, content);
    expect(status).toBe(400);
  });

  it('that would unpack to a huge picture are refused before they are unpacked', async () => {
    const huge = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } });
    const content = new Uint8Array(await huge.png({ compressionLevel: 9 }).toBuffer());
    const started = Date.now();
    const { status, text } = await upload(moderator, 'huge.png', 'image/png', content);
    expect(status).toBe(400);
    expect(text).toContain('50 million pixels');
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('are attached to nothing by the upload itself, least of all to what is live', async () => {
    const food = await cms.signIn('editor', ['food']);
    const { body } = await upload(moderator, 'approved.png', 'image/png', await png());
    const data = { ...samples.story('Approved'), cover: { image: body[0].id, alternative: 'A square' } };
    const { documentId } = await create(cms, 'story', data);
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' }),
    );
    const before = await exportedEntry(cms, 'story', 'approved', 'bn');
    const covers = await cms.strapi.db.query('shared.figure').findMany();
    for (const { id } of covers) {
      const form = new FormData();
      form.append('files', new Blob([await png()], { type: 'image/png' }), 'forged.png');
      for (const [name, value] of Object.entries({ refId: String(id), ref: 'shared.figure', field: 'image' }))
        form.append(name, value);
      await food.request('POST', '/upload', form);
    }
    expect(await exportedEntry(cms, 'story', 'approved', 'bn')).toEqual(before);
  });

  it('that something live uses are neither replaced, renamed nor deleted', async () => {
    const admin = await cms.signIn('strapi-super-admin');
    const { body } = await upload(moderator, 'kept.png', 'image/png', await png());
    const [{ id, name }] = body;
    const data = { ...samples.story('Keeps'), cover: { image: id, alternative: 'A square' } };
    const { documentId } = await create(cms, 'story', data);
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' }),
    );
    const deleted = await admin.request('DELETE', `/upload/files/${id}`);
    const form = new FormData();
    form.append('files', new Blob([await png()], { type: 'image/png' }), 'other.png');
    const replaced = await admin.request('POST', `/upload/files/${id}/replace`, form);
    const description = new FormData();
    description.append('fileInfo', JSON.stringify({ name: 'renamed.png' }));
    const renamed = await admin.request('POST', `/upload?id=${id}`, description);
    expect([deleted.status, replaced.status, renamed.status]).toEqual([403, 403, 403]);
    expect(deleted.text).toContain(`“${name}” is used on the site`);
  });

  it('stay with the ministry when the one who uploaded them changes posts', async () => {
    const editor = await cms.signIn('editor', ['food']);
    const successor = await cms.signIn('editor', ['food']);
    const { body } = await upload(editor, 'rice.png', 'image/png', await png());
    const memberships = cms.strapi.db.query('api::membership.membership');
    await memberships.update({ where: { user: editor.userId }, data: { ministry: 'msw' } });
    const colleague = await cms.signIn('editor', ['msw']);
    const sees = async (session: Session) =>
      (await session.request('GET', `/upload/files/${body[0].id}`)).status;
    expect([await sees(successor), await sees(editor), await sees(colleague)]).toEqual([200, 403, 403]);
  });

  it('of another ministry cannot be read, changed or attached by an editor', async () => {
    const welfare = await cms.signIn('editor', ['msw']);
    const food = await cms.signIn('editor', ['food']);
    const { body } = await upload(food, 'secret.png', 'image/png', await png());
    const [{ id, hash }] = body;
    const list = await welfare.request('GET', '/upload/files');
    const one = await welfare.request('GET', `/upload/files/${id}`);
    const own = (await upload(welfare, 'own.png', 'image/png', await png())).body[0].id;
    const attach = (image: unknown) =>
      welfare.request('POST', '/content-manager/collection-types/api::story.story?locale=bn', {
        ...samples.story('Thief'),
        cover: { image, alternative: 'Stolen' },
      });
    for (const image of [
      id,
      String(id),
      { id },
      { set: [id] },
      { set: [{ id }] },
      { set: id },
      { connect: [id] },
      [[id]],
      { documentId: body[0].documentId },
      { id: own, documentId: body[0].documentId },
      { id: own, __pivot: { file_id: id } },
    ]) {
      const attached = await attach(image);
      // What is added to a file of one's own is ignored, everything else refused.
      const isOwn = typeof image === 'object' && 'id' in image && image.id === own;
      expect(isOwn ? [201] : [400, 403]).toContain(attached.status);
      expect(attached.text).not.toContain(hash);
    }
    expect(list.text).not.toContain(hash);
    expect(one.status).toBe(403);
  });
});
