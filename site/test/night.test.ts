import { once } from 'node:events';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildReport } from '../build/report/report.ts';
import type { LogLine } from '../kernel/log.ts';
import { readSettings } from '../kernel/settings.ts';
import { readManifest, sealRelease } from '../release/manifest.ts';
import { health } from '../serve/health.ts';
import type { SearchFacts } from '../src/search/facts.ts';
import { type BuilderProcess, builders, says } from './builder-process.ts';
import { becomesLive, liveState, publishState } from './numbered-state.ts';
import { StandInCms } from './stand-in-cms.ts';

/** A running builder that builds the live state from nothing and finds what visitors have to be something else. */

const PAGE = 'site/stories/marker/index.html';
const CLOCK = new URL('./jumping-clock.ts', import.meta.url).href;

let folder: string;
let data: string;
let cms: StandInCms;
let builder: BuilderProcess;
const { start } = builders(() => ({ data, cmsUrl: cms.url }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'night-'));
  data = join(folder, 'start');
  cms = await new StandInCms().start();
  publishState(cms, 7);
  builder = start('loop');
  await says(builder, 'The search has caught up');
  await end();
});
afterAll(async () => {
  await cms.stop();
  await rm(folder, { recursive: true, maxRetries: 5 });
});
beforeEach(async (test) => {
  data = join(folder, test.task.id);
  await cp(join(folder, 'start'), data, { recursive: true, verbatimSymlinks: true });
  cms.reports.length = 0;
});
afterEach(end);

async function end(): Promise<void> {
  const ended = once(builder, 'exit');
  builder.kill('SIGTERM');
  await ended;
}

/** Puts other words into the live page, as a fault of a builder or of the disk might. */
async function damage(): Promise<string> {
  const release = await realpath(join(data, 'live'));
  const html = await readFile(join(release, PAGE), 'utf8');
  // A new file: an older release may have the same one.
  await rm(join(release, PAGE));
  await writeFile(join(release, PAGE), html.replace('state 7', 'state 6'));
  return release;
}

/** Makes the damage one that the release's own manifest does not know of. */
async function seal(release: string): Promise<void> {
  const manifest = (await readManifest(release)) ?? expect.unreachable('no manifest');
  await sealRelease(release, { ...manifest, entries: [], redirects: [] });
}

async function logged(event: string): Promise<LogLine[]> {
  const text = await readFile(join(data, 'logs/builder.jsonl'), 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);
}

/** The report of the build that compared, as the CMS got it. */
async function compared(): Promise<BuildReport> {
  const found = () => (cms.reports as BuildReport[]).find((report) => report.compared);
  await expect.poll(found, { timeout: 240_000, interval: 200 }).toBeDefined();
  return found() ?? expect.unreachable();
}

const { DATA_DIR: _, ...elsewhere } = process.env;
const isWell = () => health(readSettings({ ...elsewhere, DATA_DIR: data }).folders);

describe('a builder that starts on a live release', () => {
  it('finds that it is what a build from nothing makes', async () => {
    builder = start('loop');
    expect((await compared()).compared).toMatchObject({ different: 0, named: [] });
    expect((await compared()).compared?.files).toBeGreaterThan(5);
    expect(await logged('differs')).toEqual([]);
    expect(await logged('same')).toHaveLength(1);
    expect((await isWell()).differed).toBeNull();
  });

  it('reports a page that was sealed but is not what a build from nothing makes, and sets it right', async () => {
    await seal(await damage());
    await expect(liveState(data)).rejects.toThrow('shows 6');
    builder = start('loop');
    await says(builder, `1 files of the site were not what a build from nothing makes: ${PAGE}`);
    await becomesLive(data, 7);
    const { build, compared: found } = await compared();
    expect(found).toMatchObject({ different: 1, named: [PAGE] });
    expect(await logged('differs')).toMatchObject([{ level: 'error', build, files: [PAGE] }]);
    expect(await isWell()).toMatchObject({ ok: true, differed: { files: 1, build } });
  });
});

describe('a builder at night', () => {
  it('reports a page that is not on disk as it was sealed', async () => {
    builder = start('loop', [], { NODE_OPTIONS: `--import=${CLOCK}` });
    expect((await compared()).compared?.different).toBe(0);
    cms.reports.length = 0;
    await damage();
    builder.kill('SIGUSR2');
    expect((await compared()).compared).toMatchObject({ different: 1, named: [PAGE] });
    expect(await logged('differs')).toMatchObject([{ files: [PAGE] }]);
    expect((await isWell()).differed).toMatchObject({ files: 1 });
    expect(await liveState(data)).toBe(7);
  });
});

describe('a builder that has had nothing to publish for an hour', () => {
  const search = async () =>
    JSON.parse(await readFile(join(data, 'live/site/pagefind/index.json'), 'utf8')) as SearchFacts;
  const entry = () => readFile(join(data, 'live/site/pagefind/pagefind-entry.json'), 'utf8');

  it('takes into the archives of the search what has changed since they were made', async () => {
    builder = start('loop', [], { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_JUMP: '61' });
    expect((await compared()).compared?.different).toBe(0);
    const before = await entry();
    publishState(cms, 8);
    await becomesLive(data, 8);
    await expect.poll(search, { timeout: 240_000 }).toMatchObject({ more: { bn: ['current/'] } });
    expect(await entry()).toBe(before);
    // If the hour ends at night, the site is built anew and the hour begins again.
    const settled = async () => builder.kill('SIGUSR2') && (await search());
    await expect.poll(settled, { timeout: 240_000, interval: 10_000 }).toEqual({ more: {}, gone: [] });
    expect(await entry()).not.toBe(before);
    expect(await liveState(data)).toBe(8);
  });
});
