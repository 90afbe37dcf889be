import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withPolicy } from '../src/csp.ts';
import type { TextTask } from './finish-text.ts';
import { sha256 } from './release-tree.ts';
import { finishText } from './text-pool.ts';

let folder: string;
const page = (name: string | number) =>
  `<meta charset="utf-8"><main data-pagefind-body><h1 id="a">ভাতা ${name}</h1><img src="/media/x.avif"></main>`.repeat(
    4,
  );
const task = (file: string, text: string, more: Partial<TextTask> = {}): TextTask => ({
  file,
  bytes: new Uint8Array(Buffer.from(text)),
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

it('writes many pages with their policies, packed in haste or well, and tells what is in each', async () => {
  const pages = Array.from({ length: 40 }, (_, index) => page(index));
  const isQuick = (index: number) => index < 36;
  const done = await Promise.all(
    pages.map((own, index) => finishText(task(`${index}/index.html`, own, { quick: isQuick(index) }))),
  );
  for (const [index, own] of pages.map(withPolicy).entries()) {
    const file = `${index}/index.html`;
    expect((await read(file)).toString()).toBe(own);
    if (!isQuick(index)) expect(brotliDecompressSync(await read(`${file}.br`)).toString()).toBe(own);
    expect(gunzipSync(await read(`${file}.gz`)).toString()).toBe(own);
    expect(done[index]).toMatchObject({ hash: sha256(own), coarse: isQuick(index), findable: true });
  }
  expect(done[0]).toMatchObject({ assets: ['media/x.avif'], ids: new Set(['a']), same: false });
});

it('leaves alone what is there already, and what is no page as it is', async () => {
  const done = await finishText(task('feed.xml', '<feed/>', { there: sha256('<feed/>') }));
  expect(done.same).toBe(true);
  await expect(read('feed.xml')).rejects.toThrow('ENOENT');
  await finishText(task('feed.xml', '<feed/>'));
  expect((await read('feed.xml')).toString()).toBe('<feed/>');
});

it('takes over what a sealed release has, but nothing that was damaged since', async () => {
  const { hash, packed } = await finishText(task('index.html', page('x'), { quick: false }));
  const twin = { site: join(folder, 'site'), hash, packed: { br: packed.br?.hash, gz: 'other' } };
  await writeFile(join(folder, 'site/index.html'), 'damaged');
  const more = { site: join(folder, 'next'), twin, packed: join(folder, 'others') };
  const done = await finishText(task('index.html', page('x'), more));
  expect(done.packed).toMatchObject({ br: packed.br, gz: { hash: expect.not.stringContaining('other') } });
  const expected = withPolicy(page('x'));
  expect(await readFile(join(folder, 'next/index.html'), 'utf8')).toBe(expected);
  expect(brotliDecompressSync(await readFile(join(folder, 'next/index.html.br'))).toString()).toBe(expected);
  expect(gunzipSync(await readFile(join(folder, 'next/index.html.gz'))).toString()).toBe(expected);
});

it('fails with the page’s name, or with the code of the file system, by which a full disk is told', async () => {
  await expect(finishText(task('x/index.html', '<p>'))).rejects.toThrow('x/index.html: ');
  await writeFile(join(folder, 'site'), 'a file');
  await expect(finishText(task('index.html', page('x')))).rejects.toMatchObject({
    code: expect.stringMatching(/^E(NOTDIR|EXIST)$/),
  });
});
