import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../../site/kernel/files.ts';
import { tryLock } from '../../../site/kernel/lock.ts';
import { noteFile, PARTS, type ProcessFile, type ProcessState } from '../../../site/serve/processes.ts';
import { Problem } from '../problem.mjs';

/** Milliseconds that what an earlier platform left may take to end. */
const LEFT_MS = 20_000;

/** A part of the platform. */
export type PlatformPart = ProcessState['name'];

/** With these go the locks: they must not be forgotten. */
const held: (() => void)[] = [];

/**
 * Holds a data folder for this process until it ends, in whatever way, and waits until what an earlier
 * platform started there has ended. Two would end and start each other's work for ever.
 * @throws {Problem} naming who holds it
 */
export async function holdDataFolder(dataDir: string): Promise<void> {
  const before = readProcessFile(dataDir);
  if (!hold(platformLock(dataDir))) {
    const who = before ? ` (process ${before.pid}, since ${before.since})` : '';
    throw new Problem(
      `A platform already runs with the data folder ${dataDir}${who}: stop that one first, or set DATA_DIR to another folder for this one.`,
    );
  }
  for (const part of PARTS) {
    if (!hold(partLock(dataDir, part))) throw alreadyRuns(dataDir, part);
    rmSync(noteFile(dataDir, part), { force: true });
  }
  // Killed, it could not stop them; they stop by themselves.
  const until = Date.now() + LEFT_MS;
  while (before?.processes.some(({ pid }) => pid !== null && isRunning(pid)) && Date.now() < until) {
    await sleep(200);
  }
}

/**
 * Holds one part of the platform on a data folder, which runs apart from the others.
 * @throws {Problem} naming who holds it
 */
export function holdPart(dataDir: string, part: PlatformPart): void {
  if (!hold(partLock(dataDir, part))) throw alreadyRuns(dataDir, part);
}

/** Whether a platform, or one of these parts of it, runs with a data folder: what they work on must not be replaced meanwhile. */
export function platformRuns(dataDir: string, parts: readonly PlatformPart[] = PARTS): boolean {
  const locks = [platformLock(dataDir), ...parts.map((part) => partLock(dataDir, part))];
  return locks.some((file) => {
    const unlock = take(file);
    unlock?.();
    return unlock === undefined;
  });
}

const platformLock = (dataDir: string) => join(dataDir, 'platform.lock');
const partLock = (dataDir: string, part: PlatformPart) => join(dataDir, 'running', `${part}.lock`);

function hold(file: string): boolean {
  const unlock = take(file);
  if (unlock) held.push(unlock);
  return unlock !== undefined;
}

function alreadyRuns(dataDir: string, part: PlatformPart): Problem {
  const note = readJson<ProcessState>(noteFile(dataDir, part));
  const whole = readProcessFile(dataDir);
  const who = note ?? whole;
  const since = who ? ` (process ${who.pid}, since ${who.since}${note ? '' : ', by npm start'})` : '';
  return new Problem(
    `The ${TITLES[part]} of the data folder ${dataDir} already runs${since}: stop that one first, or set DATA_DIR to another folder for this one.`,
  );
}

/** What people call the parts. */
const TITLES: Record<PlatformPart, string> = { site: 'static server', cms: 'CMS', builder: 'builder' };

function take(file: string): (() => void) | undefined {
  try {
    return tryLock(file);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}

function readProcessFile(dataDir: string): ProcessFile | undefined {
  return readJson(join(dataDir, 'processes.json'));
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
