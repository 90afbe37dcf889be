import { Problem } from './problem.mjs';
import { isStopping, launch } from './processes.ts';
import { closeLine, openLine, say } from './terminal.ts';

const PROGRESS_MS = 20_000;

/** Says what is being done and, when it is, how long it took: `Compiling … 3.2 s`. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = (digits: number) => `${((performance.now() - started) / 1000).toFixed(digits)} s`;
  openLine(what);
  const progress = setInterval(() => say(`  still at it, ${seconds(0)}`), PROGRESS_MS);
  try {
    const result = await work();
    closeLine(what, seconds(1));
    return result;
  } catch (error) {
    closeLine(what, 'failed');
    throw error;
  } finally {
    clearInterval(progress);
  }
}

export interface StepRun {
  /** What failed when it fails: `Compiling the CMS`. */
  readonly name: string;
  readonly script: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly log: string;
  readonly show?: (line: string) => boolean;
}

/**
 * Runs a Node script to its end, its output going to a log file.
 * @throws {Problem} with the last lines of its output when it fails
 */
export async function runToEnd(options: StepRun): Promise<void> {
  const child = launch(options);
  const status = await child.exited;
  // Told to end, some end well in the middle of their work, and nothing may follow as if it were done.
  if (isStopping()) return new Promise(() => undefined);
  if (status !== 0) throw new Problem(`${options.name} failed: ${child.ending()}`);
}
