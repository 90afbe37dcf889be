import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from './release-tree.ts';
import { finishText } from './text-pool.ts';

let folder: string;
const text = `<main data-pagefind-body><h1 id="a">ভাতা</h1><img src="/media/x.avif"></main>`.repeat(9);
const task = (file: string, more: Partial<Parameters<typeof finishText>[0]> = {}) => ({
  file,
  text,
  site: join(folder, 'site'),
  there: undefined,
  twin: undefined,
  packed: join(folder, 'packed'),
  quick: true,
  ...more,
});
const read = (file: string) => readFile(join(folder, 'site', file));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'texts-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('writes many texts, packed in haste or well, and tells what is in each', async () => {
  const texts = Array.from({ length: 40 }, (_, index) => `${text}${index}`);
  const isQuick = (index: number) => index < 36;
  const done = await Promise.all(
    texts.map((own, index) => finishText(task(`${index}/index.html`, { text: own, quick: isQuick(index) }))),
  );
  for (const [index, own] of texts.entries()) {
    const file = `${index}/index.html`;
    expect((await read(file)).toString()).toBe(own);
    expect(brotliDecompressSync(await read(`${file}.br`)).toString()).toBe(own);
    expect(gunzipSync(await read(`${file}.gz`)).toString()).toBe(own);
    expect(done[index]).toMatchObject({ hash: sha256(own), coarse: isQuick(index), findable: true });
  }
  expect(done[0]).toMatchObject({ assets: ['media/x.avif'], ids: new Set(['a']), same: false });
});

it('leaves alone what is there already', async () => {
  const done = await finishText(task('index.html', { there: sha256(text) }));
  expect(done.same).toBe(true);
  await expect(read('index.html')).rejects.toThrow('ENOENT');
});

it('takes over what a sealed release has, but nothing that was damaged since', async () => {
  await finishText(task('index.html'));
  const twin = { site: join(folder, 'site'), hash: sha256(text), packed: { br: 'other', gz: 'other' } };
  await writeFile(join(folder, 'site/index.html'), 'damaged');
  await finishText(task('index.html', { site: join(folder, 'next'), twin }));
  expect(await readFile(join(folder, 'next/index.html'), 'utf8')).toBe(text);
  expect(brotliDecompressSync(await readFile(join(folder, 'next/index.html.br'))).toString()).toBe(text);
});

it('fails with the code of the file system, by which a full disk is told from others', async () => {
  await writeFile(join(folder, 'site'), 'a file');
  await expect(finishText(task('index.html'))).rejects.toMatchObject({
    code: expect.stringMatching(/^E(NOTDIR|EXIST)$/),
  });
});
