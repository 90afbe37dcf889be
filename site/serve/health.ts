import type { Folders } from '../kernel/settings.ts';
import { readState } from '../release/builder-state.ts';
import { FAILURES, type FailureKind } from '../release/failure-kinds.ts';
import { readPin } from '../release/pin.ts';
import { liveId, liveManifest } from '../release/release.ts';
import { type BackupHealth, backupHealth } from './backup-health.ts';
import { type Checks, checksOf, SILENT } from './checks.ts';
import { readCmsHealth } from './cms-health.ts';
import type { DiskState } from './disk.ts';
import { isFailing, type ProcessState, readProcesses } from './processes.ts';

/** Milliseconds that the largest build may take. */
const LONGEST_BUILD = 30 * 60 * 1000;

/** What `/healthz` answers: nothing that anybody may not know. */
export interface Health {
  readonly ok: boolean;
  /** How each part is doing and since when: the database, the CMS, the builder, the disk, e-mails, backups. */
  readonly checks: Checks;
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
    readonly since?: string;
    /** The build's name in the log. */
    readonly build?: string;
  } | null;
  /** The processes that are looked after, null where nobody does; one that is failing needs a person. */
  readonly processes:
    | readonly (Pick<ProcessState, 'name' | 'state' | 'since' | 'restarts'> & { readonly failing: boolean })[]
    | null;
}

/**
 * How the site is doing. It is ill without a release, and while a person has to see to a part of it (`checks.ts`)
 * or to a process.
 * @param disk how much room its disk has; undefined where nobody has looked
 */
export async function health(folders: Folders, disk?: DiskState): Promise<Health> {
  const now = Date.now();
  const [id, manifest, held, state, supervised, backup, cms] = await Promise.all([
    liveId(folders),
    liveManifest(folders),
    // A pin that cannot be understood holds the site as well.
    readPin(folders).then(Boolean, () => true),
    readState(folders),
    readProcesses(folders, now),
    backupHealth(folders, now),
    readCmsHealth(folders),
  ]);
  const since = (time: string) => now - Date.parse(time);
  let builder: Health['builder'] = 'none';
  let lag: number | null = null;
  if (state) {
    const { at, buildingSince, upToDateAt, behind, trouble } = state;
    const building = buildingSince !== undefined && since(buildingSince) < LONGEST_BUILD;
    const silent = since(at) > SILENT;
    builder = building ? 'building' : silent ? 'silent' : 'idle';
    // Whether there is more is not known while the CMS cannot be asked.
    const knows = !silent && trouble?.kind !== 'cms-away' && trouble?.kind !== 'cms-refuses';
    lag = !behind && knows ? 0 : Math.max(0, Math.round(since(upToDateAt ?? at) / 1000));
  }
  const processes = supervised?.map((process) => {
    const { name, state, since, restarts } = process;
    return { name, state, since, restarts, failing: isFailing(process, now) };
  });
  const failing = processes?.some((process) => process.failing) ?? false;
  const builderLives = builder !== 'silent';
  const noted = { now, cms, processes: supervised, builder: state, builderLives, lag, held, disk, backup };
  const checks = checksOf(noted);
  const acting = Object.values(checks).some(({ status }) => status === 'fail');
  return {
    ok: id !== undefined && !acting && !failing,
    checks,
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
