import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { foldersOf } from '../../../site/kernel/settings.ts';
import { isFailing, noteFile, readProcesses } from '../../../site/serve/processes.ts';
import { noteEnd, noteSign, noteStart } from './part-note.ts';

const MINUTE = 60_000;
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'notes-'));
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(dataDir, { recursive: true });
});
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const seen = async () => (await readProcesses(foldersOf(dataDir)))?.[0];

it('says that a part runs once it answers, and since when it has not answered once it is silent', async () => {
  const begun = await noteStart(dataDir, 'cms');
  expect(await seen()).toMatchObject({ name: 'cms', state: 'preparing', downSince: begun.at });
  const note = noteSign(dataDir, noteSign(dataDir, begun, false), true);
  expect(await seen()).toMatchObject({ state: 'running', pid: process.pid, downSince: null });
  expect(((await stat(noteFile(dataDir, 'cms'))).mode & 0o777).toString(8)).toBe('600');
  pass(2 * MINUTE);
  const state = await seen();
  expect(state).toMatchObject({ state: 'waiting', pid: null, downSince: note.at });
  expect(state && isFailing(state)).toBe(false);
  pass(4 * MINUTE);
  expect(state && isFailing(state)).toBe(true);
});

it('counts the deaths of a part, until it was told to end or was well for long', async () => {
  for (let death = 0; death < 3; death += 1) {
    expect(await noteStart(dataDir, 'builder')).toMatchObject({ restarts: death, restartsInARow: death });
  }
  let note = noteSign(dataDir, await noteStart(dataDir, 'builder'), true);
  expect(await seen()).toMatchObject({
    state: 'running',
    restarts: 3,
    lastEnding: { reason: 'It was killed.' },
  });
  const state = await seen();
  expect(state && isFailing(state)).toBe(true);
  pass(11 * MINUTE);
  note = noteSign(dataDir, note, true);
  expect(await seen()).toMatchObject({ restarts: 3, restartsInARow: 0 });
  noteEnd(dataDir, note, 1, 'The disk is full.');
  expect(await seen()).toMatchObject({ state: 'waiting', lastEnding: { reason: 'The disk is full.' } });
  note = await noteStart(dataDir, 'builder');
  expect(note).toMatchObject({ restarts: 4, restartsInARow: 1, lastEnding: { reason: 'The disk is full.' } });
  noteEnd(dataDir, note, 143);
  expect(await noteStart(dataDir, 'builder')).toMatchObject({
    restarts: 0,
    restartsInARow: 0,
    lastEnding: null,
  });
});

it('takes nothing over from before the machine was started anew', async () => {
  const before = await noteStart(dataDir, 'site', new Date('2026-01-01T00:00:00Z'));
  expect(before.pid).toBe(process.pid);
  expect(await seen()).toBeUndefined();
  expect(await noteStart(dataDir, 'site')).toMatchObject({ restarts: 0 });
});

it('believes npm start while that looks after the processes', async () => {
  await noteStart(dataDir, 'cms');
  const file = { pid: process.pid, since: '2026-01-01T00:00:00Z', processes: [] };
  await writeFile(foldersOf(dataDir).processes, JSON.stringify(file));
  expect(await readProcesses(foldersOf(dataDir))).toEqual([]);
  // One that was killed.
  await writeFile(foldersOf(dataDir).processes, JSON.stringify({ ...file, pid: 2 ** 30 }));
  expect(await seen()).toMatchObject({ name: 'cms' });
});
