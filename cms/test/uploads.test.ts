import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { timed } from '../../scripts/test/pace.ts';
import { removeOrphans } from '../src/features/uploads/orphans.ts';
import { startClamd, type TestClamd } from './clamd.ts';
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
import { BOUNDARY, MULTIPART, multipart, sendRaw } from './raw-request.ts';
import { objectStream, ooxml, pdf, pdfBomb, picture, zip } from './upload-samples.ts';

// Before Strapi is loaded: its parts note the machine's temporary folder then.
const temporary = vi.hoisted(() => {
  const { mkdtempSync, chmodSync } = process.getBuiltinModule('node:fs');
  const folder = mkdtempSync(`${process.getBuiltinModule('node:os').tmpdir()}/uploads-`);
  // PostgreSQL runs as somebody else.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return folder;
});

let cms: TestCms;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  moderator = await cms.signIn('moderator');
});
afterAll(async () => {
  await cms.stop();
  await rm(temporary, { recursive: true });
});

const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });

type Content = Uint8Array<ArrayBuffer> | Buffer | string;

/** A form as a browser sends it. */
function formOf(name: string, type: string, content: Content): FormData {
  const form = new FormData();
  form.append('files', new Blob([content as Uint8Array<ArrayBuffer>], { type }), name);
  return form;
}

function upload(session: Session, name: string, type: string, content: Content) {
  return session.request('POST', '/upload', formOf(name, type, content));
}

const png = async () => new Uint8Array(await picture('png'));

describe('uploaded files', () => {
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
    const stored = path.join(cms.dataDir, 'public/uploads', `${hash}${ext}`);
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
    const took = await timed(async () => {
      const { status, text } = await upload(moderator, 'huge.png', 'image/png', content);
      expect(status).toBe(400);
      expect(text).toContain('50 million pixels');
    });
    expect(took).toBeLessThan(5000);
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

/** All files where requests could leave some, and the folders of those that are being received. */
async function onDisk(): Promise<string[]> {
  const incoming = path.join(cms.dataDir, 'incoming');
  const own = await readdir(incoming).catch(() => []);
  const received = await Promise.all(own.map((folder) => readdir(path.join(incoming, folder))));
  return [
    ...(await readdir(temporary)).sort(),
    ...received.flat(),
    ...(await readdir(cms.dataDir)).filter((name) => !/^cms\.db|^cms-health\.json|^incoming$/.test(name)),
    ...(await readdir(path.join(cms.dataDir, 'public'), { recursive: true })).sort(),
  ];
}

const bearer = ({ token }: Session) => ({ authorization: `Bearer ${token}` });

/** Begins an upload of a file whose rest never comes. */
function beginUpload(url: string, session: Session) {
  const begun = request(`${url}/upload`, {
    method: 'POST',
    headers: { ...MULTIPART, ...bearer(session), 'content-length': '1000000' },
  });
  begun.on('error', () => {});
  begun.write(multipart({ name: 'files', filename: 'a.pdf', content: 'x'.repeat(1000) }).subarray(0, 900));
  return begun;
}

/** The one folder in which this CMS, or a killed one, is receiving, and the files in it. */
async function receiving(): Promise<{ folder: string; files: string[] } | undefined> {
  const incoming = path.join(cms.dataDir, 'incoming');
  for (const own of await readdir(incoming).catch(() => [])) {
    for (const name of await readdir(path.join(incoming, own))) {
      const folder = path.join(incoming, own, name);
      return { folder, files: (await readdir(folder)).map((file) => path.join(folder, file)) };
    }
  }
  return undefined;
}

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('a request', () => {
  const file = { name: 'files', filename: 'a.png', content: Buffer.alloc(100_000, 'x') };
  const form = multipart(file);
  const json = { 'content-type': 'application/json' };
  const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  const bomb = gzipSync(`{"a":"${' '.repeat(20_000_000)}"}`);
  const many = multipart(...Array.from({ length: 3000 }, (_one, n) => ({ name: `a${n}`, content: 'x' })));

  const kinds: [string, Record<string, string>, Buffer | string][] = [
    ['a form with a file', MULTIPART, form],
    ['a form without a length', { ...MULTIPART, 'transfer-encoding': 'chunked' }, form],
    ['a form that asks first', { ...MULTIPART, expect: '100-continue' }, form],
    ['a form in other letters', { 'content-type': `Multipart/Form-Data; Boundary="${BOUNDARY}"` }, form],
    ['a form without a boundary', { 'content-type': 'multipart/form-data' }, form],
    ['parts of another kind', { 'content-type': `multipart/mixed; boundary=${BOUNDARY}` }, form],
    ['a file under another name', MULTIPART, multipart({ ...file, name: 'data[a][b]' })],
    ['very many parts', MULTIPART, many],
    ['a form that claims to be another method', { ...MULTIPART, 'x-http-method-override': 'PUT' }, form],
    ['a packed form', { ...MULTIPART, 'content-encoding': 'gzip' }, gzipSync(form)],
    ['a form that breaks off', MULTIPART, form.subarray(0, 50_000)],
    ['another form', { 'content-type': 'application/x-www-form-urlencoded' }, `a=${'x'.repeat(100_000)}`],
    ['text', { 'content-type': 'text/plain' }, 'x'.repeat(100_000)],
    ['bytes', { 'content-type': 'application/octet-stream' }, Buffer.alloc(100_000)],
    ['something that says nothing of itself', {}, 'x'.repeat(100_000)],
    ['packed JSON that unpacks to very much', { ...json, 'content-encoding': 'gzip' }, bomb],
    ['JSON of two megabytes', json, `{"a":"${'x'.repeat(2_000_000)}"}`],
    ['deep JSON', json, deep],
  ];
  const paths = [
    '/',
    '/admin/login',
    '/admin/register-admin',
    '/api/upload',
    '/api/export',
    '/graphql',
    '/_health',
    '/uploads/a.png',
    '/content-manager/collection-types/api::story.story',
    '/platform/approval/queue',
    '/upload',
    '/upload/',
    '/upload?id=1',
    '/UPLOAD/files',
    '/upload/files',
    '/upload/files/1/replace',
    '/upload/actions/upload-from-urls',
  ];

  it('without a sign-in leaves nothing on the disk, of whatever kind and to whichever path', async () => {
    const before = await onDisk();
    const taken: string[] = [];
    for (const where of paths) {
      for (const [kind, headers, body] of kinds) {
        for (const [method, more] of [
          ['POST', {}],
          ['PUT', { authorization: 'Bearer x' }],
        ] as const) {
          const { status } = await sendRaw(cms.url, {
            method,
            path: where,
            headers: { ...headers, ...more },
            body,
          });
          if (status < 400 || status >= 500) taken.push(`${method} ${where}: ${kind}: ${status}`);
        }
      }
    }
    expect(taken).toEqual([]);
    expect(await onDisk()).toEqual(before);
  });

  it('is refused before its content comes, a form by anybody and anything packed', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const promised = { ...MULTIPART, 'content-length': '60000000' };
    const ask = (where: string, headers: Record<string, string>) =>
      sendRaw(cms.url, {
        method: 'POST',
        path: where,
        headers,
        body: form.subarray(0, 50),
        unfinished: true,
      });
    expect((await ask('/admin/login', promised)).status).toBe(415);
    expect((await ask('/api/upload', promised)).status).toBe(415);
    expect((await ask('/upload', promised)).status).toBe(401);
    expect((await ask('/upload/files/1/replace', promised)).status).toBe(401);
    const replacing = { ...promised, ...bearer(editor) };
    expect((await ask('/upload/files/1/replace', replacing)).status).toBe(403);
    expect((await ask('/upload?id=1', replacing)).status).toBe(403);
    const tooLarge = { ...promised, ...bearer(editor), 'content-length': '600000000' };
    expect((await ask('/upload', tooLarge)).status).toBe(413);
    const packed = { ...bearer(editor), ...json, 'content-encoding': 'gzip', 'content-length': '60000' };
    expect((await ask('/platform/approval/queue', packed)).status).toBe(415);
  });

  it('of somebody who is signed in leaves nothing when it is refused or broken off', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const nobody = await cms.signIn('editor');
    const before = await onDisk();
    const taken: string[] = [];
    for (const where of ['/upload', '/upload/files/1/replace']) {
      for (const [kind, headers, body] of kinds) {
        const { status } = await sendRaw(cms.url, {
          method: 'POST',
          path: where,
          headers: { ...headers, ...bearer(editor) },
          body,
        });
        if (status < 400 || status >= 500) taken.push(`${where}: ${kind}: ${status}`);
      }
    }
    expect(taken).toEqual([]);
    expect((await upload(editor, 'large.pdf', 'application/pdf', Buffer.alloc(27_000_000))).status).toBe(413);
    expect((await upload(nobody, 'a.png', 'image/png', await png())).status).toBe(403);
    // Its row is refused after Strapi has stored it.
    const turned = formOf('a.png', 'image/png', await png());
    turned.append('fileInfo', JSON.stringify({ name: 'a\u202egnp.exe' }));
    expect((await editor.request('POST', '/upload', turned)).status).toBe(400);
    const begun = beginUpload(cms.url, editor);
    await vi.waitFor(async () => expect((await receiving())?.files).toHaveLength(1), 240_000);
    const { folder = '', files: [first = ''] = [] } = (await receiving()) ?? {};
    expect([await mode(folder), await mode(first)]).toEqual(['700', '600']);
    begun.destroy();
    await vi.waitFor(async () => expect(await onDisk()).toEqual(before), 240_000);
  });

  it('whose CMS is killed leaves nothing once one has started again', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const { child, port } = await startInstance();
    beginUpload(`http://127.0.0.1:${port}`, editor);
    await vi.waitFor(async () => expect((await receiving())?.files).toHaveLength(1), 240_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await receiving())?.files).toHaveLength(1);
    const { clearIncoming } =
      cms.module<typeof import('../src/features/uploads/incoming')>('features/uploads/incoming');
    const httpServer = new EventEmitter();
    clearIncoming({ server: { httpServer }, log: cms.strapi.log } as never);
    httpServer.emit('listening');
    await vi.waitFor(async () => expect(await receiving()).toBeUndefined(), 240_000);
  });

  async function startInstance(): Promise<{ child: ChildProcess; port: string }> {
    const script = path.join(import.meta.dirname, 'instance.mts');
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    return { child, port: String(line).trim().split(' ')[1] ?? '' };
  }
});

describe('a file in storage that no row names', () => {
  it('goes after a day, and stays when there are too many to be left by a killed upload', async () => {
    const folder = path.join(cms.dataDir, 'public/uploads');
    const { body } = await upload(moderator, 'named.png', 'image/png', await picture('png', 300));
    const lies = async (name: string) => (await readdir(folder)).includes(name);
    const put = async (name: string, hours: number) => {
      await writeFile(path.join(folder, name), 'x');
      const at = Date.now() / 1000 - hours * 3600;
      await utimes(path.join(folder, name), at, at);
    };
    await put('old.pdf', 25);
    await put('new.pdf', 23);
    const later = Date.now() + 25 * 3_600_000;
    await removeOrphans(cms.strapi, new AbortController().signal);
    expect([await lies('old.pdf'), await lies('new.pdf')]).toEqual([false, true]);
    for (let n = 0; n < 30; n += 1) await put(`lost-${n}.pdf`, 30);
    await removeOrphans(cms.strapi, new AbortController().signal, later);
    expect(await lies('lost-1.pdf')).toBe(true);
    for (let n = 0; n < 30; n += 1) await rm(path.join(folder, `lost-${n}.pdf`));
    await removeOrphans(cms.strapi, new AbortController().signal, later);
    expect([await lies('new.pdf'), await lies(`${body[0].hash}.png`)]).toEqual([false, true]);
    expect(await lies(`${body[0].formats.thumbnail.hash}.png`)).toBe(true);
  });
});

describe('how much may be uploaded', () => {
  const settings = () => cms.module<typeof import('../src/kernel/settings')>('kernel/settings').getSettings();
  let usual: Record<string, unknown>;
  const limit = (limits: Record<string, number | string>) => Object.assign(settings(), limits);
  beforeAll(() => {
    usual = { ...settings() };
  });
  afterEach(() => {
    Object.assign(settings(), { CLAMD_SOCKET: undefined, ...usual });
  });

  it('is limited for one person by size, what was refused or deleted counted in', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const colleague = await cms.signIn('editor', ['msw']);
    limit({ UPLOAD_QUOTA_PERSON_MB: 1 });
    const large = Buffer.concat([await picture('png'), Buffer.alloc(600_000)]);
    const first = await upload(editor, 'a.png', 'image/png', large);
    expect(first.status).toBe(201);
    await moderator.request('DELETE', `/upload/files/${first.body[0].id}`);
    const before = await onDisk();
    const second = await upload(editor, 'b.png', 'image/png', large);
    expect(second.status).toBe(429);
    expect(second.body.error.message).toMatch(
      /আপনি ০\.৬ মেগাবাইট .* · You have uploaded 0\.6 MB of the 1 MB .* 24 h/,
    );
    expect(await onDisk()).toEqual(before);
    expect((await upload(editor, 'c.png', 'image/png', await png())).status).toBe(201);
    expect((await upload(colleague, 'd.png', 'image/png', large)).status).toBe(201);
  });

  it('is limited for one person by number, and says so in the language that they chose', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    await cms.strapi.db
      .query('admin::user')
      .update({ where: { id: editor.userId }, data: { preferedLanguage: 'bn' } });
    limit({ UPLOAD_QUOTA_PERSON_FILES: 2 });
    expect((await upload(editor, 'page.html', 'text/html', 'x')).status).toBe(400);
    expect((await upload(editor, 'a.png', 'image/png', await png())).status).toBe(201);
    const third = await upload(editor, 'a.png', 'image/png', await png());
    expect(third.status).toBe(429);
    expect(third.body.error.message).toBe(
      'আপনি ২টি ফাইল আপলোড করতে চেয়েছেন; একজন ঘণ্টায় ২টি আপলোড করতে পারেন। ৬০ মিনিট পর আবার করুন।',
    );
  });

  it.each([
    ['a ministry', { UPLOAD_QUOTA_MINISTRY_GB: 0.000001 }, 413, 'Your ministry’s files take'],
    ['everyone', { UPLOAD_QUOTA_TOTAL_GB: 0.000001 }, 507, 'All uploaded files together take'],
    ['the disk', { UPLOAD_FREE_DISK_GB: 1_000_000 }, 507, 'are kept for the database'],
  ])('is limited for %s', async (_whom, limits, status, message) => {
    const editor = await cms.signIn('editor', ['food']);
    await upload(editor, 'a.png', 'image/png', await png());
    limit(limits);
    const before = await onDisk();
    const answer = await upload(editor, 'b.png', 'image/png', await png());
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message)]);
    expect(await onDisk()).toEqual(before);
  });

  it('is not limited by how many are sent at once, which wait for each other', async () => {
    const editor = await cms.signIn('editor', ['msw']);
    const content = await png();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_one, n) => upload(editor, `at-once-${n}.png`, 'image/png', content)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
  });

  describe('with a virus scanner', () => {
    const VIRUS = 'what-only-a-scanner-knows';
    let clamd: TestClamd;
    beforeAll(async () => {
      clamd = await startClamd(VIRUS);
    });
    afterAll(() => clamd.stop());

    it('refuses what it finds, packed too, and lets the rest in', async () => {
      limit({ CLAMD_SOCKET: clamd.socket });
      const table = await upload(moderator, 'a.csv', 'text/csv', `a,b\n${VIRUS}\n`);
      expect([table.status, table.text]).toEqual([
        400,
        expect.stringContaining('has a virus in it: Test.Virus'),
      ]);
      const packed = await zip(ooxml('docx', { 'word/media/a.txt': VIRUS }));
      expect((await upload(moderator, 'a.docx', '', packed)).status).toBe(400);
      expect((await upload(moderator, 'a.csv', 'text/csv', 'a,b\n')).status).toBe(201);
      expect((await upload(moderator, 'a.pdf', 'application/pdf', pdf())).status).toBe(201);
    });

    it('refuses everything while it does not answer', async () => {
      limit({ CLAMD_SOCKET: path.join(temporary, 'nobody-listens') });
      const before = await onDisk();
      const answer = await upload(moderator, 'a.csv', 'text/csv', 'a,b\n');
      expect([answer.status, answer.text]).toEqual([
        503,
        expect.stringContaining('“a.csv” could not be looked'),
      ]);
      expect(await onDisk()).toEqual(before);
    });

    it('says once at the start whether there is one', async () => {
      const { announceScanner } =
        cms.module<typeof import('../src/features/uploads/clamav')>('features/uploads/clamav');
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      for (const socket of ['', clamd.socket, path.join(temporary, 'nobody-listens')]) {
        limit({ CLAMD_SOCKET: socket });
        const httpServer = new EventEmitter();
        const log = { info: say, warn: say, error: say };
        announceScanner({ server: { httpServer }, log } as never);
        const lines = said.length;
        httpServer.emit('listening');
        httpServer.emit('listening');
        await vi.waitFor(() => expect(said).toHaveLength(lines + 1), 240_000);
      }
      expect(said[0]).toContain('not looked through for viruses: set CLAMD_SOCKET');
      expect(said[1]).toContain('looked through by ClamAV');
      expect(said[2]).toContain('refused until clamd answers');
    });
  });
});

describe('what a file has in it', () => {
  const script = pdf('/OpenAction << /S /J#61vaScript /JS (app.alert\\(1\\)) >>');

  it('is looked into on every way in', async () => {
    const admin = await cms.signIn('strapi-super-admin');
    const before = await onDisk();
    const stored = (await upload(admin, 'old.pdf', 'application/pdf', pdf())).body[0];
    for (const where of [
      '/upload',
      '/upload/files',
      `/upload/files/${stored.id}/replace`,
      `/upload?id=${stored.id}`,
    ]) {
      const { status, body } = await admin.request(
        'POST',
        where,
        formOf('new.pdf', 'application/pdf', script),
      );
      expect([where, status, body.error.details.code]).toEqual([where, 400, 'platform.upload.pdf-script']);
      expect(body.error.message).toMatch(/^“new.pdf” ফাইলে স্ক্রিপ্ট আছে।.* · “new.pdf” has scripts in it\./);
    }
    const filepath = path.join(temporary, 'script.pdf');
    await writeFile(filepath, script);
    const files = { filepath, originalFilename: 'new.pdf', mimetype: 'application/pdf', size: script.length };
    const service = cms.strapi.plugin('upload').service('upload');
    await expect(service.upload({ data: {}, files })).rejects.toThrow('has scripts in it');
    await expect(service.replace(stored.id, { data: {}, file: files })).rejects.toThrow('has scripts in it');
    await rm(filepath);
    const added = (await onDisk()).filter((name) => !before.includes(name));
    expect(added).toEqual([`uploads/${stored.hash}.pdf`]);
  });

  it('stays of the kind that its address says when it is replaced', async () => {
    const admin = await cms.signIn('strapi-super-admin');
    const { body } = await upload(admin, 'kind.pdf', 'application/pdf', pdf());
    const other = formOf('kind.png', 'image/png', await png());
    const answer = await admin.request('POST', `/upload/files/${body[0].id}/replace`, other);
    expect([answer.status, answer.body.error.details.code]).toEqual([400, 'platform.upload.other-kind']);
    const same = formOf('newer.pdf', 'application/pdf', pdf('/Lang (bn)'));
    expect((await admin.request('POST', `/upload/files/${body[0].id}/replace`, same)).status).toBe(200);
  });

  it('ends the process that looks into it, not the CMS, when it unpacks without end', async () => {
    const before = await onDisk();
    const started = Date.now();
    const answer = await upload(moderator, 'bomb.pdf', 'application/pdf', await pdfBomb());
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('“bomb.pdf”')]);
    expect(Date.now() - started).toBeLessThan(60_000);
    // As many small things as no memory holds, which ends the process without a word.
    const numbers = pdf('', [objectStream(4, 5, `[${'0 '.repeat(30_000_000)}]`)]);
    const { body } = await upload(moderator, 'numbers.pdf', 'application/pdf', numbers);
    expect(body.error.details.code).toBe('platform.upload.unpacks-too-far');
    expect(await onDisk()).toEqual(before);
  });

  it.each([
    ['characters that turn text round', 'a\u202efdp.png', 'name-characters'],
    ['characters that do not show', 'a\u200b.png', 'name-characters'],
    ['the ending of a program inside', 'form.exe.png', 'name-two-endings'],
    ['more than 200 characters', `${'a'.repeat(300)}.png`, 'name-length'],
  ])('is not stored under a name with %s', async (_what, name, code) => {
    const answer = await upload(moderator, name, 'image/png', await png());
    expect([answer.status, answer.body.error.details.code]).toEqual([400, `platform.upload.${code}`]);
  });

  it('keeps its name in Bengali, and takes none that deceives later', async () => {
    const admin = await cms.signIn('strapi-super-admin');
    const { body } = await upload(admin, 'বয়স্ক ভাতা র‍্যালি.png', 'image/png', await png());
    expect(body[0].name).toBe('বয়স্ক ভাতা র‍্যালি.png'.normalize());
    const renamed = await admin.request('PUT', `/upload/files/${body[0].id}`, {
      fileInfo: { name: 'a\u202egnp.exe' },
    });
    expect(renamed.status).toBe(400);
  });

  it.each([6, 8])(
    'stands upright when a photo was taken with the camera turned (EXIF %s)',
    async (orientation) => {
      const [width, height] = [640, 320];
      const photo = sharp({ create: { width, height, channels: 3, background: '#0b5d46' } });
      const turned = await photo.withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
      const stored = (await upload(moderator, 'turned.jpg', 'image/jpeg', turned)).body[0];
      expect([stored.width, stored.height]).toEqual([height, width]);
      const file = await readFile(path.join(cms.dataDir, 'public/uploads', `${stored.hash}.jpg`));
      expect(await sharp(file).metadata()).toMatchObject({ width: height, height: width });
    },
  );

  it('is handed out as it is only without the place where a photo was taken', async () => {
    const photo = await sharp(await png())
      .withMetadata({ exif: { IFD3: { GPSLatitude: '23/1 42/1 0/1' } } })
      .jpeg()
      .toBuffer();
    const stored = (await upload(moderator, 'photo.jpg', 'image/jpeg', photo)).body[0];
    // Strapi packs pictures anew, without what they say of themselves, unless that would make them larger.
    await writeFile(path.join(cms.dataDir, 'public/uploads', `${stored.hash}.jpg`), photo);
    const document = {
      title: 'Photo',
      date: '2018-09-27',
      summary: 'x',
      files: [{ label: 'Photo', file: stored.id }],
    };
    const answer = await moderator.request(
      'POST',
      '/content-manager/collection-types/api::document.document?locale=bn',
      document,
    );
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('says where the photo was taken'),
    ]);
  });
});
