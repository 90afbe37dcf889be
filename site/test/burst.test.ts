import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/ports.ts';
import { timed } from '../../scripts/test/pace.ts';
import { builders } from './builder-process.ts';
import { becomesLive, liveState, publishState } from './numbered-state.ts';
import { runScript } from './run-script.ts';
import { sendTrigger, signed, TRIGGER_SECRET } from './signed-trigger.ts';
import { StandInCms } from './stand-in-cms.ts';

/** A builder as it runs in earnest, woken by signed messages at its own port. */

const PUBLISHES = 50;
/** Milliseconds. */
const BURST = 10_000;
/** Milliseconds until a builder that is not woken has looked for itself, built and told of it. */
const SETTLED = 5000;

let data: string;
let cms: StandInCms;
let url: string;
/** The last state that was published. */
let state = 0;
const { start } = builders(() => ({ data, cmsUrl: cms.url }));

const wake = () => sendTrigger(url, signed());

function publish(): void {
  state += 1;
  publishState(cms, state);
}

/** Builds that have ended, well or not, as the builder's own log has them. */
async function builds(): Promise<number> {
  const log = await readFile(join(data, 'logs/builder.jsonl'), 'utf8');
  return (log.match(/"event":"build-(?:finished|failed)"/g) ?? []).length;
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'burst-'));
  cms = await new StandInCms().start();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  publishState(cms, state);
  start('loop', [], { BUILDER_PORT: String(port), REBUILD_WEBHOOK_SECRET: TRIGGER_SECRET });
  await becomesLive(data, state);
});
afterAll(async () => {
  await cms.stop();
  await rm(data, { recursive: true, maxRetries: 5 });
});
beforeEach(() => sleep(SETTLED));

it('makes 50 publishes within 10 seconds, each with its message, live in at most 3 builds', async () => {
  const [before, told] = [await builds(), cms.reports.length];
  const began = Date.now();
  for (let count = 1; count <= PUBLISHES; count += 1) {
    publish();
    expect(await wake()).toBe(204);
    await sleep(Math.max(0, began + (count * BURST) / PUBLISHES - Date.now()));
  }
  expect(Date.now() - began).toBeLessThan(BURST + 2000);
  await becomesLive(data, state);
  await sleep(SETTLED);
  expect(await liveState(data)).toBe(state);
  expect((await builds()) - before).toBeLessThanOrEqual(3);
  expect(cms.reports.length - told).toBeLessThanOrEqual(3);
});

it('builds a state once, however often its message comes, late or again', async () => {
  const before = await builds();
  const old = signed();
  publish();
  expect(await wake()).toBe(204);
  await becomesLive(data, state);
  // The same one again, one from before the publish, and new ones that have nothing new to tell.
  for (const headers of [old, old, signed(), signed()]) expect(await sendTrigger(url, headers)).toBe(204);
  await sleep(SETTLED);
  expect((await builds()) - before).toBe(1);
  expect(await liveState(data)).toBe(state);
});

it('is woken by its message rather than by its own look', async () => {
  const asked = () => cms.asked.filter((path) => path === '/api/export/revision').length;
  const before = asked();
  for (let count = 0; count < 10; count += 1) {
    expect(await wake()).toBe(204);
    await sleep(100);
  }
  // By itself it would have looked once in this time.
  expect(asked() - before).toBeGreaterThan(4);
});

it('is not woken by forged and old messages, and builds nothing for them', async () => {
  const asked = () => cms.asked.filter((path) => path === '/api/export/revision').length;
  const [before, built] = [asked(), await builds()];
  const forged = signed({ secret: 'another-secret-of-32-characters_____' });
  const old = signed({ at: new Date(Date.now() - 6 * 60_000) });
  for (let count = 0; count < 5; count += 1) {
    for (const headers of [{}, forged, old]) expect(await sendTrigger(url, headers)).toBe(401);
    await sleep(200);
  }
  expect(asked() - before).toBeLessThanOrEqual(1);
  expect(await builds()).toBe(built);
});

it('keeps showing what an operator has gone back to, without the CMS too, until they let go', async () => {
  publish();
  await becomesLive(data, state);
  const rollback = (...args: string[]) =>
    runScript('rollback', args, { DATA_DIR: data, CMS_URL: cms.url, EXPORT_TOKEN: '' });
  await cms.stop();
  const took = await timed(async () => expect(await rollback()).toMatchObject({ status: 0 }));
  expect(await liveState(data)).toBe(state - 1);
  expect(took).toBeLessThan(5000);

  await cms.start();
  const before = state - 1;
  publish();
  expect(await wake()).toBe(204);
  await sleep(SETTLED);
  expect(await liveState(data)).toBe(before);
  expect(cms.reports.at(-1)).toMatchObject({ held: { release: expect.any(String) } });

  await rollback('--release');
  await becomesLive(data, state);
});
