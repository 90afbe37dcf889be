import { Problem } from './problem.mjs';
import { isStopping, stopAll, stopOnSignals } from './processes.ts';

/** What a shell reports for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Runs a command's main function to its end. Signals stop what it started; a Problem is shown as its
 * one line and ends it with status 1; anything else is a bug and keeps its stack.
 * @param stopped the exit status after a signal; 0 where being stopped is the normal end
 * @param signals which of them stop it; all if not said
 */
export async function runCommand(
  main: () => Promise<void>,
  stopped = INTERRUPTED,
  signals?: readonly NodeJS.Signals[],
): Promise<void> {
  stopOnSignals(stopped, signals);
  try {
    await main();
  } catch (error) {
    // What was stopped half-way did not fail.
    if (isStopping()) return;
    process.exitCode = 1;
    console.error(error instanceof Problem ? error.message : error);
  }
  await stopAll();
}
