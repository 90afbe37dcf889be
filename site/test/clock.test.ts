import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { BuildReport } from '../build/report/report.ts';
import { filesBelow } from '../kernel/files.ts';
import { readSettings } from '../kernel/settings.ts';
import { liveManifest, liveRoot } from '../release/release.ts';
import { builders } from './builder-process.ts';
import { Builder } from './in-process-builder.ts';
import { publishState } from './numbered-state.ts';
import { buildRendererWith } from './renderer-with-page.ts';
import { runScript } from './run-script.ts';
import { exportOf, storyLine } from './small-export.ts';
import { StandInCms, TOKEN } from './stand-in-cms.ts';

/** Pages that say something of the time, as no page of the site does yet: one exists here alone. */

const SITE_URL = 'https://site.example';
const CLOCK = new URL('./jumping-clock.ts', import.meta.url).href;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.now();
const MOMENTS = { near: new Date(START + 2 * HOUR), far: new Date(START + 30 * DAY) };

const PAGE = `---
import { clock } from '../../content/current-content.ts';
import { propsOf } from '../../routing/props.ts';

const moments = ${JSON.stringify(MOMENTS)};
const names = [...Object.keys(moments), 'today', 'timeless'];
export const getStaticPaths = () =>
  [...Object.keys(${JSON.stringify(MOMENTS)}), 'today', 'timeless'].map((name) => ({ params: { name }, props: { name } }));
const { name } = propsOf(Astro);
const words =
  name === 'timeless' ? 'always' :
  name === 'today' ? clock().today() :
  clock().hasCome(moments[name]) ? 'past' : 'to come';
---
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title></head><body><p>{words}</p></body></html>
`;
const fileOf = (name: string) => `clock/${name}/index.html`;
/** What a page says in a web root. */
const said = async (site: string, name: string) =>
  /<p>(.*)<\/p>/.exec(await readFile(join(site, fileOf(name)), 'utf8'))?.[1];

let folder: string;
let cms: StandInCms;
let data: string;
const { start } = builders(() => ({ data, cmsUrl: cms.url }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'));
  await buildRendererWith(join(folder, 'renderer'), SITE_URL, { path: 'clock/[name].astro', text: PAGE });
  vi.stubEnv('RENDERER_DIR', join(folder, 'renderer'));
  vi.stubEnv('SITE_URL', SITE_URL);
  cms = await new StandInCms().start();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cms.stop();
  await rm(folder, { recursive: true, maxRetries: 5 });
});
beforeEach(async (test) => {
  data = join(folder, test.task.id);
  publishState(cms, 1);
  cms.reports.length = 0;
});

const lines = exportOf([storyLine('marker', { words: 'state 1' })])
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Each file of the live release in this process's data folder, by what it is on disk. */
async function filesOf(builder: Builder): Promise<Map<string, number>> {
  const root = (await liveRoot(builder.settings.folders)) ?? '';
  const files = (await filesBelow(root)).filter((file) => file !== 'release.json');
  return new Map(
    await Promise.all(files.map(async (file) => [file, (await stat(join(root, file))).ino] as const)),
  );
}

/** Files that are not the same any more, by what they are packed from. */
function changed(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  const others = [...after].filter(([file, ino]) => before.get(file) !== ino);
  return [...new Set(others.map(([file]) => file.replace(/\.(?:br|gz)$/, '')))].sort();
}

/** The number of a day in Dhaka. */
const dayOf = (moment: number) => Math.floor((moment + 6 * HOUR) / DAY);
const validUntil = async (builder: Builder) => (await liveManifest(builder.settings.folders))?.validUntil;

it('renders a page again when its moment has passed, and no other page', async () => {
  const justBefore = new Date(MOMENTS.near.getTime() - 1);
  const builder = new Builder(folder, 'moments');
  const root = async () => (await liveRoot(builder.settings.folders)) ?? '';
  await builder.build(lines, new Date(START));
  const first = await filesOf(builder);
  await builder.build(lines, justBefore);
  expect(await said(await root(), 'near')).toBe('to come');
  // Midnight may have come in between.
  const midnight = dayOf(START) === dayOf(justBefore.getTime()) ? [] : [fileOf('today')];
  expect(changed(first, await filesOf(builder))).toEqual(midnight);

  const before = await filesOf(builder);
  await builder.build(lines, MOMENTS.near);
  expect(await said(await root(), 'near')).toBe('past');
  expect(changed(before, await filesOf(builder)).filter((file) => file !== fileOf('today'))).toEqual([
    fileOf('near'),
  ]);

  // Every page is what it is in a build from nothing as of then.
  const cold = new Builder(folder, 'cold');
  await cold.build(lines, MOMENTS.near);
  expect([...(await builder.filesAtFirst())]).toEqual([...(await cold.filesAtFirst())]);
});

it('says in the release until when it holds, and as of when it is', async () => {
  const builder = new Builder(folder, 'validity');
  await builder.build(lines, new Date(START));
  const manifest = await liveManifest(builder.settings.folders);
  expect(manifest?.asOf).toBe(new Date(START).toISOString());
  const midnight = (dayOf(START) + 1) * DAY - 6 * HOUR;
  expect(manifest?.validUntil).toBe(new Date(Math.min(midnight, MOMENTS.near.getTime())).toISOString());
  await builder.build(lines, new Date(MOMENTS.far.getTime() + DAY));
  expect(Date.parse((await validUntil(builder)) ?? '')).toBeLessThanOrEqual(MOMENTS.far.getTime() + 2 * DAY);
});

it('says again what it said where the clock is put back', async () => {
  const builder = new Builder(folder, 'back');
  await builder.build(lines, MOMENTS.far);
  await builder.build(lines, new Date(START));
  const cold = new Builder(folder, 'never ahead');
  await cold.build(lines, new Date(START));
  expect([...(await builder.filesAtFirst())]).toEqual([...(await cold.filesAtFirst())]);
});

const live = async (name: string) => {
  const { folders } = readSettings({ ...process.env, DATA_DIR: data });
  const root = await liveRoot(folders);
  return root && said(root, name).catch(() => undefined);
};
const soon = { timeout: 90_000, interval: 200 };

it('is what a builder does that runs when the moment comes, or starts after it', async () => {
  const more = { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_JUMP: '180' };
  const builder = start('loop', [], more);
  await expect.poll(() => live('near'), soon).toBe('to come');
  builder.kill('SIGUSR2');
  await expect.poll(() => live('near'), soon).toBe('past');
  expect(await live('far')).toBe('to come');
  const ended = once(builder, 'exit');
  builder.kill('SIGTERM');
  await ended;

  start('loop', [], { ...more, CLOCK_AHEAD: `${(31 * DAY) / MINUTE}` });
  await expect.poll(() => live('far'), soon).toBe('past');
});

it('is no difference to a build from nothing, whatever day it is by then', async () => {
  const more = { NODE_OPTIONS: `--import=${CLOCK}` };
  const builder = start('loop', [], more);
  const compared = () => (cms.reports as BuildReport[]).findLast((report) => report.compared)?.compared;
  await expect.poll(() => live('today'), soon).toBeDefined();
  // To three o'clock at night, with midnight in between: what is due is rendered, and then all is compared.
  const today = await live('today');
  builder.kill('SIGUSR2');
  await expect.poll(compared, soon).toMatchObject({ different: 0 });
  expect(await live('today')).not.toBe(today);
  const ended = once(builder, 'exit');
  builder.kill('SIGTERM');
  await ended;

  // A release that nobody followed up for days is compared as of its own time.
  const ahead = { ...more, CLOCK_AHEAD: `${(40 * DAY) / MINUTE}` };
  const elsewhere = { DATA_DIR: data, CMS_URL: cms.url, EXPORT_TOKEN: TOKEN, ...ahead };
  const { status, said: words } = await runScript('verify', ['--cold'], elsewhere);
  expect(words).toContain('is what a cold build makes');
  expect(status).toBe(0);
});
