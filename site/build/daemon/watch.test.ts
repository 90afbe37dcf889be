import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readSettings, type SiteSettings } from '../../kernel/settings.ts';
import { readState, StateKeeper } from '../../release/builder-state.ts';
import { readPin, writePin } from '../../release/pin.ts';
import { liveId, liveManifest } from '../../release/release.ts';
import { putLive } from '../../test/put-live.ts';
import { StandInCms, TOKEN } from '../../test/stand-in-cms.ts';
import { releasePin, rollBack } from '../cli/rollback-release.ts';
import { type BuildReport, writeReport } from '../report/report.ts';
import { pauseAfter, Watch, type WatchOptions } from './watch.ts';

let data: string;
let cms: StandInCms;
let settings: SiteSettings;
let builds: number;
let looks: number;
let lookFails: boolean;
let code: string;
/** What the next build makes live; undefined if it fails. */
let revision: string | undefined;

/** Stands for the build alone: everything else here is real. */
async function build(): Promise<BuildReport> {
  builds += 1;
  const at = new Date().toISOString();
  const report = {
    build: `release-${builds}`,
    ok: revision !== undefined,
    revision: revision ?? '',
    startedAt: at,
    finishedAt: at,
    leftOut: [],
  };
  if (revision !== undefined) {
    await putLive(settings.folders, report.build, { 'index.html': '' }, { revision, code });
  }
  await writeReport(settings.folders.report, report);
  return report;
}

/** Stands for the look alone: what it finds out is noted as it is. */
async function lookWhilePinned(): Promise<void> {
  looks += 1;
  const pin = await readPin(settings.folders);
  if (lookFails) throw new Error('the export is doubtful');
  if (pin) await writePin(settings.folders, { ...pin, withdrawnUpTo: cms.revision });
}

const { signal } = new AbortController();
/** Releases as they were held and, as undefined, unpinned. */
let pinned: (string | undefined)[];
let state: StateKeeper;

function watching(): Watch {
  const onPinned: WatchOptions['onPinned'] = (pin) => pinned.push(pin?.release);
  const more = { build, lookWhilePinned, onPinned, state };
  return new Watch({ settings, token: TOKEN, signal, code: async () => code, ...more });
}

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'watch-'));
  cms = await new StandInCms().start();
  settings = readSettings({ DATA_DIR: data, CMS_URL: cms.url });
  state = new StateKeeper(settings.folders);
  builds = 0;
  looks = 0;
  lookFails = false;
  pinned = [];
  code = 'c1';
  revision = 'r1';
});
afterEach(async () => {
  vi.useRealTimers();
  await cms.stop();
  await rm(data, { recursive: true });
});

it('builds what is not live yet, once', async () => {
  const watch = watching();
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(builds).toBe(1);
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.advanceTimersByTime(10_000);
  cms.revision = 'r2';
  revision = 'r2';
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(builds).toBe(2);
});

it('builds once when what a page says of the time is over', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
  await putLive(
    settings.folders,
    'release-0',
    { 'index.html': '' },
    { revision: 'r1', code, validUntil: minutes(5) },
  );
  const watch = watching();
  await watch.look();
  vi.advanceTimersByTime(5 * 60_000 - 1);
  await watch.look();
  expect(builds).toBe(0);
  vi.advanceTimersByTime(1);
  // What it makes live holds for ever.
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(builds).toBe(1);
});

it('makes 50 publishes within 10 seconds live in at most 3 builds, and a change alone at once', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const watch = watching();
  await watch.look();
  vi.advanceTimersByTime(60_000);
  expect(builds).toBe(1);
  for (let tick = 0; tick < 150; tick += 1) {
    if (tick % 2 === 0 && tick < 100) {
      cms.revision = `burst ${tick}`;
      revision = cms.revision;
    }
    // It looks every two seconds, and at once when it is woken.
    if (tick % 20 === 0 || tick % 7 === 0) await watch.look();
    vi.advanceTimersByTime(100);
  }
  expect(builds).toBeLessThanOrEqual(1 + 3);
  expect((await liveManifest(settings.folders))?.revision).toBe('burst 98');

  vi.advanceTimersByTime(6000);
  cms.revision = 'alone';
  revision = cms.revision;
  const before = builds;
  await watch.look();
  expect(builds).toBe(before + 1);
});

it('builds nothing at its start when the live release is up to date', async () => {
  await watching().look();
  await watching().look();
  expect(builds).toBe(1);
});

it('builds anew when the site’s code changed', async () => {
  await watching().look();
  code = 'c2';
  await watching().look();
  expect(builds).toBe(2);
});

it('leaves a state that fails alone for a while, and a new one not at all', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  revision = undefined;
  const watch = watching();
  for (let look = 0; look < 5; look += 1) await watch.look();
  expect(builds).toBe(1);
  vi.advanceTimersByTime(pauseAfter(1));
  for (let look = 0; look < 5; look += 1) await watch.look();
  expect(builds).toBe(2);
  vi.advanceTimersByTime(6000);
  cms.revision = 'r2';
  await watch.look();
  expect(builds).toBe(3);
});

it('does not spin when a build cannot even be tried, as on a full disk', async () => {
  const broken = async () => {
    builds += 1;
    throw new Error('ENOSPC: no space left on device');
  };
  const watch = new Watch({
    settings,
    token: TOKEN,
    signal,
    code: async () => code,
    build: broken,
    lookWhilePinned: async () => undefined,
    onPinned: () => undefined,
    state,
  });
  await expect(watch.look()).rejects.toThrow('ENOSPC');
  await watch.look();
  expect(builds).toBe(1);
});

it('does not spin when a build never shows what the CMS holds', async () => {
  revision = 'something else';
  const watch = watching();
  for (let look = 0; look < 5; look += 1) await watch.look();
  expect(builds).toBe(1);
});

it('notes for machines whether the site is up to date and what went wrong', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const watch = watching();
  revision = undefined;
  await watch.look();
  expect(await readState(settings.folders)).toMatchObject({
    behind: true,
    trouble: { kind: 'build', build: 'release-1' },
  });
  revision = 'r1';
  vi.advanceTimersByTime(60_000);
  await watch.look();
  await watch.look();
  const now = new Date().toISOString();
  const state = await readState(settings.folders);
  expect(state).toEqual({ at: now, behind: false, upToDateAt: now });
});

it('waits longer from attempt to attempt, up to a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(pauseAfter)).toEqual([
    2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});

it('tells the CMS about each build, later if it does not listen now', async () => {
  const watch = watching();
  // The revision is answered, the report is not.
  cms.trouble.push(undefined, 503);
  await expect(watch.look()).rejects.toThrow('/api/export/report answered 503');
  expect(cms.reports).toEqual([]);
  await watch.look();
  await watch.look();
  expect(cms.reports).toEqual([expect.objectContaining({ ok: true, revision: 'r1' })]);
});

it('builds nothing while somebody holds a release, tells the CMS so, and follows once it is let go', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const watch = watching();
  await watch.look();
  vi.advanceTimersByTime(6000);
  cms.revision = 'r2';
  revision = 'r2';
  await watch.look();
  await rollBack(settings.folders, signal, async () => undefined);
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(builds).toBe(2);
  expect(cms.reports.at(-1)).toMatchObject({ held: { release: 'release-1', from: 'release-2' } });
  await releasePin(settings.folders, signal);
  await watch.look();
  expect(builds).toBe(3);
  expect(pinned).toEqual(['release-1', undefined]);
  expect(cms.reports.at(-1)).not.toHaveProperty('held');
});

it('looks at what was withdrawn while a release is held, once for each state, and tells the CMS of it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const watch = watching();
  await watch.look();
  vi.advanceTimersByTime(6000);
  cms.revision = 'r2';
  revision = 'r2';
  await watch.look();
  await rollBack(settings.folders, signal, async () => undefined);
  lookFails = true;
  await expect(watch.look()).rejects.toThrow('doubtful');
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(looks).toBe(1);
  expect(cms.reports.at(-1)).not.toMatchObject({ held: { withdrawnUpTo: expect.anything() } });
  lookFails = false;
  vi.advanceTimersByTime(pauseAfter(1));
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(looks).toBe(2);
  expect(cms.reports.at(-1)).toMatchObject({ held: { release: 'release-1', withdrawnUpTo: 'r2' } });
  cms.revision = 'r3';
  for (let look = 0; look < 3; look += 1) await watch.look();
  expect(looks).toBe(3);
  expect(builds).toBe(2);
});

it('goes on with a rollback that was killed before its release was live, and holds what is live where that is gone', async () => {
  const { folders } = settings;
  const watch = watching();
  await watch.look();
  await putLive(folders, 'release-2');
  await writePin(folders, { release: 'release-1', from: 'release-2', since: '2026-01-01T00:00:00.000Z' });
  await watch.look();
  expect(await liveId(folders)).toBe('release-1');
  await writePin(folders, { release: 'release-0', from: 'release-2', since: '2026-01-01T00:00:00.000Z' });
  await watch.look();
  expect(await liveId(folders)).toBe('release-1');
  expect(await readPin(folders)).toMatchObject({ release: 'release-1' });
});

it('tells the CMS at its start how the last build went', async () => {
  await watching().look();
  await watching().look();
  expect(cms.reports).toHaveLength(2);
});
