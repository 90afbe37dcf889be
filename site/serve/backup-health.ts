import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Folders } from '../kernel/settings.ts';

/** How backups are doing, in words that anybody may read. */
export interface BackupHealth {
  readonly ok: boolean;
  /** All that was committed before is in the last backup; ISO 8601 in UTC, as all of these. */
  readonly lastBackup: string | null;
  /** When a backup was last restored into a throw-away place and found to be whole. */
  readonly lastProvenRestore: string | null;
  /** Since when backups, their rehearsal or the witness fail, or there is nowhere to put them. */
  readonly failingSince: string | null;
  /** Whether there is nowhere to put them, though there should be. */
  readonly unconfigured: boolean;
}

const failing = z.object({ since: z.string() }).optional();
/** The part of cms/src/features/backup/state.ts that anybody may know. */
const stateSchema = z.object({
  unconfiguredSince: z.string().optional(),
  last: z.object({ at: z.string() }).optional(),
  proven: z.object({ at: z.string() }).optional(),
  failing,
  rehearsalFailing: failing,
  witnessFailing: failing,
});

/** Milliseconds that the last backup may be old: one that is made each hour, and half an hour to make it. */
const OLDEST_BACKUP = 90 * 60 * 1000;
/** And its last rehearsal: each night, and half a day for a machine that was off. */
const OLDEST_REHEARSAL = 36 * 60 * 60 * 1000;

/** Null where nothing was ever noted. */
export async function backupHealth(
  { backup }: Pick<Folders, 'backup'>,
  now: number,
): Promise<BackupHealth | null> {
  const text = await readFile(backup, 'utf8').catch(() => undefined);
  const state = text === undefined ? undefined : parsed(text);
  if (!state) return null;
  const { last, proven, unconfiguredSince } = state;
  const troubles = [state.failing, state.rehearsalFailing, state.witnessFailing].map((one) => one?.since);
  const failingSince = [unconfiguredSince, ...troubles].filter((one) => one !== undefined).sort()[0] ?? null;
  const young = (at: string | undefined, most: number) => at !== undefined && now - Date.parse(at) <= most;
  return {
    ok: failingSince === null && young(last?.at, OLDEST_BACKUP) && young(proven?.at, OLDEST_REHEARSAL),
    lastBackup: last?.at ?? null,
    lastProvenRestore: proven?.at ?? null,
    failingSince,
    unconfigured: unconfiguredSince !== undefined,
  };
}

function parsed(text: string): z.infer<typeof stateSchema> | undefined {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
