import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compressSite, pruneCompressed } from './compress.ts';
import { filesBelow } from './files.ts';

let folder: string;
let cache: string;
const page = '<p>বয়স্ক ভাতা</p>'.repeat(50);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compress-'));
  cache = join(folder, 'cache');
  await mkdir(cache);
});
afterEach(() => rm(folder, { recursive: true }));

async function site(name: string, files: Record<string, string>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(folder, name);
}

it('packs text in both formats and leaves the rest alone', async () => {
  const built = await site('a', { 'x/index.html': page, 'x/photo.avif': page, 'tiny.txt': 'tiny' });
  await compressSite(built, cache);
  expect(await filesBelow(built)).toEqual([
    'tiny.txt',
    'x/index.html',
    'x/index.html.br',
    'x/index.html.gz',
    'x/photo.avif',
  ]);
  expect(brotliDecompressSync(await readFile(join(built, 'x/index.html.br'))).toString()).toBe(page);
  expect(gunzipSync(await readFile(join(built, 'x/index.html.gz'))).toString()).toBe(page);
});

it('packs a content once for all releases', async () => {
  const [first, second] = [
    await site('a', { 'p.html': page }),
    await site('b', { 'p.html': page, 'q.html': page }),
  ];
  await compressSite(first, cache);
  await compressSite(second, cache);
  const { ino } = await stat(join(first, 'p.html.br'));
  for (const name of ['p.html.br', 'q.html.br']) expect((await stat(join(second, name))).ino).toBe(ino);
});

it('forgets after a while what no release shares', async () => {
  const [old, current] = [await site('a', { 'p.html': page }), await site('b', { 'q.html': `${page}!` })];
  await compressSite(old, cache);
  await compressSite(current, cache);
  await rm(old, { recursive: true });
  const packed = (await readdir(cache, { recursive: true })).filter((name) => /\.(br|gz)$/.test(name));
  expect(packed).toHaveLength(4);
  await pruneCompressed(cache);
  for (const name of packed) await utimes(join(cache, name), 0, 0);
  expect((await readdir(cache, { recursive: true })).filter((name) => packed.includes(name))).toHaveLength(4);
  await pruneCompressed(cache);
  const left = (await readdir(cache, { recursive: true })).filter((name) => packed.includes(name));
  expect(left).toHaveLength(2);
  await compressSite(current, cache);
  expect(brotliDecompressSync(await readFile(join(current, 'q.html.br'))).toString()).toBe(`${page}!`);
});
