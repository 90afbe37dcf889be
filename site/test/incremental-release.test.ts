import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ExportLine } from 'content-types';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attempt } from '../builder/attempt.ts';
import { filesBelow } from '../builder/files.ts';
import { FollowUp } from '../builder/follow-up.ts';
import { findDamage, readManifest } from '../builder/manifest.ts';
import { finishedReleases, liveRoot } from '../builder/release.ts';
import { readSettings, type Settings } from '../builder/settings.ts';
import { Workshop } from '../builder/workshop.ts';
import { fixtureLines, toNdjson } from './fixture.ts';

/** Real builds in this process: one that follows change after change, and cold ones beside it. */

let folder: string;
const { signal } = new AbortController();
const say = () => undefined;

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

class Builder {
  readonly settings: Settings;
  readonly #workshop: Workshop;

  constructor(name: string) {
    this.settings = readSettings({ DATA_DIR: join(folder, name), SITE_URL: 'https://site.example' });
    this.#workshop = new Workshop(this.settings.folders);
  }

  async build(lines: readonly ExportLine[]): Promise<void> {
    const [file, media] = [join(folder, 'export.ndjson'), join(folder, 'media')];
    await writeFile(file, toNdjson(lines));
    const { settings } = this;
    const report = await attempt({ settings, from: { file, media }, workshop: this.#workshop, signal, say });
    expect(report.error).toBeUndefined();
  }

  /** Copies the live release for the next one, as is done between two publishes, in turns. */
  async prepare(): Promise<void> {
    let turns = 0;
    const enough = () => {
      turns += 1;
      return turns % 3 === 0;
    };
    const copy = async () => {
      while (await this.#workshop.prepareSpare(enough));
    };
    await Promise.all([copy(), copy()]);
  }

  async settle(): Promise<void> {
    await new FollowUp({ settings: this.settings, workshop: this.#workshop, signal, say }).finish();
  }

  /** Every file that visitors can get, but for what names the build. */
  async files(): Promise<Map<string, string>> {
    const root = (await liveRoot(this.settings.folders)) ?? '';
    const names = (await filesBelow(root)).filter((file) => file !== 'release.json');
    const pairs = names.map(async (file) => {
      const bytes = await readFile(join(root, file));
      // Packed in haste or not: both are right, and unpack to the same.
      const unpack = { '.br': brotliDecompressSync, '.gz': gunzipSync }[extname(file)];
      return [file, (unpack?.(bytes) ?? bytes).toString('base64')] as const;
    });
    return new Map(await Promise.all(pairs));
  }

  /** The files before anything follows: what may lack then, Brotli and the search, is left out. */
  async filesAtFirst(): Promise<Map<string, string>> {
    const files = await this.files();
    for (const [file, content] of files) {
      // What is there holds what it was packed from, and not what that was once.
      if (extname(file) === '.br') expect([file, content]).toEqual([file, files.get(file.slice(0, -3))]);
      if (extname(file) === '.br' || file.startsWith('pagefind/')) files.delete(file);
    }
    return files;
  }

  /** Checks the live release against its own manifest, as `npm run verify` does. */
  async verify(): Promise<void> {
    const release = join((await liveRoot(this.settings.folders)) ?? '', '..');
    const manifest = await readManifest(release);
    expect(manifest && (await findDamage(release, manifest, say))).toEqual({
      missing: [],
      changed: [],
      extra: [],
    });
  }
}

const start = fixtureLines();
const counted = (lines: readonly ExportLine[]): ExportLine[] => {
  const counts: Record<string, number> = {};
  for (const line of lines) if (line.line === 'entry') counts[line.type] = (counts[line.type] ?? 0) + 1;
  return lines.map((line) => {
    if (line.line === 'header') return { ...line, counts };
    return line.line === 'end' ? { ...line, lines: lines.length - 2 } : line;
  });
};
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
  const builder = new Builder('following');
  await builder.build(start);
  let lines: readonly ExportLine[] = start;
  for (const [index, [what, change]] of changes.entries()) {
    const last = index === changes.length - 1;
    lines = last ? start : counted(change(lines));
    await builder.build(lines);
    await builder.prepare();
    // Compared now and then, so that changes build on each other.
    if (index % 4 !== 3) continue;
    const cold = new Builder(`cold-${index}`);
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

  const cold = new Builder('settled');
  await cold.build(lines);
  await cold.settle();
  await builder.settle();
  const [own, expected] = [await builder.files(), await cold.files()];
  expect([...own.keys()].filter((file) => own.get(file) !== expected.get(file))).toEqual([]);
  expect([...expected.keys()].filter((file) => !own.has(file))).toEqual([]);
  await builder.verify();
});

it('follows up in the end where that failed, and leaves nothing behind of what failed', async () => {
  const builder = new Builder('stuck');
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

it('leaves the results of the search at once when it is taken down', async () => {
  const builder = new Builder('search');
  await builder.build(start);
  await builder.settle();
  const facts = async () =>
    JSON.parse(Buffer.from((await builder.files()).get('pagefind/index.json') ?? '', 'base64').toString());
  expect(await facts()).toEqual({ more: {}, gone: [] });
  await builder.build(counted(editSlug('story-9', undefined)(start)));
  const { gone } = await facts();
  expect(gone.map((name: string) => name.slice(0, 2)).sort()).toEqual(['bn', 'en']);
  const fragments = [...(await builder.files()).keys()].filter((file) => file.includes('/fragment/'));
  for (const name of gone) expect(fragments).toContain(`pagefind/fragment/${name}.pf_fragment`);
  await builder.settle();
  expect(await facts()).toEqual({ more: {}, gone: [] });
});
