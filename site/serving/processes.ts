import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isRunning } from '../builder/files.ts';
import type { Folders } from '../builder/settings.ts';

/** Milliseconds that a process may be down before somebody has to look. */
const LONGEST_DOWN = 300_000;
/** Deaths in a row, each soon after the one before, after which somebody has to look. */
const MANY_DEATHS = 3;

const processSchema = z.object({
  name: z.enum(['site', 'cms', 'builder']),
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

/** The processes as they were noted last; undefined where nobody looks after them, or nothing can be read. */
export async function readProcesses({
  processes,
}: Pick<Folders, 'processes'>): Promise<ProcessFile | undefined> {
  try {
    const file = fileSchema.parse(JSON.parse(await readFile(processes, 'utf8')));
    return isRunning(file.pid) ? file : undefined;
  } catch {
    return undefined;
  }
}
