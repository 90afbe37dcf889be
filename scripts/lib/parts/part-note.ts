import { noteFile, type PartNote, readNote } from '../../../site/serve/processes.ts';
import type { PlatformPart } from './data-folder.ts';
import { writeState } from './write-state.ts';

/** Milliseconds of health that put earlier deaths behind. */
const STEADY = 600_000;
/** How programs end that were told to: well, or by these signals. */
const ASKED: ReadonlySet<number> = new Set([0, 130, 143]);

/**
 * Notes that a part which runs apart begins, with what its last run left: one that was not told to end has died.
 */
export async function noteStart(dataDir: string, name: PlatformPart, now = new Date()): Promise<PartNote> {
  const at = now.toISOString();
  const before = await readNote(dataDir, name, now.getTime());
  const died = before !== undefined && before.ended?.asked !== true;
  const note: PartNote = {
    name,
    state: 'preparing',
    since: at,
    at,
    pid: process.pid,
    downSince: died ? (before.downSince ?? before.at) : at,
    restarts: died ? before.restarts + 1 : 0,
    restartsInARow: died ? (isSteady(before) ? 1 : before.restartsInARow + 1) : 0,
    lastEnding: died
      ? before.ended
        ? before.lastEnding
        : { at: before.at, reason: 'It was killed.' }
      : null,
    ended: null,
  };
  write(dataDir, note);
  return note;
}

/** Notes that a part lives, and whether it answers by now. */
export function noteSign(dataDir: string, before: PartNote, answers: boolean): PartNote {
  const at = new Date().toISOString();
  const state = answers ? 'running' : before.state === 'preparing' ? 'starting' : before.state;
  const note: PartNote = {
    ...before,
    state,
    at,
    since: state === before.state ? before.since : at,
    pid: process.pid,
    downSince: answers ? null : (before.downSince ?? at),
  };
  const steady = isSteady(note) ? { ...note, restartsInARow: 0 } : note;
  write(dataDir, steady);
  return steady;
}

/** Notes how a part ends. */
export function noteEnd(dataDir: string, before: PartNote, status: number, reason?: string): void {
  const at = new Date().toISOString();
  const asked = ASKED.has(status);
  const lastEnding = asked ? before.lastEnding : { at, reason: reason ?? `It ended with status ${status}.` };
  write(dataDir, {
    ...before,
    at,
    pid: null,
    downSince: before.downSince ?? at,
    lastEnding,
    ended: { asked },
  });
}

function isSteady({ state, since, at }: PartNote): boolean {
  return state === 'running' && Date.parse(at) - Date.parse(since) > STEADY;
}

function write(dataDir: string, note: PartNote): void {
  writeState(noteFile(dataDir, note.name), `${JSON.stringify(note, null, 2)}\n`);
}
