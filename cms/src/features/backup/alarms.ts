import type { BackupState, Failing } from './state';

/** What of backups can fail on its own. */
export const KINDS = ['failing', 'rehearsalFailing', 'witnessFailing'] as const;
export type Kind = (typeof KINDS)[number];

/** When people were last told of what fails, ISO 8601 in UTC, until it works again. */
export type Told = Partial<Readonly<Record<Kind, string>>>;

/** Something to tell people: that a thing fails, or that it works again. */
export interface Alarm {
  readonly kind: Kind;
  /** Undefined: it works again. */
  readonly failing: Failing | undefined;
}

/** Milliseconds between two messages about the same failure. */
const AGAIN = 24 * 60 * 60 * 1000;

/**
 * What is to be told now: a failure at once and then daily, and its end.
 * @returns the alarms, and what has then been told
 */
export function dueAlarms(state: BackupState, told: Told, now: Date): { alarms: Alarm[]; told: Told } {
  const alarms: Alarm[] = [];
  const next: Record<string, string> = {};
  for (const kind of KINDS) {
    const { [kind]: failing } = state;
    const { [kind]: last } = told;
    const due = failing !== undefined && (last === undefined || now.getTime() - Date.parse(last) >= AGAIN);
    if (due || (failing === undefined && last !== undefined)) alarms.push({ kind, failing });
    if (failing !== undefined) next[kind] = due ? now.toISOString() : (last ?? now.toISOString());
  }
  return { alarms, told: next };
}

/** Four in the morning in Dhaka (UTC+6, no daylight saving time), when hardly anybody writes or publishes. */
const HOUR_UTC = 22;
const DAY = 24 * 60 * 60 * 1000;

/** Whether a rehearsal is due: none has begun since the last night, and there is something to rehearse. */
export function isRehearsalDue({ last, rehearsedAt }: BackupState, now: Date): boolean {
  if (last === undefined) return false;
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), HOUR_UTC);
  const night = today > now.getTime() ? today - DAY : today;
  return rehearsedAt === undefined || Date.parse(rehearsedAt) < night;
}
