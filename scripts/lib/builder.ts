import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../environment.ts';
import { Problem } from './problem.mjs';
import { type Child, isStopping, launch } from './processes.ts';
import { root } from './root.ts';
import { say } from './terminal.ts';

const folder = join(root, 'site/builder');
/** Builds once and ends. */
export const rebuildScript = join(folder, 'rebuild.ts');
const RESTARTS = 3;
/** A builder that ran for so long was well: its restarts are forgotten. */
const STEADY_MS = 600_000;

/** The environment of the builder when it builds from the CMS of this machine. */
export function builderEnv({ env, localCmsUrl }: Settings): NodeJS.ProcessEnv {
  return { ...env, CMS_URL: localCmsUrl };
}

/** Starts the server that answers with the live release. */
export function launchServer(settings: Settings): Child {
  return launch({
    name: 'the static server',
    script: [join(root, 'site/serving/serve.ts')],
    env: settings.env,
    log: join(settings.dataDir, 'logs/site.log'),
    show: (line) => /\berror\b/i.test(line),
  });
}

/**
 * Runs the builder, which keeps the site equal to what is published, and starts it again when it dies.
 * @returns a promise that never resolves
 * @throws {Problem} when it died soon after each of three restarts
 */
export async function keepBuilding(settings: Settings): Promise<never> {
  for (let restarts = 0; ; restarts += 1) {
    const started = Date.now();
    const builder = launch({
      name: 'the builder',
      script: [join(folder, 'loop.ts')],
      env: builderEnv(settings),
      log: join(settings.dataDir, 'logs/builder.log'),
      show: () => true,
    });
    await builder.exited;
    if (isStopping()) return new Promise(() => undefined);
    if (Date.now() - started > STEADY_MS) restarts = 0;
    const end = `Unexpectedly, the builder ended: ${builder.ending()}`;
    if (restarts === RESTARTS) throw new Problem(end);
    say(`${end}\nStarting the builder again (${restarts + 1} of ${RESTARTS}).`);
  }
}

/** Waits until there is a release, or until a build that ended after `since` failed. */
export async function firstRelease({ dataDir }: Settings, since: Date): Promise<'live' | 'failed'> {
  while (!existsSync(join(dataDir, 'live'))) {
    const report = readReport(join(dataDir, 'builder.json'));
    if (report && !report.ok && new Date(report.finishedAt) > since) return 'failed';
    await sleep(300);
  }
  return 'live';
}

interface Report {
  readonly ok: boolean;
  /** ISO 8601. */
  readonly finishedAt: string;
}

function readReport(file: string): Report | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
