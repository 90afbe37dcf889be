import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readManifest, sealRelease } from '../release/manifest.ts';
import { builders } from './builder-process.ts';
import { becomesLive, publishState } from './numbered-state.ts';
import { runScript } from './run-script.ts';
import { exportOf, storyLine } from './small-export.ts';
import { StandInCms, TOKEN } from './stand-in-cms.ts';

/** The proof that runs each night: what was built change by change is what a cold build makes. */

let data: string;
let cms: StandInCms;
const { start, rebuild } = builders(() => ({ data, cmsUrl: cms.url }));

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'cold-'));
  cms = await new StandInCms().start();
  publishState(cms, 1);
  const loop = start('loop');
  for (const state of [1, 2, 3]) {
    publishState(cms, state);
    await becomesLive(data, state);
  }
  loop.kill('SIGTERM');
  await once(loop, 'exit');
});
afterAll(async () => {
  await cms.stop();
  await rm(data, { recursive: true, maxRetries: 5 });
});

const verifyCold = () =>
  runScript('verify', ['--cold'], { DATA_DIR: data, CMS_URL: cms.url, EXPORT_TOKEN: TOKEN });

it('is content with a site that was built change by change', async () => {
  const { status, said } = await verifyCold();
  expect([status, said]).toEqual([
    0,
    expect.stringMatching(/is what a cold build makes: \d+ files are the same/),
  ]);
});

it('is content in whichever order the CMS sends the entries', async () => {
  const stories = [storyLine('marker', { words: 'state 3' }), storyLine('other', {})];
  const sent = (lines: typeof stories) => exportOf(lines, { revision: '3-4' });
  cms.revision = '3-4';
  cms.ndjson = sent(stories);
  expect((await rebuild()).status).toBe(0);
  cms.ndjson = sent(stories.toReversed());
  expect(await verifyCold()).toMatchObject({ status: 0 });
});

it('names a page that is sealed but not what a cold build makes', async () => {
  const release = await realpath(join(data, 'live'));
  const page = join(release, 'site/stories/marker/index.html');
  const html = await readFile(page, 'utf8');
  await rm(page);
  await writeFile(page, html.replace('state 3', 'state 2'));
  const manifest = (await readManifest(release)) ?? expect.unreachable('no manifest');
  await sealRelease(release, { ...manifest, entries: [], redirects: [] });
  const { status, said } = await verifyCold();
  expect(status).toBe(1);
  expect(said).toContain('different: site/stories/marker/index.html');
});

it('compares nothing while the CMS is ahead', async () => {
  publishState(cms, 4);
  expect((await verifyCold()).said).toContain('nothing to compare');
});
