import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedSince, hashUploads, linkUploads, settleUploads } from './stage-uploads.ts';

let folder: string;
let [live, staged] = ['', ''];
const none = new Set<string>();
const now = () => Date.now();
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
const write = (name: string, text: string) => writeFile(join(live, name), text);
const stagedText = (name: string) => readFile(join(staged, name), 'utf8');
/** Waits for the file system's clock. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-'));
  [live, staged] = [join(folder, 'live'), join(folder, 'staged')];
  await mkdir(live);
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps what somebody deletes meanwhile, and nothing that the database does not name', async () => {
  await write('a.png', 'a');
  await write('left.png', 'of nobody');
  await linkUploads(live, staged);
  const at = iso(now());
  await rm(join(live, 'a.png'));
  await write('late.png', 'late');
  const uploads = ['a.png', 'late.png', 'lost.png'].map((name) => ({ name, writtenAt: now() + 5 }));
  const found = await settleUploads(live, staged, { uploads, at }, none);
  expect(found).toEqual({ names: ['a.png', 'late.png'], missing: ['lost.png'], unsettled: [] });
  expect((await readdir(staged)).sort()).toEqual(['a.png', 'late.png']);
});

it('notices what is newer than its row, and what is written again while it is stored', async () => {
  await write('a.png', 'old');
  await write('b.png', 'old');
  const uploads = ['a.png', 'b.png'].map((name) => ({ name, writtenAt: now() }));
  await linkUploads(live, staged);
  const at = iso(now());
  await tick();
  await write('a.png', 'new');
  expect(await settleUploads(live, staged, { uploads, at }, none)).toMatchObject({ unsettled: ['a.png'] });
  const seen = await hashUploads(staged, ['a.png', 'b.png'], join(folder, 'hashes.json'));
  await tick();
  await write('b.png', 'even newer');
  expect(await changedSince(staged, seen)).toEqual(['b.png']);
});

it('copies what is written again and again, so that it stays as it was hashed', async () => {
  await write('busy.png', 'one');
  await linkUploads(live, staged);
  const uploads = [{ name: 'busy.png', writtenAt: now() }];
  await settleUploads(live, staged, { uploads, at: iso(now()) }, new Set(['busy.png']));
  const seen = await hashUploads(staged, ['busy.png'], join(folder, 'hashes.json'));
  await tick();
  await write('busy.png', 'two');
  expect(await changedSince(staged, seen)).toEqual([]);
  expect(await stagedText('busy.png')).toBe('one');
});

it('does not wait for files that were put there long ago, whatever their rows say', async () => {
  await write('moved.png', 'x');
  const hour = 3_600_000;
  await utimes(join(live, 'moved.png'), new Date(now() - hour), new Date(now() - hour));
  await linkUploads(live, staged);
  const uploads = [{ name: 'moved.png', writtenAt: now() - 2 * hour }];
  const found = await settleUploads(live, staged, { uploads, at: iso(now()) }, none);
  expect(found.unsettled).toEqual([]);
});
