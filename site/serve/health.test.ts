import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Folders, readSettings } from '../kernel/settings.ts';
import { StateKeeper } from '../release/builder-state.ts';
import { writePin } from '../release/pin.ts';
import { putLive } from '../test/put-live.ts';
import { type Checks, MOST_LAG } from './checks.ts';
import { type DiskState, DiskWatch } from './disk.ts';
import { health } from './health.ts';
import type { ProcessState } from './processes.ts';

let data: string;
let folders: Folders;
let keeper: StateKeeper;
const start = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
/** Lets so many seconds pass since the start. */
const clock = (seconds: number) => vi.setSystemTime(start + seconds * 1000);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  clock(0);
  data = await mkdtemp(join(tmpdir(), 'health-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
  keeper = new StateKeeper(folders);
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(data, { recursive: true });
});

it('is ill before there is a release', async () => {
  expect(await health(folders)).toMatchObject({ ok: false, release: null, lag: null, builder: 'none' });
});

it('is well without a builder, as where the release comes from elsewhere', async () => {
  const { revision, builtAt } = await putLive(folders, 'r1');
  expect(await health(folders)).toEqual({
    ok: true,
    checks: {},
    release: 'r1',
    revision,
    builtAt,
    lag: null,
    builder: 'none',
    held: false,
    differed: null,
    backup: null,
    error: null,
    processes: null,
  });
});

it('counts how long the site has lagged behind what is approved, and falls ill after a while', async () => {
  await putLive(folders, 'r1');
  await keeper.note({ behind: false, upToDateAt: at(0) });
  expect(await health(folders)).toMatchObject({ ok: true, lag: 0, builder: 'idle' });
  clock(10);
  await keeper.note({ behind: true });
  expect(await health(folders)).toMatchObject({ ok: true, lag: 10 });
  clock(MOST_LAG + 1);
  await keeper.note({ behind: true });
  expect(await health(folders)).toMatchObject({ ok: false, lag: MOST_LAG + 1 });
  await writePin(folders, { release: 'r1', from: 'r2', since: at(0) });
  expect(await health(folders)).toMatchObject({ ok: true, held: true, lag: MOST_LAG + 1 });
});

it('notices a builder that gives no sign of life, and not one that builds for long', async () => {
  await putLive(folders, 'r1');
  await keeper.note({ behind: false, upToDateAt: at(0) });
  clock(60);
  expect(await health(folders)).toMatchObject({ ok: false, builder: 'silent', lag: 60 });
  await keeper.note({ behind: true, buildingSince: at(60) });
  clock(240);
  expect(await health(folders)).toMatchObject({ ok: true, builder: 'building', lag: 240 });
});

it('tells the last error in words that anybody may read, and the build whose log says more', async () => {
  await putLive(folders, 'r1');
  const trouble = { kind: 'export-doubtful', at: at(0), build: 'b1' } as const;
  await keeper.note({ trouble });
  expect((await health(folders)).error).toEqual({
    ...trouble,
    since: at(0),
    message: 'What the CMS sent is much smaller or older than the live site; an operator has to confirm it.',
  });
});

it('tells when a backup was last made and proven by restoring it, and since when that fails', async () => {
  await putLive(folders, 'r1');
  const noted = (state: object) => writeFile(folders.backup, JSON.stringify(state));
  await noted({ last: { at: at(0) }, proven: { at: at(0), snapshot: 'abc' } });
  clock(3600);
  const well = {
    ok: true,
    lastBackup: at(0),
    lastProvenRestore: at(0),
    failingSince: null,
    unconfigured: false,
  };
  expect((await health(folders)).backup).toEqual(well);
  clock(3 * 3600);
  expect((await health(folders)).backup).toMatchObject({ ok: false, failingSince: null });
  clock(37 * 3600);
  await noted({ last: { at: at(37 * 3600) }, proven: { at: at(0) } });
  expect((await health(folders)).backup).toMatchObject({ ok: false, failingSince: null });
  clock(3 * 3600);
  const rehearsalFailing = { since: at(60), at: at(90), error: 'a password of ours' };
  await noted({ last: { at: at(3 * 3600) }, proven: { at: at(0) }, rehearsalFailing });
  expect(await health(folders)).toMatchObject({ ok: true, backup: { ok: false, failingSince: at(60) } });
  expect(JSON.stringify(await health(folders))).not.toContain('password');
  await noted({ unconfiguredSince: at(5) });
  expect((await health(folders)).backup).toMatchObject({ ok: false, lastBackup: null, failingSince: at(5) });
  await writeFile(folders.backup, '{');
  expect((await health(folders)).backup).toBeNull();
});

it('remembers across restarts when the site was up to date and what went wrong', async () => {
  await putLive(folders, 'r1');
  await keeper.note({ behind: false, upToDateAt: at(0), trouble: { kind: 'disk-full', at: at(0) } });
  await keeper.note({ differed: { at: at(0), files: 3, build: 'b1' } });
  clock(100);
  const next = new StateKeeper(folders);
  await next.load();
  await next.note({ behind: true });
  expect(await health(folders)).toMatchObject({
    lag: 100,
    error: { kind: 'disk-full' },
    differed: { at: at(0), files: 3, build: 'b1' },
  });
});

it('is written now and then though nothing changes, and not at each look', async () => {
  const written = () => readFile(folders.state, 'utf8');
  await keeper.note({ behind: false, upToDateAt: at(0) });
  clock(2);
  await keeper.note({ behind: false, upToDateAt: at(2) });
  expect(JSON.parse(await written())).toMatchObject({ at: at(0) });
  clock(6);
  await keeper.note({ behind: false, upToDateAt: at(6) });
  expect(JSON.parse(await written())).toMatchObject({ at: at(6), upToDateAt: at(6) });
});

describe('the processes that are looked after', () => {
  const well: ProcessState = {
    name: 'cms',
    state: 'running',
    since: at(0),
    pid: 1,
    downSince: null,
    restarts: 0,
    restartsInARow: 0,
    lastEnding: null,
  };
  const note = (process: Partial<ProcessState>, pid = globalThis.process.pid) =>
    writeFile(folders.processes, JSON.stringify({ pid, since: at(0), processes: [{ ...well, ...process }] }));
  beforeEach(async () => {
    await putLive(folders, 'r1');
  });

  it('show since when and how often they were started again, and not how they ended', async () => {
    await note({ restarts: 2, lastEnding: { at: at(0), reason: 'a path' } });
    const { ok, processes } = await health(folders);
    expect({ ok, processes }).toEqual({
      ok: true,
      processes: [{ name: 'cms', state: 'running', since: at(0), restarts: 2, failing: false }],
    });
  });

  it('need a person after five minutes without an answer, or the third death in a row', async () => {
    await note({ state: 'waiting', downSince: at(0) });
    expect(await health(folders)).toMatchObject({ ok: true, processes: [{ failing: false }] });
    clock(301);
    expect(await health(folders)).toMatchObject({ ok: false, processes: [{ failing: true }] });
    await note({ restartsInARow: 3 });
    expect(await health(folders)).toMatchObject({ ok: false, processes: [{ failing: true }] });
  });

  it('count for nothing when who looked after them is gone, or its file is broken', async () => {
    await note({ restartsInARow: 3 }, 4_194_305);
    expect(await health(folders)).toMatchObject({ ok: true, processes: null });
    await writeFile(folders.processes, '{"pid"');
    expect(await health(folders)).toMatchObject({ ok: true, processes: null });
  });
});

describe('each part', () => {
  const cms = { at: at(0), since: at(-60), database: { ok: true, since: at(-50) }, mail: null };
  const mail = { waiting: 0, waitingSince: null, sentAt: null };
  const note = (file: string, content: object) => writeFile(file, JSON.stringify(content));
  const check = async (name: keyof Checks, disk?: DiskState) => (await health(folders, disk)).checks[name];
  beforeEach(async () => {
    await putLive(folders, 'r1');
  });

  it('is well since it is', async () => {
    await keeper.note({ behind: false, upToDateAt: at(0) });
    await note(folders.cms, { ...cms, mail: { ...mail, sentAt: at(-5) } });
    await note(folders.backup, { last: { at: at(-9) }, proven: { at: at(-9) } });
    const { ok, checks } = await health(folders, { room: 'enough', since: at(-1) });
    const pass = (seconds: number) => ({ status: 'pass', since: at(seconds) });
    expect({ ok, checks }).toEqual({
      ok: true,
      checks: {
        database: pass(-50),
        cms: pass(-60),
        builder: pass(0),
        disk: pass(-1),
        mail: pass(-5),
        backup: pass(-9),
      },
    });
  });

  it('is told within seconds: the database, which needs a person after fifteen', async () => {
    await note(folders.cms, { ...cms, database: { ok: false, since: at(-2) } });
    const output = 'The database does not answer the CMS.';
    expect(await check('database')).toEqual({ status: 'warn', since: at(-2), output });
    expect(await health(folders)).toMatchObject({ ok: true });
    clock(14);
    expect(await check('database')).toMatchObject({ status: 'fail', since: at(-2) });
    expect(await health(folders)).toMatchObject({ ok: false });
    // What is known of it ends with the CMS.
    clock(21);
    expect(await check('database')).toBeUndefined();
  });

  it('is told within seconds: the CMS, which needs a person after five minutes', async () => {
    await note(folders.cms, cms);
    clock(21);
    expect(await check('cms')).toEqual({ status: 'warn', since: at(0), output: 'The CMS does not answer.' });
    expect(await health(folders)).toMatchObject({ ok: true });
    clock(301);
    expect(await health(folders)).toMatchObject({ ok: false, checks: { cms: { status: 'fail' } } });
  });

  it('is told: that the builder cannot ask the CMS, and since when; nobody then knows that nothing waits', async () => {
    await keeper.note({ behind: false, upToDateAt: at(0) });
    clock(60);
    await keeper.note({ trouble: { kind: 'cms-away', at: at(60) } });
    clock(90);
    await keeper.note({ trouble: { kind: 'cms-away', at: at(90) } });
    expect(await health(folders)).toMatchObject({
      ok: true,
      lag: 90,
      checks: { builder: { status: 'warn', since: at(60), output: 'The CMS does not answer.' } },
    });
    clock(336);
    await keeper.note({ trouble: { kind: 'cms-away', at: at(336) } });
    expect(await health(folders)).toMatchObject({
      ok: false,
      lag: 336,
      checks: { builder: { status: 'fail' } },
    });
    await keeper.note({ behind: false, upToDateAt: at(336), trouble: undefined });
    expect(await health(folders)).toMatchObject({
      ok: true,
      lag: 0,
      checks: { builder: { status: 'pass' } },
    });
  });

  it('needs a person at once where nothing else helps, unless somebody holds a release', async () => {
    await keeper.note({ behind: false, trouble: { kind: 'cms-refuses', at: at(0) } });
    expect(await health(folders)).toMatchObject({ ok: false, checks: { builder: { status: 'fail' } } });
    await writePin(folders, { release: 'r1', from: 'r2', since: at(0) });
    expect(await health(folders)).toMatchObject({ ok: true, checks: { builder: { status: 'warn' } } });
  });

  it('needs a person: the queue of e-mails, from which nothing was sent for an hour', async () => {
    const waiting = (sentAt: string | null) =>
      note(folders.cms, {
        ...cms,
        at: new Date().toISOString(),
        mail: { waiting: 2, waitingSince: at(0), sentAt },
      });
    clock(200);
    await waiting(null);
    expect(await check('mail')).toMatchObject({ status: 'pass' });
    clock(400);
    await waiting(at(-10));
    expect(await check('mail')).toMatchObject({ status: 'warn', since: at(0) });
    clock(3700);
    await waiting(at(-10));
    expect(await health(folders)).toMatchObject({
      ok: false,
      checks: { mail: { status: 'fail', since: at(0) } },
    });
    // One receiver's server is no fault of ours.
    await waiting(at(3000));
    expect(await check('mail')).toMatchObject({ status: 'warn', since: at(0) });
  });

  it('needs a person: backups that fail or are late for six hours, but not that there are none', async () => {
    await note(folders.backup, { last: { at: at(0) }, proven: { at: at(0) }, failing: { since: at(60) } });
    clock(6 * 3600);
    expect(await health(folders)).toMatchObject({
      ok: true,
      checks: { backup: { status: 'warn', since: at(60) } },
    });
    clock(6 * 3600 + 61);
    expect(await health(folders)).toMatchObject({ ok: false, checks: { backup: { status: 'fail' } } });
    await note(folders.backup, { unconfiguredSince: at(0) });
    expect(await check('backup')).toMatchObject({ status: 'warn', since: at(0) });
  });

  it('needs a person: the disk, before the last byte is gone', async () => {
    let free = { bytes: 5e9, names: Number.POSITIVE_INFINITY };
    const disk = new DiskWatch(data, async () => free);
    const found = async (seconds: number, bytes: number, names = free.names) => {
      clock(seconds);
      free = { bytes, names };
      await disk.look();
      return check('disk', disk.state);
    };
    expect(await found(0, 5e9)).toEqual({ status: 'pass', since: at(0) });
    expect(await found(10, 9e8)).toMatchObject({ status: 'warn', since: at(10) });
    expect(await found(20, 8e8)).toMatchObject({ status: 'warn', since: at(10) });
    expect(await found(30, 1e8)).toMatchObject({ status: 'fail', since: at(30) });
    expect(await health(folders, disk.state)).toMatchObject({ ok: false });
    expect(await found(40, 5e9, 10)).toMatchObject({ status: 'fail', since: at(30) });
    const real = new DiskWatch(data);
    await real.look();
    expect(real.state?.since).toBe(at(40));
  });
});
