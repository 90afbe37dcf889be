import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning } from '../kernel/files.ts';
import type { Folders } from '../kernel/settings.ts';

/** Milliseconds that a process may be down before somebody has to look. */
const LONGEST_DOWN = 300_000;
/** Deaths in a row, each soon after the one before, after which somebody has to look. */
const MANY_DEATHS = 3;

/** The platform's processes, in the order in which they start. */
export const PARTS = ['site', 'cms', 'builder'] as const;

const processSchema = z.object({
  name: z.enum(PARTS),
  /** `waiting`: it died and is to be started again; `starting`: it runs and does not answer yet. */
  state: z.enum(['preparing', 'starting', 'running', 'waiting']),
  /** Since when it has been in this state. All times are ISO 8601 in UTC. */
  since: z.string(),
  pid: z.int().nullable(),
  /** Since when it has not answered; null while it does. */
  downSince: z.string().nullable(),
  /** How often it was started again. */
  restarts: z.int(),
  /** The same since it last was well for long. */
  restartsInARow: z.int(),
  /** How it ended last, with the last that it said. For operators. */
  lastEnding: z.object({ at: z.string(), reason: z.string() }).nullable(),
});
/** How one of the platform's processes is doing. */
export type ProcessState = z.infer<typeof processSchema>;

const fileSchema = z.object({
  /** The process that looks after the others, and since when. */
  pid: z.int(),
  since: z.string(),
  processes: z.array(processSchema),
});
/** What `npm start` writes of the processes that it looks after: `processes.json`. */
export type ProcessFile = z.infer<typeof fileSchema>;

/** Whether a person has to look after a process: it has been down for long, or dies again and again. */
export function isFailing({ downSince, restartsInARow }: ProcessState, now = Date.now()): boolean {
  if (restartsInARow >= MANY_DEATHS) return true;
  return downSince !== null && now - Date.parse(downSince) > LONGEST_DOWN;
}

/** Milliseconds between two signs of life of a part that runs apart, under systemd for one. */
export const PART_SIGN = 20_000;
/** The same after which it counts as gone. */
const PART_SILENT = 3 * PART_SIGN;

const noteSchema = processSchema.extend({
  /** Its last sign of life. */
  at: z.string(),
  /** Whether it ended, and whether it was told to; null where it runs, or was killed. */
  ended: z.object({ asked: z.boolean() }).nullable(),
});
/** What a part that runs apart notes of itself: `running/<part>.json`. */
export type PartNote = z.infer<typeof noteSchema>;

/** Where a part notes how it is. */
export function noteFile(dataDir: string, name: ProcessState['name']): string {
  return join(dataDir, 'running', `${name}.json`);
}

/** A part's last note; undefined where it never ran apart, or the machine was started anew since. */
export async function readNote(
  dataDir: string,
  name: ProcessState['name'],
  now = Date.now(),
): Promise<PartNote | undefined> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(noteFile(dataDir, name), 'utf8')));
    return Date.parse(note.at) < now - uptime() * 1000 ? undefined : note;
  } catch {
    return undefined;
  }
}

/** How a part is that runs apart: nobody notes that it was killed, so that silence counts. */
function stateOf({ at, ended, ...state }: PartNote, now: number): ProcessState {
  const isGone = ended !== null || now - Date.parse(at) > PART_SILENT;
  return isGone ? { ...state, state: 'waiting', pid: null, downSince: state.downSince ?? at } : state;
}

/**
 * How each process is, as whoever looks after it noted it last: `npm start`, or each part by itself where systemd
 * looks after them. Undefined where nobody does, or nothing can be read.
 */
export async function readProcesses(
  { processes, dataDir }: Pick<Folders, 'processes' | 'dataDir'>,
  now = Date.now(),
): Promise<readonly ProcessState[] | undefined> {
  try {
    const file = fileSchema.parse(JSON.parse(await readFile(processes, 'utf8')));
    if (isRunning(file.pid)) return file.processes;
  } catch {
    // Then each part may have noted something.
  }
  const notes = await Promise.all(PARTS.map((name) => readNote(dataDir, name, now)));
  const states = notes.flatMap((note) => (note ? [stateOf(note, now)] : []));
  return states.length > 0 ? states : undefined;
}
