import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at a lock that somebody holds. */
const LOOK = 300;

/**
 * Waits until this process alone holds the lock, then gives a function that lets it go.
 *
 * SQLite's exclusive transaction is the lock: the operating system keeps it, and lets it go when the
 * process ends in whatever way, so that there is never a stale lock to judge and take over.
 * https://sqlite.org/lockingv3.html
 * @throws the signal's reason when it is aborted meanwhile; Error if the file cannot be written.
 */
export async function lock(file: string, signal: AbortSignal, onWait: () => void): Promise<() => void> {
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const release = tryLock(file);
    if (release) return release;
    if (!told) onWait();
    told = true;
    // An abort is thrown above, as its reason.
    await sleep(LOOK, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Takes the lock if nobody holds it.
 * @returns a function that lets it go, which must be kept for as long: with it goes the lock; undefined if it is held
 * @throws Error if the file cannot be written
 */
export function tryLock(file: string): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const database = open(file);
  try {
    // Nothing is written but the lock, so that a full disk can be locked too.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw error;
  }
}

function open(file: string): DatabaseSync {
  try {
    // Whoever can open it could hold it.
    closeSync(openSync(file, 'a', 0o600));
    return new DatabaseSync(file);
  } catch (cause) {
    throw new Error(`${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const BUSY = 5;
