import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes after which a log is put aside as `<name>.previous` and begun anew. */
const LARGEST = 10_000_000;

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
  return (line) => {
    try {
      mkdirSync(dirname(file), { recursive: true });
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > LARGEST) renameSync(file, `${file}.previous`);
      appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
    } catch {
      // As on a full disk.
    }
  };
}
