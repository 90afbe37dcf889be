import type { BuilderState } from '../release/builder-state.ts';
import type { FailureKind } from '../release/failure-kinds.ts';
import { FAILURES } from '../release/failure-kinds.ts';
import type { BackupHealth } from './backup-health.ts';
import type { CmsHealth } from './cms-health.ts';
import type { DiskState } from './disk.ts';
import { isFailing, type ProcessState } from './processes.ts';

/**
 * How one part is doing, by the words of draft-inadarei-api-health-check: `warn` is only reported, it may pass by
 * itself; with `fail` a person has to act, and `/healthz` answers 503.
 */
interface Check {
  readonly status: 'pass' | 'warn' | 'fail';
  /** Since when it has been so, or since when something is wrong; ISO 8601 in UTC, null where nobody knows. */
  readonly since: string | null;
  /** What is wrong, in words that anybody may read: no address, no name, no path. */
  readonly output?: string;
}

/** A part of which nothing was ever noted is not in it, such as the CMS where releases come from elsewhere. */
export type Checks = Readonly<
  Partial<Record<'database' | 'cms' | 'builder' | 'disk' | 'mail' | 'backup', Check>>
>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/*
 * When a person has to act (503). All else is reported as `warn` from the first moment.
 *   database   does not answer the CMS for longer than a restart of it takes
 *   cms        gives no sign of life for five minutes, or dies again and again
 *   builder    gives no sign of life; or the site lags behind for five minutes, unless somebody holds a release; or
 *              what it meets does not pass by itself: a refused token, an export to be confirmed, no room to write
 *   disk       has no room for another release
 *   mail       what waits has waited for an hour and nothing was sent meanwhile
 *   backup     fails, or the last one is old, for six hours; the same for its rehearsal. That none were ever set up is
 *              for a person to decide, and only reported
 */
/** Milliseconds. */
const LONGEST = {
  database: 15 * SECOND,
  cms: 5 * MINUTE,
  lag: 5 * MINUTE,
  mail: HOUR,
  backup: 6 * HOUR,
} as const;
/** Milliseconds that a message may wait before it is reported, since servers may ask to be tried again. */
const MAIL_DELAY = 5 * MINUTE;
/** Milliseconds without a sign of life after which the CMS, or the builder, counts as gone. */
export const SILENT = 20 * SECOND;
/** Seconds by which the site may lag behind before it counts as ill. */
export const MOST_LAG = LONGEST.lag / SECOND;
/** What does not pass by itself. */
const LASTING: ReadonlySet<FailureKind> = new Set([
  'cms-refuses',
  'export-doubtful',
  'disk-full',
  'not-writable',
]);

/** All that was noted, by whom it concerns. */
export interface Noted {
  readonly now: number;
  readonly cms: CmsHealth | undefined;
  readonly processes: readonly ProcessState[] | undefined;
  readonly builder: BuilderState | undefined;
  /** Whether the builder gives signs of life, or is at a build. */
  readonly builderLives: boolean;
  readonly lag: number | null;
  readonly held: boolean;
  readonly disk: DiskState | undefined;
  readonly backup: BackupHealth | null;
}

/** How each part is doing. */
export function checksOf(noted: Noted): Checks {
  const found = {
    database: databaseCheck(noted),
    cms: cmsCheck(noted),
    builder: builderCheck(noted),
    disk: diskCheck(noted),
    mail: mailCheck(noted),
    backup: backupCheck(noted),
  };
  return Object.fromEntries(Object.entries(found).filter(([, check]) => check !== undefined));
}

const isOlder = (since: string, most: number, now: number) => now - Date.parse(since) > most;
const pass = (since: string | null): Check => ({ status: 'pass', since });
/** `warn`, and `fail` once it has lasted too long. */
const trouble = (since: string, most: number, now: number, output: string): Check => ({
  status: isOlder(since, most, now) ? 'fail' : 'warn',
  since,
  output,
});

function databaseCheck({ cms, now }: Noted): Check | undefined {
  // What a CMS that is gone said of it is no news.
  if (!cms || isOlder(cms.at, SILENT, now)) return undefined;
  const { ok, since } = cms.database;
  return ok ? pass(since) : trouble(since, LONGEST.database, now, 'The database does not answer the CMS.');
}

function cmsCheck({ cms, processes, now }: Noted): Check | undefined {
  const process = processes?.find(({ name }) => name === 'cms');
  const output = 'The CMS does not answer.';
  if (process && isFailing(process, now)) {
    return { status: 'fail', since: process.downSince ?? process.since, output };
  }
  if (process?.downSince) return { status: 'warn', since: process.downSince, output };
  if (!cms) return process && pass(process.since);
  return isOlder(cms.at, SILENT, now) ? trouble(cms.at, LONGEST.cms, now, output) : pass(cms.since);
}

const GONE = 'The builder gives no sign of life, as on a full disk.';

function builderCheck({ builder, builderLives, lag, held }: Noted): Check | undefined {
  if (!builder) return undefined;
  const { at, upToDateAt, trouble: met } = builder;
  if (!builderLives) return { status: 'fail', since: at, output: GONE };
  const since = met?.since ?? met?.at ?? null;
  const output = met && FAILURES[met.kind];
  if (met && !held && LASTING.has(met.kind)) return { status: 'fail', since, output };
  if (!held && (lag ?? 0) > MOST_LAG) {
    const behind = 'The site does not show what is approved.';
    return { status: 'fail', since: upToDateAt ?? at, output: output ?? behind };
  }
  return met ? { status: 'warn', since, output } : pass(upToDateAt ?? null);
}

function diskCheck({ disk }: Noted): Check | undefined {
  if (!disk) return undefined;
  const { room, since } = disk;
  if (room === 'enough') return pass(since);
  return room === 'little'
    ? { status: 'warn', since, output: 'The disk is nearly full.' }
    : { status: 'fail', since, output: 'The disk is full.' };
}

function mailCheck({ cms, now }: Noted): Check | undefined {
  if (!cms?.mail || isOlder(cms.at, SILENT, now)) return undefined;
  const { waitingSince, sentAt } = cms.mail;
  if (waitingSince === null || !isOlder(waitingSince, MAIL_DELAY, now)) return pass(sentAt);
  // What is sent meanwhile shows that one receiver's server is the reason.
  const since = sentAt !== null && sentAt > waitingSince ? sentAt : waitingSince;
  return { ...trouble(since, LONGEST.mail, now, 'E-mails wait and are not taken.'), since: waitingSince };
}

function backupCheck({ backup, now }: Noted): Check | undefined {
  if (!backup) return undefined;
  const { ok, lastBackup, failingSince, unconfigured } = backup;
  if (ok) return pass(lastBackup);
  if (unconfigured) return { status: 'warn', since: failingSince, output: 'Backups are not set up.' };
  const since = failingSince ?? lastBackup;
  const output = 'Backups, or their rehearsals, fail or are late.';
  return since === null ? { status: 'warn', since, output } : trouble(since, LONGEST.backup, now, output);
}
