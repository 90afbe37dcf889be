import { setTimeout as sleep } from 'node:timers/promises';
import { isUnfinished } from '../../cms/src/features/database-move/target.ts';
import { databaseProblem } from '../../cms/src/features/health/reach-database.ts';
import type { EnvironmentSettings } from '../environment.ts';
import { Problem } from './problem.mjs';
import { say } from './terminal.ts';

/** Milliseconds between two tries. */
const PAUSE = 1000;
/** Milliseconds between two lines about the same wait. */
const REPEAT = 20_000;

/**
 * Finds out whether the CMS will get into its database, so that a start ends with one clear line instead of in the
 * middle.
 * @param wait whether to wait, visibly, for as long as what is wrong may pass: at boot the database may come later
 * @param command what waits, as somebody types it
 * @throws {Problem} saying why not
 */
export async function requireDatabase(
  { env }: Pick<EnvironmentSettings, 'env'>,
  wait: boolean,
  command: string,
): Promise<void> {
  const url = env.DATABASE_URL;
  if (!url) return;
  const begun = performance.now();
  let next = 0;
  for (;;) {
    const problem = await databaseProblem(url);
    if (!problem) {
      if (next > 0) say('The database answers.');
      return requireFinished(url);
    }
    if (!problem.passing) throw new Problem(problem.message);
    if (!wait) throw new Problem(`${problem.message} Start it, or wait for it with ${command} -- --wait.`);
    if (performance.now() >= next) {
      const waited = Math.round((performance.now() - begun) / 1000);
      say(`${problem.message} Waiting for it …${waited > 0 ? ` ${waited} s` : ''}`);
      next = performance.now() + REPEAT;
    }
    await sleep(PAUSE);
  }
}

/**
 * Finds out whether there is a way to a database, so that what is wrong is said in one clear sentence.
 * @param setting where its address stands
 * @throws {Problem} saying why not
 */
export async function requireReachable(url: string, setting?: string): Promise<void> {
  const problem = await databaseProblem(url, setting);
  if (problem) throw new Problem(problem.message);
}

/** What a move that was broken off left is not the platform. */
async function requireFinished(url: string): Promise<void> {
  if (!(await isUnfinished(url))) return;
  throw new Problem(
    'The database of DATABASE_URL holds what a broken-off npm run move left. Take DATABASE_URL out of .env, so that the platform is on SQLite as before, and run the move again.',
  );
}
