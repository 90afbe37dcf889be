import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow } from '../kernel/files.ts';
import { dropExpiredAssets, leavingBetween, retainAssets } from './retained-assets.ts';

let folder: string;
let assets: string;
const DAY = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'departed-'));
  assets = join(folder, 'assets');
});
afterEach(() => rm(folder, { recursive: true }));

async function site(name: string, ...files: string[]): Promise<string> {
  for (const file of files) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, name);
  }
  return join(folder, name);
}

const kept = async () => (await filesBelow(assets)).filter((file) => file !== 'departed.json');

it('keeps what a page of the last release may still ask for, and no page, for a day', async () => {
  const old = await site(
    'old',
    'index.html',
    '_astro/a.js',
    '_astro/both.js',
    'media/x.avif',
    'pagefind/fragment/bn_1.pf_fragment',
    'pagefind/pagefind.bn_1.pf_meta',
    'pagefind/pagefind.js',
    'files/report.pdf',
  );
  const next = await site('next', 'index.html', '_astro/both.js');
  await retainAssets({ assets }, old, await leavingBetween(old, next), 0);
  const expected = [
    '_astro/a.js',
    'media/x.avif',
    'pagefind/fragment/bn_1.pf_fragment',
    'pagefind/pagefind.bn_1.pf_meta',
  ];
  expect(await kept()).toEqual(expected);
  expect(await readFile(join(assets, '_astro/a.js'), 'utf8')).toBe('old');
  await dropExpiredAssets({ assets }, DAY - 1);
  expect(await kept()).toEqual(expected);
  await dropExpiredAssets({ assets }, DAY);
  expect(await kept()).toEqual([]);
});

it('keeps what left several releases ago, and counts anew for what came back', async () => {
  const [first, second, third] = [
    await site('1', '_astro/1.js', '_astro/again.js'),
    await site('2', '_astro/2.js'),
    await site('3', '_astro/again.js'),
  ];
  await retainAssets({ assets }, first, await leavingBetween(first, second), 0);
  await retainAssets({ assets }, second, await leavingBetween(second, third), 1000);
  await retainAssets({ assets }, third, await leavingBetween(third, second), DAY - 1000);
  expect(await kept()).toEqual(['_astro/1.js', '_astro/2.js', '_astro/again.js']);
  await dropExpiredAssets({ assets }, DAY + 2000);
  // What is live again is found in the release, until it leaves anew.
  expect(await kept()).toEqual(['_astro/again.js']);
  await retainAssets({ assets }, second, await leavingBetween(second, third), DAY + 3000);
  expect(await kept()).toEqual(['_astro/2.js', '_astro/again.js']);
});

it('has nothing to keep before the first release', async () => {
  await retainAssets({ assets }, undefined, ['_astro/1.js'], 0);
  await dropExpiredAssets({ assets });
  await expect(kept()).rejects.toThrow('ENOENT');
});

it('keeps the others where one was lost, so that the next release can go live', async () => {
  const old = await site('old', '_astro/a.js', 'media/lost.avif');
  const next = await site('next', 'index.html');
  const leaving = await leavingBetween(old, next);
  await rm(join(old, 'media/lost.avif'));
  await retainAssets({ assets }, old, leaving, 0);
  expect(await kept()).toEqual(['_astro/a.js']);
});
