import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes after which a log is put aside and begun anew; so is one of an earlier day. */
const LARGEST = 10_000_000;
/** Logs that stay beside the one that is written: `<name>.1` is the newest. */
const KEPT = 14;

/** What one line of a log says besides its time. */
export interface LogLine {
  readonly level: 'info' | 'error';
  /** What happened, always in the same words: `build-finished`. */
  readonly event: string;
  /** The build that it belongs to. */
  readonly build?: string;
  readonly [detail: string]: unknown;
}

/**
 * A log for machines: one JSON object on each line, whole lines only.
 * @param file where it is kept; its folder is made
 * @returns a function that adds a line; what cannot be written is lost, for a log must stop nothing
 */
export function jsonLog(file: string): (line: LogLine) => void {
  return (line) => addToLog(file, `${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

/**
 * Adds whole lines to a log, which is put aside when it has grown large and when a day (UTC) is over. They are on disk when this returns:
 * a stream would lose the last ones of a process that is killed. What cannot be written is lost, for a log must
 * stop nothing.
 * @param file where it is kept; its folder is made, and only this user can read either
 */
export function addToLog(file: string, lines: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { size, mtime } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtime: new Date() };
    const isOld = dayOf(mtime) !== dayOf(new Date());
    if (size > 0 && (isOld || size + lines.length > LARGEST)) putAside(file);
    appendFileSync(file, lines, { mode: 0o600 });
  } catch {
    // As on a full disk.
  }
}

/** The day in UTC, as all times in logs are. */
const dayOf = (time: Date) => time.toISOString().slice(0, 10);

/** Renames a log to `<name>.1`, the earlier ones to the next numbers, and lets the oldest go. */
export function putAside(file: string): void {
  const name = (number: number) => (number === 0 ? file : `${file}.${number}`);
  for (let number = KEPT - 1; number >= 0; number -= 1) {
    try {
      renameSync(name(number), name(number + 1));
    } catch {
      // There are not so many yet, or it cannot be moved and grows on.
    }
  }
}
