import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linkOrCopy } from '../../kernel/files.ts';
import { sha256 } from '../../release/release-tree.ts';
import { isPacked, packQuickly, packText, pruneCompressed, wasPacked } from './compress.ts';

let folder: string;
let cache: string;
const page = Buffer.from('<p>বয়স্ক ভাতা</p>'.repeat(50));
const pack = (text: Uint8Array) => packText(text, sha256(text), cache);
const kept = async () =>
  (await readdir(cache, { recursive: true })).filter((name) => /\.(br|gz)$/.test(name)).sort();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compress-'));
  cache = join(folder, 'cache');
  await mkdir(cache);
});
afterEach(() => rm(folder, { recursive: true }));

it('packs text in both formats, with their hashes and sizes', async () => {
  const [br, gz] = pack(page);
  const [brotli, gzip] = await Promise.all([br, gz].map((one) => readFile(one?.file ?? '')));
  expect(brotliDecompressSync(brotli ?? '').equals(page)).toBe(true);
  expect(gunzipSync(gzip ?? '').equals(page)).toBe(true);
  expect(br).toMatchObject({ ending: 'br', hash: sha256(brotli ?? ''), bytes: brotli?.length });
  expect(gz).toMatchObject({ ending: 'gz', hash: sha256(gzip ?? ''), bytes: gzip?.length });
});

it('packs a text of megabytes at a level that takes no seconds', () => {
  const sitemap = Buffer.from(
    Array.from({ length: 40_000 }, (_, number) => `<loc>/stories/${number}/</loc>\n`).join(''),
  );
  const [br] = pack(sitemap);
  const quickly = brotliCompressSync(sitemap, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: sitemap.length,
    },
  });
  expect(br?.hash).toBe(sha256(quickly));
});

it('leaves alone what gains nothing', () => {
  const packed = (path: string) => isPacked(path, 5000);
  expect(['x/index.html', 'feed.xml'].map(packed)).toEqual([true, true]);
  expect(['photo.avif', 'file.pdf'].map(packed)).toEqual([false, false]);
  expect(isPacked('x/index.html', 20)).toBe(false);
});

it('packs a content once', async () => {
  pack(page);
  const [first] = await kept();
  await utimes(join(cache, first ?? ''), 1, 1);
  expect(pack(page)).toEqual(pack(page));
  expect(await kept()).toHaveLength(2);
  expect((await stat(join(cache, first ?? ''))).mtimeMs).toBe(1000);
});

it.each(['', 'not packed'])(
  'packs anew what is kept damaged, beside the damaged file: "%s"',
  async (damage) => {
    const [first] = pack(page);
    const release = join(cache, 'release');
    await link(first?.file ?? '', release);
    await writeFile(release, damage);
    expect(pack(page)[0]).toEqual(first);
    expect(await readFile(release, 'utf8')).toBe(damage);
  },
);

it('packs in haste without keeping it, and knows what was packed well before', async () => {
  expect(gunzipSync(packQuickly(page)).equals(page)).toBe(true);
  expect(await kept()).toEqual([]);
  expect(wasPacked(sha256(page), cache)).toBe(false);
  pack(page);
  expect(wasPacked(sha256(page), cache)).toBe(true);
});

it('forgets after a while what no release shares', async () => {
  const [used] = pack(page);
  const [unused] = pack(Buffer.concat([page, page]));
  linkOrCopy(used?.file ?? '', join(folder, 'release.br'));
  await pruneCompressed(cache);
  expect(await kept()).toHaveLength(4);
  for (const name of await kept()) await utimes(join(cache, name), 0, 0);
  await pruneCompressed(cache);
  const left = await kept();
  expect(left.map((name) => join(cache, name))).toContain(used?.file);
  expect(left.map((name) => join(cache, name))).not.toContain(unused?.file);
});
