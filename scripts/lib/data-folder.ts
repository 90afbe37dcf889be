import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../site/builder/files.ts';
import { tryLock } from '../../site/builder/lock.ts';
import type { ProcessFile } from '../../site/serving/processes.ts';
import { Problem } from './problem.mjs';

/** Milliseconds that what an earlier platform left may take to end. */
const LEFT_MS = 20_000;

/** With this goes the lock: it must not be forgotten. */
let held: (() => void) | undefined;

/**
 * Holds a data folder for this process until it ends, in whatever way, and waits until what an earlier
 * platform started there has ended. Two would end and start each other's work for ever.
 * @throws {Problem} naming who holds it
 */
export async function holdDataFolder(dataDir: string): Promise<void> {
  held = take(join(dataDir, 'platform.lock'));
  const before = readProcessFile(dataDir);
  if (!held) {
    const who = before ? ` (process ${before.pid}, since ${before.since})` : '';
    throw new Problem(
      `A platform already runs with the data folder ${dataDir}${who}: stop that one first, or set DATA_DIR to another folder for this one.`,
    );
  }
  // Killed, it could not stop them; they stop by themselves.
  const until = Date.now() + LEFT_MS;
  while (before?.processes.some(({ pid }) => pid !== null && isRunning(pid)) && Date.now() < until) {
    await sleep(200);
  }
}

/** Whether a platform runs with a data folder: its database and files must not be replaced meanwhile. */
export function platformRuns(dataDir: string): boolean {
  const letGo = take(join(dataDir, 'platform.lock'));
  letGo?.();
  return letGo === undefined;
}

function take(file: string): (() => void) | undefined {
  try {
    return tryLock(file);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}

function readProcessFile(dataDir: string): ProcessFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
