import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ExportLine } from 'content-types';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishedReleases } from '../release/release.ts';
import { fixtureLines } from './fixture.ts';
import { Builder, counted } from './in-process-builder.ts';

/** Real builds in this process: one that follows change after change, and cold ones beside it. */

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'incremental-'));
  await mkdir(join(folder, 'media'));
  await writeFile(join(folder, 'media/report.pdf'), '%PDF-1.4');
  for (const [name, background] of [
    ['missing.jpg', 'green'],
    ['other.jpg', 'red'],
  ] as const) {
    const picture = sharp({ create: { width: 90, height: 60, channels: 3, background } });
    await writeFile(join(folder, 'media', name), await picture.jpeg().toBuffer());
  }
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

const start = fixtureLines();
const editSlug = (slug: string, fields: object | undefined) => (lines: readonly ExportLine[]) =>
  lines.flatMap((line): ExportLine[] => {
    if (line.line !== 'entry' || (line.fields.slug ?? line.fields.code) !== slug) return [line];
    return fields ? [{ ...line, fields: { ...line.fields, ...fields } }] : [];
  });
const image = { file: 'other.jpg', name: 'other.jpg', mime: 'image/jpeg', size: 1 };

const changes: readonly (readonly [string, (lines: readonly ExportLine[]) => ExportLine[]])[] = [
  ['a text', editSlug('story-7', { title: 'Seven' })],
  ['a name that many pages show', editSlug('msw', { name: 'Another ministry' })],
  ['something taken down', editSlug('story-9', undefined)],
  ['another picture', editSlug('odd-text', { cover: { image, alternative: 'Red' } })],
  ['an address', editSlug('story-11', { slug: 'eleven' })],
  ['a place in lists', editSlug('story-12', { date: '2031-01-01' })],
  ['a type that is all gone', (lines) => lines.filter((line) => !('type' in line) || line.type !== 'video')],
  ['what went away coming back', (lines) => [...lines]],
];

it('is byte for byte a cold one, change after change, whichever old release it was made over from', async () => {
  const builder = new Builder(folder, 'following');
  await builder.build(start);
  let lines: readonly ExportLine[] = start;
  for (const [index, [what, change]] of changes.entries()) {
    const last = index === changes.length - 1;
    lines = last ? start : counted(change(lines));
    await builder.build(lines);
    await builder.prepare();
    // Compared now and then, so that changes build on each other.
    if (index % 4 !== 3) continue;
    const cold = new Builder(folder, `cold-${index}`);
    await cold.build(lines);
    const [own, expected] = [await builder.filesAtFirst(), await cold.filesAtFirst()];
    const names = [...new Set([...own.keys(), ...expected.keys()])];
    const wrong = names.filter((file) => own.get(file) !== expected.get(file));
    expect({ what, wrong, missing: names.filter((file) => !own.has(file) || !expected.has(file)) }).toEqual({
      what,
      wrong: [],
      missing: [],
    });
    await builder.verify();
  }
  expect(await finishedReleases(builder.settings.folders)).toHaveLength(5);

  const cold = new Builder(folder, 'settled');
  await cold.build(lines);
  await cold.settle();
  await builder.settle();
  const [own, expected] = [await builder.files(), await cold.files()];
  expect([...own.keys()].filter((file) => own.get(file) !== expected.get(file))).toEqual([]);
  expect([...expected.keys()].filter((file) => !own.has(file))).toEqual([]);
  await builder.verify();
});

it('follows up in the end where that failed, and leaves nothing behind of what failed', async () => {
  const builder = new Builder(folder, 'stuck');
  const { assets, releases } = builder.settings.folders;
  await builder.build(start);
  await builder.settle();
  await builder.build(counted(editSlug('story-9', { title: 'Another title' })(start)));
  await rm(assets, { recursive: true, force: true });
  await writeFile(assets, 'no folder');
  await expect(builder.settle()).rejects.toThrow('ENOTDIR');
  expect((await readdir(releases)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await rm(assets);
  await builder.settle();
  const texts = [...(await builder.files())].filter(([file]) => file.endsWith('.pf_fragment'));
  const found = texts.filter(([, text]) => gunzipSync(Buffer.from(text, 'base64')).includes('Another title'));
  expect(found).not.toEqual([]);
  await builder.verify();
});

it('leaves the search at once when it is taken down, with its text and its words', async () => {
  const builder = new Builder(folder, 'search');
  await builder.build(start);
  await builder.settle();
  const facts = async () =>
    JSON.parse(Buffer.from((await builder.files()).get('pagefind/index.json') ?? '', 'base64').toString());
  const fragments = async () =>
    [...(await builder.files()).keys()].filter((file) => file.includes('/fragment/')).length;
  expect(await facts()).toEqual({ more: {}, gone: [] });
  const before = await fragments();
  await builder.build(counted(editSlug('story-9', undefined)(start)));
  // No result has to be left out by name: none leads there.
  expect(await facts()).toEqual({ more: {}, gone: [] });
  expect(await fragments()).toBeLessThanOrEqual(before - 2);
  await builder.verify();
  // Pages that named it are found again, without it.
  await builder.settle();
  expect(await fragments()).toBe(before - 2);
});
