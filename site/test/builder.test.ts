import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timed } from '../../scripts/test/pace.ts';
import type { BuildReport } from '../build/report/report.ts';
import { builders, says } from './builder-process.ts';
import { childrenOf } from './children.ts';
import { BROKEN, DRAFT, fixtureLines, toNdjson } from './fixture.ts';
import { exportOf, storyLine } from './small-export.ts';
import { StandInCms } from './stand-in-cms.ts';

/** Real builds: real Astro and Pagefind in processes of their own; only the CMS is stood in for. */

let data: string;
let cms: StandInCms;
/** Bytes of every file that the fixture names. */
const files = new Map<string, Uint8Array | string>();
const site = (...parts: string[]) => join(data, 'live/site', ...parts);
const report = async (): Promise<BuildReport> =>
  JSON.parse(await readFile(join(data, 'builder.json'), 'utf8'));
const live = () => readlink(join(data, 'live'));

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'builder-'));
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background: 'green' } });
  files.set('report.pdf', '%PDF-1.4');
  for (const { file, mime } of filesNamed()) {
    if (mime.startsWith('image/')) files.set(file, await picture.png().toBuffer());
  }
  cms = await new StandInCms().start();
});
afterAll(async () => {
  await cms.stop();
  await rm(data, { recursive: true, maxRetries: 5 });
});

function filesNamed(): { file: string; mime: string }[] {
  const named: { file: string; mime: string }[] = [];
  JSON.stringify(fixtureLines(), (_, value) => {
    if (value?.file && value.mime) named.push(value);
    return value;
  });
  return named;
}

/** The fixture as an export of this revision; if it is to be whole, without what is wrong in it. */
function fixture(revision: string, whole: boolean): string {
  const all = fixtureLines();
  const lines = all.filter((line) => !whole || line.line !== 'entry' || line.fields.slug !== BROKEN.key);
  const broken = all.length - lines.length;
  const adapted = lines.map((line) => {
    if (line.line === 'end') return { ...line, revision, lines: line.lines - broken };
    if (line.line !== 'header') return line;
    const counts = { ...line.counts, [BROKEN.type]: (line.counts[BROKEN.type] ?? 0) - broken };
    return { ...line, revision, counts };
  });
  const deadLink = `/programmes/${DRAFT.key}/`;
  return whole ? toNdjson(adapted).replaceAll(deadLink, '/programmes/') : toNdjson(adapted);
}

const { start, rebuild } = builders(() => ({ data, cmsUrl: cms.url }));

async function gone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 240_000 }).toBe(false);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the first build', () => {
  beforeAll(async () => {
    cms.ndjson = fixture('r1', false);
    for (const [name, bytes] of files) if (name !== 'missing.jpg') cms.files.set(name, bytes);
  });

  it('ends with status 2, because something is left out, and reports it', async () => {
    const { status, said } = await rebuild();
    expect(said).toContain(`${BROKEN.type} ${BROKEN.key} (bn)`);
    expect(status).toBe(2);
    const expected = { type: BROKEN.type, key: BROKEN.key, locale: 'bn' };
    const { ok, revision, leftOut } = await report();
    expect({ ok, revision }).toEqual({ ok: true, revision: 'r1' });
    expect(leftOut).toContainEqual(
      expect.objectContaining({ ...expected, problem: expect.stringContaining(BROKEN.field) }),
    );
    expect(leftOut).toContainEqual(
      expect.objectContaining({ problem: expect.stringMatching(/missing\.jpg.* is missing/) }),
    );
    expect(cms.reports).toEqual([await report()]);
  });

  it('keeps a log for machines, each line with the build’s name, which is the release’s', async () => {
    const { build, release, parts } = await report();
    // What followed, the search among it, made releases of the same pages.
    expect(await readdir(join(data, 'releases'))).toContain(build);
    expect(release).toBe(build);
    const lines = (await readFile(join(data, 'logs/builder.jsonl'), 'utf8')).trimEnd().split('\n');
    const told = lines.map((line) => JSON.parse(line));
    // What follows the pages, search and better packing, has releases and so names of its own.
    const built = told.filter((line) => line.build === build);
    expect(new Set(told.slice(built.length).map(({ event }) => event))).toEqual(new Set(['followed-up']));
    expect(built.at(-1)).toMatchObject({ event: 'build-finished', level: 'info', revision: 'r1' });
    expect(Object.keys(parts ?? {})).toEqual(expect.arrayContaining(['export', 'render', 'checks', 'swap']));
  });

  it('has every page but the broken entry’s, packed beside it', async () => {
    const page = site('programmes/old-age-allowance/index.html');
    const html = await readFile(page, 'utf8');
    expect(brotliDecompressSync(await readFile(`${page}.br`)).toString()).toBe(html);
    expect(gunzipSync(await readFile(`${page}.gz`)).toString()).toBe(html);
    expect(existsSync(site('stories', BROKEN.key))).toBe(false);
  });

  it('has the files and small pictures that its pages name', async () => {
    expect(await readFile(site('files/report.pdf'), 'utf8')).toBe('%PDF-1.4');
    expect(await readdir(site('files'))).toEqual(['report.pdf']);
  });

  it('can be searched by kind and ministry in both languages', async () => {
    const folder = site('pagefind/fragment');
    const found = await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const text = gunzipSync(await readFile(join(folder, name))).toString();
        return JSON.parse(text.slice(text.indexOf('{'))) as Record<'url' | 'filters' | 'meta', unknown>;
      }),
    );
    for (const [prefix, type] of [
      ['', 'কর্মসূচি'],
      ['/en', 'Programme'],
    ]) {
      expect(found).toContainEqual(
        expect.objectContaining({
          url: `${prefix}/programmes/old-age-allowance/`,
          filters: expect.objectContaining({
            type: ['programme'],
            ministry: expect.arrayContaining(['msw']),
          }),
          meta: expect.objectContaining({ type }),
        }),
      );
    }
    expect(found.map(({ url }) => url)).not.toContain('/programmes/');
  });
});

describe('a build that cannot be trusted', () => {
  it.each([
    ['is short', () => fixture('r2', false).replace(/\{"line":"end".*\n$/, ''), 'without its end line'],
    [
      'is from a CMS that is half started',
      () => exportOf([storyLine('a', {})]),
      'The export holds 1 entries',
    ],
  ])('fails when the export %s, says why and leaves the live release', async (_, ndjson, reason) => {
    const before = await live();
    cms.ndjson = ndjson();
    const { status, said } = await rebuild();
    expect(status).toBe(1);
    expect(said).toContain(reason);
    expect(await live()).toBe(before);
    expect(cms.reports.at(-1)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  it('stops at a wrong setting before it does anything', async () => {
    const asked = cms.asked.length;
    expect((await rebuild([], { SITE_URL: 'nowhere' })).status).toBe(1);
    expect((await rebuild([], { EXPORT_TOKEN: '' })).status).toBe(1);
    expect(cms.asked).toHaveLength(asked);
  });
});

describe('a build that is killed', () => {
  it('leaves the live release as it was and no process behind; the next one finishes', async () => {
    const before = await live();
    cms.ndjson = fixture('r3', true);
    // Another address of the site is another code, which a process of its own prepares.
    const killed = start('rebuild', [], { SITE_URL: 'https://killed.example' });
    await says(killed, 'Preparing the code of the pages');
    await expect.poll(() => childrenOf(killed.pid).length).toBeGreaterThan(0);
    const children = childrenOf(killed.pid);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    for (const child of children) await gone(child);
    expect(await live()).toBe(before);

    const media = join(data, 'media-on-disk');
    await mkdir(media);
    for (const [name, bytes] of files) await writeFile(join(media, name), bytes);
    await writeFile(join(data, 'export.ndjson'), fixture('r3', true));
    const args = ['--export', join(data, 'export.ndjson'), '--media', media];
    // From files there is no CMS to ask, nor a secret to know.
    const { status, said } = await rebuild(args, { EXPORT_TOKEN: '', CMS_URL: 'http://127.0.0.1:9' });
    expect(said).toContain('revision r3');
    expect(status).toBe(0);
    expect(await live()).not.toBe(before);
    expect((await readdir(join(data, 'releases'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await readdir(join(data, 'releases/.discarded'))).toEqual([]);
    expect(await readdir(site('media'))).not.toEqual([]);
  });
});

describe('the loop', () => {
  it('makes live what is published while it runs, and ends at once with all it started', async () => {
    cms.revision = 'r3';
    const before = await live();
    await mkdir(join(data, 'releases/.discarded/old/site'), { recursive: true });
    const loop = start('loop');
    await says(loop, 'Watching');
    cms.ndjson = fixture('r4', true);
    cms.revision = 'r4';
    await expect
      .poll(() => cms.reports.at(-1), { timeout: 240_000 })
      .toMatchObject({ ok: true, revision: 'r4' });
    expect(await live()).not.toBe(before);
    const trash = () => readdir(join(data, 'releases/.discarded'));
    await expect.poll(trash, { timeout: 240_000 }).toEqual([]);

    cms.revision = 'r5';
    await expect.poll(() => childrenOf(loop.pid).length, { timeout: 240_000 }).toBeGreaterThan(0);
    const children = childrenOf(loop.pid);
    const ended = once(loop, 'exit');
    const took = await timed(async () => loop.kill('SIGTERM') && ended);
    expect(took).toBeLessThan(2000);
    for (const child of children) await gone(child);
  });
});
