import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LogLine } from './log.ts';

/** The hour, by this machine's clock, in which the live site is compared with a cold build. */
const HOUR = 3;
/** Of the operating system: whatever visitors and editors wait for goes first. */
const LOW = 15;

export interface NightlyOptions {
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
  readonly log: (line: LogLine) => void;
  /** Runs the comparison; answers its exit status and what it said. */
  readonly compare?: (signal: AbortSignal) => Promise<{ status: number | null; said: string }>;
}

/** Compares the live site with a cold build once each night, beside the builder's work. */
export class Nightly {
  readonly #options: NightlyOptions;
  /** The day on which it was last compared, or the builder began. */
  #day: string;
  #running: Promise<void> | undefined;

  constructor(options: NightlyOptions, now = new Date()) {
    this.#options = options;
    // A builder that starts within the hour does not begin with it.
    this.#day = now.getHours() >= HOUR ? now.toDateString() : '';
  }

  /** Begins the comparison if it is time; does not wait for it. */
  look(now = new Date()): void {
    if (this.#running || now.getHours() !== HOUR || now.toDateString() === this.#day) return;
    this.#day = now.toDateString();
    this.#running = this.#compare().finally(() => {
      this.#running = undefined;
    });
  }

  async #compare(): Promise<void> {
    const { signal, say, log, compare = runVerify } = this.#options;
    try {
      const { status, said } = await compare(signal);
      if (status === 0) return log({ level: 'info', event: 'cold-build-compared' });
      say(`The nightly cold build is not what is live, or failed:\n${said.trim()}`);
      log({ level: 'error', event: 'cold-build-differs', said });
    } catch (error) {
      log({ level: 'error', event: 'cold-build-differs', said: String(error) });
    }
  }
}

async function runVerify(signal: AbortSignal): Promise<{ status: number | null; said: string }> {
  const script = fileURLToPath(new URL('verify.ts', import.meta.url));
  const child = spawn(process.execPath, [script, '--cold'], { stdio: ['ignore', 'pipe', 'pipe'], signal });
  if (child.pid !== undefined) setPriority(child.pid, LOW);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [status, out, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, said: out + errors };
}
