import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NoticeLine } from 'content-types';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { foldersOf } from '../kernel/settings.ts';
import { findDamage, readManifest } from '../release/manifest.ts';
import { readPin } from '../release/pin.ts';
import { liveId, releaseFolder } from '../release/release.ts';
import { health } from '../serve/health.ts';
import { type BuilderProcess, builders, says } from './builder-process.ts';
import { runScript } from './run-script.ts';
import { exportOf, storyLine } from './small-export.ts';
import { StandInCms } from './stand-in-cms.ts';

/** A builder as it runs in earnest, killed again and again while a release is held and something is withdrawn. */

let data: string;
let cms: StandInCms;
const { start } = builders(() => ({ data, cmsUrl: cms.url }));
const folders = () => foldersOf(data);

/** What a builder says when it is killed: before it has looked, while it rebuilds releases, when one is about to go live. */
const KILLED_AT = [
  'Watching',
  'Making release',
  'Writing the pages',
  'Checking every page',
  'Sealing the release',
  'Sealing the release',
];
const PATIENCE = { timeout: 240_000, interval: 200 };

const both = (slug: string, words: string) =>
  ['bn', 'en'].map((locale) => storyLine(slug, { locale, words }));
const notice: NoticeLine = {
  line: 'notice',
  type: 'story',
  documentId: 'document-gone',
  key: 'gone',
  title: { bn: 'Withdrawn title', en: 'Withdrawn title' },
  notice: { bn: 'It was wrong.', en: 'It was wrong.' },
  withdrawnAt: '2026-04-01T00:00:00.000Z',
};
let state = 0;
function publish(slugs: readonly string[], notices: readonly NoticeLine[] = []): void {
  state += 1;
  cms.revision = `${state}-${state}`;
  const entries = slugs.flatMap((slug) => both(slug, `words of ${slug}`));
  cms.ndjson = exportOf(entries, { notices, revision: cms.revision });
}

const file = (path: string) => readFile(join(data, 'live/site', path, 'index.html'), 'utf8');
const is = (path: string, words: string) =>
  vi.waitFor(async () => expect(await file(path)).toContain(words), PATIENCE);
const rollback = (...args: string[]) =>
  runScript('rollback', args, { DATA_DIR: data, CMS_URL: cms.url, EXPORT_TOKEN: '' });

async function kill(builder: BuilderProcess): Promise<void> {
  const gone = new Promise((resolve) => builder.once('exit', resolve));
  builder.kill('SIGKILL');
  await gone;
}

/** What must be so at every moment. */
async function expectHeldAndWhole(): Promise<void> {
  expect(await readPin(folders())).toBeDefined();
  const release = releaseFolder(folders(), (await liveId(folders())) ?? '');
  const manifest = await readManifest(release);
  expect(manifest && (await findDamage(release, manifest, () => undefined))).toEqual({
    missing: [],
    changed: [],
    extra: [],
  });
  expect(await file('stories/stays')).toContain('words of stays');
  expect(existsSync(join(data, 'live/site/stories/later'))).toBe(false);
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'held-'));
  cms = await new StandInCms().start();
});
afterAll(async () => {
  await cms.stop();
  await rm(data, { recursive: true, maxRetries: 5 });
});

it('what is withdrawn while a release is held leaves it, whenever the builder is killed, and the hold stays', async () => {
  publish(['stays', 'gone']);
  let builder = start('loop');
  await is('stories/gone', 'words of gone');
  publish(['stays', 'gone', 'later']);
  await is('stories/later', 'words of later');
  expect(await rollback()).toMatchObject({ status: 0 });
  const before = await readPin(folders());
  await kill(builder);

  publish(['stays', 'later'], [notice]);
  for (const words of KILLED_AT) {
    builder = start('loop');
    await says(builder, words);
    await kill(builder);
    await expectHeldAndWhole();
  }
  builder = start('loop');
  for (const path of ['stories/gone', 'en/stories/gone']) await is(path, 'It was wrong.');
  await vi.waitFor(() => expect(existsSync(folders().withdrawn)).toBe(false), PATIENCE);
  await expectHeldAndWhole();

  // It is said to be held still, by all who say so.
  const pin = await readPin(folders());
  expect(pin).toMatchObject({ since: before?.since, from: before?.from, withdrawnUpTo: cms.revision });
  expect(pin?.release).toBe(await liveId(folders()));
  const { said } = await rollback('--list');
  expect(said).toContain(`${pin?.release}  built`);
  expect(said).toContain(`The site is held at release ${pin?.release} since ${before?.since}`);
  await vi.waitFor(async () => {
    expect(cms.reports.at(-1)).toMatchObject({
      held: { release: pin?.release, revision: '1-1', withdrawnUpTo: cms.revision },
    });
    expect(cms.reports.at(-1)).not.toHaveProperty('purging');
    expect(await health(folders())).toMatchObject({
      ok: true,
      held: true,
      release: pin?.release,
      error: null,
    });
  }, PATIENCE);

  // A further rollback leads on, to nothing that has it; then the site follows the CMS again.
  expect(await rollback(before?.from ?? '')).toMatchObject({ status: 0 });
  expect(await file('stories/gone')).not.toContain('words of gone');
  expect(await rollback('--release')).toMatchObject({ status: 0 });
  await vi.waitFor(async () => {
    expect(JSON.parse(await readFile(join(data, 'live/site/release.json'), 'utf8'))).toMatchObject({
      revision: cms.revision,
    });
  }, PATIENCE);
  expect(await file('stories/later')).toContain('words of later');
  expect(await file('stories/gone')).toContain('It was wrong.');
});
