import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from '../../release/release-tree.ts';
import { withPolicy } from '../../src/security/csp.ts';
import type { TextTask } from './finish-text.ts';
import { finishText } from './text-pool.ts';

const own = { styles: [], scripts: [], files: [] };
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
  reusable: undefined,
  packed: join(folder, 'packed'),
  quick: true,
  own,
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
    pages.map((text, index) => finishText(task(`${index}/index.html`, text, { quick: isQuick(index) }))),
  );
  for (const [index, text] of pages.map((bare) => withPolicy(bare, own)).entries()) {
    const file = `${index}/index.html`;
    expect((await read(file)).toString()).toBe(text);
    if (!isQuick(index)) expect(brotliDecompressSync(await read(`${file}.br`)).toString()).toBe(text);
    expect(gunzipSync(await read(`${file}.gz`)).toString()).toBe(text);
    expect(done[index]).toMatchObject({ hash: sha256(text), quicklyPacked: isQuick(index), findable: true });
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
  const reusable = { site: join(folder, 'site'), hash, packed: { br: packed.br?.hash, gz: 'other' } };
  await writeFile(join(folder, 'site/index.html'), 'damaged');
  const more = { site: join(folder, 'next'), reusable, packed: join(folder, 'others') };
  const done = await finishText(task('index.html', page('x'), more));
  expect(done.packed).toMatchObject({ br: packed.br, gz: { hash: expect.not.stringContaining('other') } });
  const expected = withPolicy(page('x'), own);
  expect(await readFile(join(folder, 'next/index.html'), 'utf8')).toBe(expected);
  expect(brotliDecompressSync(await readFile(join(folder, 'next/index.html.br'))).toString()).toBe(expected);
  expect(gunzipSync(await readFile(join(folder, 'next/index.html.gz'))).toString()).toBe(expected);
});

it('tells what is wrong with a page, and finishes the others that wait with it', async () => {
  const both = [finishText(task('x/index.html', '<p>')), finishText(task('y/index.html', page('y')))];
  const [broken, whole] = await Promise.all(both);
  expect(broken?.problems).toEqual([expect.stringContaining('no <meta charset')]);
  expect(whole?.problems).toEqual([]);
});

it('fails with the code of the file system, by which a full disk is told', async () => {
  await writeFile(join(folder, 'site'), 'a file');
  await expect(finishText(task('index.html', page('x')))).rejects.toMatchObject({
    code: expect.stringMatching(/^E(NOTDIR|EXIST)$/),
  });
});
