import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../kernel/settings.ts';
import { builders } from './builder-process.ts';
import { exportOf, storyLine } from './small-export.ts';
import { StandInCms } from './stand-in-cms.ts';

/** What a run on GitHub Actions does, with what the workflow's cache keeps of the run before. */

/** The machine of each run: only what the cache names goes from one to the next. */
let machine: string;
let folder: string;
let workflow: string;
let cms: StandInCms;
const data = () => join(machine, 'data');
const { rebuild } = builders(() => ({ data: data(), cmsUrl: cms.url }));

beforeAll(async () => {
  workflow = await readFile(join(root, '.github/workflows/rebuild.yml'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'workflow-'));
  cms = await new StandInCms().start();
  machine = join(folder, 'first');
  await mkdir(machine);
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background: 'green' } });
  cms.files.set('picture.png', await picture.png().toBuffer());
  publish('r1', 'first words', 30);
  expect(await rebuild()).toMatchObject({ status: 0 });
});
afterAll(async () => {
  await cms.stop();
  await rm(folder, { recursive: true, maxRetries: 5 });
});

/** The first story changes from run to run; the second has a picture. */
function publish(revision: string, words: string, stories: number): void {
  const others = Array.from({ length: stories - 1 }, (_, index) =>
    storyLine(`story-${index + 2}`, index === 0 ? { picture: 'picture.png' } : {}),
  );
  cms.revision = revision;
  cms.ndjson = exportOf([storyLine('story-1', { words }), ...others], { revision });
}

/** Another machine gets what the cache kept, packed by tar as the action does. */
async function nextMachine(name: string): Promise<void> {
  const [, list = ''] = /uses: actions\/cache@[\s\S]*?path: \|\n((?: {12}\S+\n)+)/.exec(workflow) ?? [];
  const paths = list.trim().split(/\s+/);
  const kept = await Promise.all(
    paths.filter((path) => path.startsWith('data/')).map((path) => there(join(machine, path), path)),
  );
  const next = join(folder, name);
  await mkdir(next);
  const tar = execFileSync('tar', ['-c', '-C', machine, ...kept.flat()], { maxBuffer: 100_000_000 });
  execFileSync('tar', ['-x', '-C', next], { input: tar });
  machine = next;
}

const there = (path: string, name: string) =>
  stat(path).then(
    () => [name],
    () => [],
  );

const page = async (release: string, key: string) =>
  stat(join(data(), 'releases', release, 'site/stories', key, 'index.html'));
const pictures = async () => {
  const images = join(data(), 'cache/images');
  const names = (await readdir(images)).sort();
  return Promise.all(names.map(async (name) => [name, (await stat(join(images, name))).mtimeMs | 0]));
};

it('builds on what the run before has fetched, encoded and written', async () => {
  await nextMachine('second');
  const encoded = await pictures();
  expect(encoded.length).toBeGreaterThan(1);
  publish('r2', 'second words', 30);
  cms.files.clear();
  cms.asked.length = 0;
  const { status, said } = await rebuild();
  expect([status, said]).toEqual([0, expect.stringContaining('revision r2')]);
  expect(cms.asked.filter((path) => path.includes('/files/'))).toEqual([]);
  expect(await pictures()).toEqual(encoded);
  const html = await readFile(join(data(), 'live/site/stories/story-1/index.html'), 'utf8');
  expect(html).toContain('second words');
  const [before = ''] = (await readdir(join(data(), 'releases'))).filter((name) => !name.startsWith('.'));
  const live = basename(await realpath(join(data(), 'live')));
  // What did not change stays one file on disk.
  expect((await page(live, 'story-3')).ino).toBe((await page(before, 'story-3')).ino);
  expect((await page(live, 'story-1')).ino).not.toBe((await page(before, 'story-1')).ino);
});

it('refuses an export that lost much of what the run before made live, until an operator confirms it', async () => {
  await nextMachine('third');
  publish('r3', 'third words', 10);
  const { status, said } = await rebuild();
  expect([status, said]).toEqual([1, expect.stringContaining('--allow-fewer')]);
  expect(await readFile(join(data(), 'live/site/stories/story-1/index.html'), 'utf8')).toContain('second');
  // What an operator chooses when starting the workflow by hand.
  expect(workflow).toContain('options: [nothing, --allow-fewer, --allow-older]');
  expect((await rebuild(['--allow-fewer'])).status).toBe(0);
  expect(await readFile(join(data(), 'live/site/stories/story-1/index.html'), 'utf8')).toContain('third');
});

it('gathers one folder for a static host: the release, and what open pages still ask for', async () => {
  const [, script = ''] = /Gather what a host serves\n {8}run: \|\n((?: {10}.+\n)+)/.exec(workflow) ?? [];
  const assets = join(data(), 'assets/_astro');
  const [scriptFile = ''] = await readdir(join(data(), 'live/site/_astro'));
  await mkdir(assets, { recursive: true });
  await writeFile(join(data(), 'assets/departed.json'), '{}');
  await writeFile(join(assets, 'departed.1234.js'), 'departed');
  // It left once and has come back.
  await writeFile(join(assets, scriptFile), 'older');
  execFileSync('bash', ['-e', '-c', script], { cwd: machine });
  const served = join(machine, 'site-to-serve');
  const read = (path: string) => readFile(join(served, path), 'utf8');
  expect(await read('_astro/departed.1234.js')).toBe('departed');
  expect(await read(`_astro/${scriptFile}`)).not.toBe('older');
  expect(await readdir(served)).toEqual(expect.arrayContaining(['index.html', 'en', '404.html']));
  expect(await readdir(served)).not.toContain('departed.json');
});
