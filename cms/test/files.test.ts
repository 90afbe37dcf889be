import { createHash } from 'node:crypto';
import { readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as HashesModule from '../src/kernel/files/hashes.ts';
import type * as StoreModule from '../src/kernel/files/store.ts';
import {
  approvalOf,
  createBasics,
  decide,
  digestSeen,
  type Entry,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';
import { picture } from './upload-samples.ts';

const FILE = 'plugin::upload.file';
const STORIES = '/content-manager/collection-types/api::story.story';

interface StoredFile {
  readonly id: number;
  readonly hash: string;
  readonly ext: string;
}

let cms: TestCms;
let editor: Session;
let moderator: Session;
let admin: Session;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(() => cms.stop());

async function upload(size: number, id?: number): Promise<StoredFile> {
  const form = new FormData();
  const bytes = new Uint8Array(await picture('png', size));
  form.append('files', new Blob([bytes], { type: 'image/png' }), `picture-${size}.png`);
  const { status, body } = await (id === undefined ? editor : admin).request(
    'POST',
    id === undefined ? '/upload' : `/upload/files/${id}/replace`,
    form,
  );
  expect([200, 201], JSON.stringify(body)).toContain(status);
  return [body].flat()[0];
}

async function story(title: string, image: StoredFile): Promise<Entry> {
  const cover = { image: image.id, alternative: 'A square' };
  const { body } = await editor.request('POST', `${STORIES}?locale=bn`, { ...samples.story(title), cover });
  return { type: 'story', documentId: body.data.documentId };
}

const rowOf = ({ id }: StoredFile) => cms.strapi.db.query(FILE).findOne({ where: { id } });
const placeOf = ({ hash, ext }: StoredFile) => path.join(cms.dataDir, 'public/uploads', `${hash}${ext}`);
const bytesOf = (file: StoredFile) => readFile(placeOf(file));
const hash = (kind: 'sha256' | 'sha512', bytes: Buffer) => createHash(kind).update(bytes).digest('hex');
const hashes = () => cms.module<typeof HashesModule>('kernel/files/hashes');
const store = () => cms.module<typeof StoreModule>('kernel/files/store').filesOf(cms.strapi);
const fetched = ({ hash: name, ext }: StoredFile) =>
  send(cms.url, 'GET', `/api/export/files/${name}${ext}`, undefined, {
    authorization: `Bearer ${cms.exportToken}`,
  });

describe('a file’s hashes', () => {
  it('are kept when it comes in, and are new ones when another replaces it', async () => {
    const file = await upload(20);
    const first = await bytesOf(file);
    expect(await rowOf(file)).toMatchObject({ sha256: hash('sha256', first), sha512: hash('sha512', first) });
    await upload(21, file.id);
    const second = await bytesOf(file);
    expect(second.equals(first)).toBe(false);
    expect(await rowOf(file)).toMatchObject({
      sha256: hash('sha256', second),
      sha512: hash('sha512', second),
    });
  });

  it('are made of files that have none, and the log names those that are missing until they are put back', async () => {
    const [there, gone] = [await upload(22), await upload(23)];
    const none = { sha256: null, sha512: null, hashedAt: null };
    for (const { id } of [there, gone]) await cms.strapi.db.query(FILE).update({ where: { id }, data: none });
    await rename(placeOf(gone), `${placeOf(gone)}.away`);
    const warn = vi.spyOn(cms.strapi.log, 'warn');
    await hashes().hashFiles(cms.strapi);
    expect(await rowOf(there)).toMatchObject({ sha256: hash('sha256', await bytesOf(there)) });
    expect(await rowOf(gone)).toMatchObject({ sha256: null });
    expect(warn.mock.calls.flat().join()).toContain(`The file ${gone.hash}${gone.ext} (“picture-23.png”`);
    warn.mockRestore();
    await rename(`${placeOf(gone)}.away`, placeOf(gone));
    await hashes().hashFiles(cms.strapi);
    expect(await rowOf(gone)).toMatchObject({ sha256: hash('sha256', await bytesOf(gone)) });
  });
});

describe('an approval', () => {
  it('reads no file, and binds its bytes all the same', async () => {
    const file = await upload(24);
    const entry = await story('Reads nothing', file);
    const open = vi.spyOn(store(), 'open');
    for (const [who, action] of [
      [editor, 'submit'],
      [moderator, 'approve'],
    ] as const)
      expect((await decide(who, entry, action)).status).toBe(200);
    expect(open).not.toHaveBeenCalled();
    open.mockRestore();
    expect((await fetched(file)).status).toBe(200);
  });

  it('is not of a file that has replaced the one that was looked at', async () => {
    const file = await upload(25);
    const entry = await story('Replaced', file);
    const digest = await digestSeen(editor, entry);
    await upload(26, file.id);
    const submitted = await editor.request('POST', `${approvalOf(entry)}/bn/submit`, { digest });
    expect(submitted.body.error.details.code).toBe('platform.approval.refused.changed');
  });

  it('holds for a file that was written anew with the same bytes, as when uploads are put back', async () => {
    const file = await upload(27);
    const entry = await story('Put back', file);
    expect((await decide(editor, entry, 'submit')).status).toBe(200);
    await writeFile(placeOf(file), await bytesOf(file));
    const later = new Date(Date.now() + 60_000);
    await utimes(placeOf(file), later, later);
    expect((await decide(moderator, entry, 'approve')).status).toBe(200);
  });

  it('gives the site no file that was exchanged in storage afterwards, whatever its size and time say', async () => {
    const file = await upload(28);
    const entry = await story('Exchanged', file);
    for (const [who, action] of [
      [editor, 'submit'],
      [moderator, 'approve'],
    ] as const)
      expect((await decide(who, entry, action)).status).toBe(200);
    expect((await fetched(file)).status).toBe(200);
    const { atime, mtime } = await stat(placeOf(file));
    const other = await bytesOf(file);
    other.writeUInt8(other.readUInt8(other.length - 20) ^ 1, other.length - 20);
    await writeFile(placeOf(file), other);
    await utimes(placeOf(file), atime, mtime);
    expect((await fetched(file)).status).toBe(404);
  });
});
