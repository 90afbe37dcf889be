import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { addToLog, putAside } from '../../site/kernel/log.ts';
import { Problem } from './problem.mjs';
import { root } from './root.ts';
import { say } from './terminal.ts';

export interface Program {
  /** Words after `node`: a script and its arguments. */
  readonly script: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Launch extends Program {
  /** What people call it: `the CMS`. */
  readonly name: string;
  /** The file that takes its output; without it, it writes to this terminal. */
  readonly log?: string;
  /** Whether the log goes on after what is in it, instead of being begun anew. */
  readonly append?: boolean;
  /** Whether each line of the log says when it was written, in UTC; so it is if not said. */
  readonly dated?: boolean;
  /** Which lines of its output are shown here too; none by default. */
  readonly show?: (line: string) => boolean;
}

export interface Child {
  readonly name: string;
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** The exit status, or 1 when a signal ended it. */
  readonly exited: Promise<number>;
  /** How it ended, where its whole output is, and the last lines of it that were not shown. */
  readonly ending: () => string;
  readonly stop: () => Promise<void>;
  /** Ends it at once, with what it started, although it does not listen. */
  readonly kill: () => void;
  /** When it last gave its parent a sign of life, in milliseconds of `performance.now()`. */
  readonly lastSign: () => number;
}

const KEPT_LINES = 15;
const PATIENCE_MS = 10_000;
const running = new Set<Child>();
let stopping = false;

/**
 * Starts a Node process in a process group of its own, so that stopping it also stops what it
 * started; it stops by itself when this process dies.
 */
export function launch({
  name,
  script,
  cwd = root,
  env = process.env,
  log,
  append = false,
  dated = true,
  show = () => false,
}: Launch): Child {
  const watch = join(root, 'scripts/lib/follow-parent.mjs');
  const out = log === undefined ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, ['--import', watch, ...script], {
    cwd,
    // Whatever .env or the machine says: what is stored and logged is in UTC.
    env: { ...env, TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', out, out, 'ipc'],
  });
  const kept: string[] = [];
  if (log !== undefined) {
    if (!append && existsSync(log)) putAside(log);
    const add = (line: string) =>
      addToLog(log, `${dated && !DATED.test(line) ? `${new Date().toISOString()} ` : ''}${line}\n`);
    follow(child, add, kept, show);
  }
  let sign = performance.now();
  child.on('message', () => {
    sign = performance.now();
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    // What it started must not outlive it, hold its port or keep its output open.
    child.on('exit', () => signalGroup(child, 'SIGKILL'));
    // "close" rather than "exit": its last lines have arrived.
    child.on('close', (status) => resolve(status ?? 1));
  });
  const self: Child = {
    name,
    pid: child.pid,
    exited,
    ending: () => [`${status(child)}${log ? `; all of its output is in ${log}` : ''}`, ...kept].join('\n  '),
    stop: () => stopGroup(child, exited),
    kill: () => signalGroup(child, 'SIGKILL'),
    lastSign: () => sign,
  };
  running.add(self);
  exited.finally(() => running.delete(self)).catch(() => undefined);
  return self;
}

/**
 * Waits until a child ends although nobody stops it.
 * @throws {Problem} with the last that it said
 */
export async function death(child: Child): Promise<never> {
  await child.exited;
  if (stopping) return new Promise(() => undefined);
  throw new Problem(`Unexpectedly, ${child.name} ended: ${child.ending()}`);
}

function status({ signalCode, exitCode }: ChildProcess): string {
  return signalCode === null ? `exit status ${exitCode}` : `by ${signalCode}`;
}

/** Stops every process that was started here and waits until all are gone. */
export async function stopAll(): Promise<void> {
  stopping = true;
  await Promise.all([...running].map((child) => child.stop()));
}

/** True once everything is being stopped: a child that ends now has not failed. */
export function isStopping(): boolean {
  return stopping;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** On Ctrl-C, a termination or a closed terminal: stops everything, then ends with this status. */
export function stopOnSignals(status: number, signals: readonly NodeJS.Signals[] = SIGNALS): void {
  for (const signal of signals) {
    process.on(signal, () => {
      // Ctrl-C arrives from the terminal and again through npm.
      if (stopping) return;
      say('\nStopping …');
      stopAll().finally(() => process.exit(status));
    });
  }
}

async function stopGroup(child: ChildProcess, exited: Promise<number>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
  await exited.catch(() => undefined);
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** A line that says when it was written, as Strapi's and the builder's do. */
const DATED = /^\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function follow(
  child: ChildProcess,
  add: (line: string) => void,
  kept: string[],
  show: (line: string) => boolean,
): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (coloured) => {
      const line = stripVTControlCharacters(coloured);
      add(line);
      if (line.trim() === '') return;
      if (show(line)) {
        say(line);
        return;
      }
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
    });
  }
}
