import { mkdir, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isText, packText, pruneCompressed } from './compress.ts';
import { linkOrCopy } from './files.ts';
import { sha256 } from './release-tree.ts';

let folder: string;
let cache: string;
const page = Buffer.from('<p>বয়স্ক ভাতা</p>'.repeat(50));
const pack = (text: Uint8Array, quick = false) => packText(text, sha256(text), cache, quick);
const kept = async () =>
  (await readdir(cache, { recursive: true })).filter((name) => /\.(br|gz)$/.test(name)).sort();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compress-'));
  cache = join(folder, 'cache');
  await mkdir(cache);
});
afterEach(() => rm(folder, { recursive: true }));

it('packs text in both formats, with their hashes and sizes', async () => {
  const [br, gz] = await pack(page);
  const [brotli, gzip] = await Promise.all([br, gz].map((one) => readFile(one?.file ?? '')));
  expect(brotliDecompressSync(brotli ?? '').equals(page)).toBe(true);
  expect(gunzipSync(gzip ?? '').equals(page)).toBe(true);
  expect(br).toMatchObject({
    ending: 'br',
    hash: sha256(brotli ?? ''),
    bytes: brotli?.length,
    coarse: false,
  });
  expect(gz).toMatchObject({ ending: 'gz', hash: sha256(gzip ?? ''), bytes: gzip?.length });
});

it('leaves alone what gains nothing', async () => {
  expect(await pack(Buffer.from('tiny'))).toEqual([]);
  expect(['x/index.html', 'feed.xml', 'photo.avif', 'file.pdf'].map(isText)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('packs a content once', async () => {
  await pack(page);
  const [first] = await kept();
  await utimes(join(cache, first ?? ''), 1, 1);
  expect(await pack(page)).toEqual(await pack(page));
  expect(await kept()).toHaveLength(2);
});

it('packs in haste where thousands wait, and well what was packed well before', async () => {
  const [hasty] = await pack(page, true);
  expect(hasty).toMatchObject({ ending: 'br', coarse: true });
  expect(brotliDecompressSync(await readFile(hasty?.file ?? '')).equals(page)).toBe(true);
  const [well] = await pack(page);
  expect(well?.coarse).toBe(false);
  expect(await pack(page, true)).toContainEqual(well);
});

it('forgets after a while what no release shares', async () => {
  const [used] = await pack(page);
  const [unused] = await pack(Buffer.concat([page, page]));
  await linkOrCopy(used?.file ?? '', join(folder, 'release.br'));
  await pruneCompressed(cache);
  expect(await kept()).toHaveLength(4);
  for (const name of await kept()) await utimes(join(cache, name), 0, 0);
  await pruneCompressed(cache);
  const left = await kept();
  expect(left.map((name) => join(cache, name))).toContain(used?.file);
  expect(left.map((name) => join(cache, name))).not.toContain(unused?.file);
});
