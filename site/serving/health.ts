import { FAILURES, type FailureKind } from '../builder/failure.ts';
import { readPin } from '../builder/pin.ts';
import { liveId, liveManifest } from '../builder/release.ts';
import type { Folders } from '../builder/settings.ts';
import { readState } from '../builder/state.ts';
import { type BackupHealth, backupHealth } from './backup-health.ts';
import { isFailing, type ProcessState, readProcesses } from './processes.ts';

/** Seconds by which the site may lag behind before it counts as ill. */
export const MOST_LAG = 300;
/** Milliseconds without a sign of life after which a builder counts as gone. */
const SILENT = 20_000;
/** Milliseconds that the largest build may take. */
const LONGEST_BUILD = 30 * 60 * 1000;

/** What `/healthz` answers: nothing that anybody may not know. */
export interface Health {
  readonly ok: boolean;
  /** The live release; null if there is none. */
  readonly release: string | null;
  /** The state of the CMS that it shows. */
  readonly revision: string | null;
  /** ISO 8601 in UTC. */
  readonly builtAt: string | null;
  /** Seconds since the live site was last known to show all that is approved; 0 if it does, null if no builder ever looked. */
  readonly lag: number | null;
  readonly builder: 'idle' | 'building' | 'silent' | 'none';
  /** Whether an operator holds the release. */
  readonly held: boolean;
  /** When the site was last found to be other than one built from nothing, until it is found the same. */
  readonly differed: {
    readonly at: string;
    readonly files: number;
    /** The build that set it right; its log line names the files. */
    readonly build: string;
  } | null;
  /** How backups are doing; null where nothing is known of any. A backup that fails does not make the site ill. */
  readonly backup: BackupHealth | null;
  readonly error: {
    readonly kind: FailureKind;
    readonly message: string;
    readonly at: string;
    /** The build's name in the log. */
    readonly build?: string;
  } | null;
  /** The processes that are looked after, null where nobody does; one that is failing needs a person. */
  readonly processes:
    | readonly (Pick<ProcessState, 'name' | 'state' | 'since' | 'restarts'> & { readonly failing: boolean })[]
    | null;
}

/**
 * How the site is doing. It is ill without a release, without its builder, when it lags though nobody holds it,
 * and while one of its processes is failing.
 */
export async function health(folders: Folders, now = Date.now()): Promise<Health> {
  const [id, manifest, held, state, supervised, backup] = await Promise.all([
    liveId(folders),
    liveManifest(folders),
    // A pin that cannot be understood holds the site as well.
    readPin(folders).then(Boolean, () => true),
    readState(folders),
    readProcesses(folders),
    backupHealth(folders, now),
  ]);
  const since = (time: string) => now - Date.parse(time);
  let builder: Health['builder'] = 'none';
  let lag: number | null = null;
  if (state) {
    const { at, buildingSince, upToDateAt, behind } = state;
    const building = buildingSince !== undefined && since(buildingSince) < LONGEST_BUILD;
    const silent = since(at) > SILENT;
    builder = building ? 'building' : silent ? 'silent' : 'idle';
    lag = !behind && !silent ? 0 : Math.max(0, Math.round(since(upToDateAt ?? at) / 1000));
  }
  const processes = supervised?.processes.map((process) => {
    const { name, state, since, restarts } = process;
    return { name, state, since, restarts, failing: isFailing(process, now) };
  });
  const failing = processes?.some((process) => process.failing) ?? false;
  return {
    ok: id !== undefined && builder !== 'silent' && (held || (lag ?? 0) <= MOST_LAG) && !failing,
    release: id ?? null,
    revision: manifest?.revision ?? null,
    builtAt: manifest?.builtAt ?? null,
    lag,
    builder,
    held,
    differed: state?.differed ?? null,
    backup,
    error: state?.trouble ? { ...state.trouble, message: FAILURES[state.trouble.kind] } : null,
    processes: processes ?? null,
  };
}
