import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { becomesLive, liveState, publishState } from './numbered-state.ts';
import { type StandInCms, TOKEN } from './stand-in-cms.ts';

export interface BuilderKillOptions {
  readonly cms: StandInCms;
  readonly data: string;
  readonly publishes: number;
  /** Milliseconds within which the next publish, or a kill, comes. */
  readonly pause: number;
  /** Gives numbers from 0 to 1. */
  readonly random: () => number;
  readonly progress?: (publishes: number, kills: number) => void;
}

export interface BuilderKills {
  readonly kills: number;
  /** Looks at the live site that found it whole and no older than before. */
  readonly looks: number;
  /** Different states that visitors could read. */
  readonly seen: number;
  /** Milliseconds from the last publish until it was live. */
  readonly last: number;
}

/** The part of the publishes after which the builder is killed. */
const KILLED = 0.5;

/**
 * Publishes again and again while the builder is killed with SIGKILL at random moments and started
 * anew, and looks at the live site all the time.
 * @throws Error if it was ever torn or older than before, or if the last state does not go live
 */
export async function killBuilder(options: BuilderKillOptions): Promise<BuilderKills> {
  const { cms, data, publishes, pause, random, progress } = options;
  publishState(cms, 0);
  let builder = startBuilder(cms, data);
  let kills = 0;
  const watching = new AbortController();
  try {
    await becomesLive(data, 0);
    const watched = watchSite(data, watching.signal);
    // It is awaited below; until then a failure waits there too.
    watched.catch(() => undefined);
    for (let state = 1; state <= publishes; state += 1) {
      publishState(cms, state);
      progress?.(state, kills);
      await sleep(random() * pause);
      if (random() < KILLED) {
        await kill(builder);
        kills += 1;
        builder = startBuilder(cms, data);
      }
    }
    const published = Date.now();
    await becomesLive(data, publishes);
    const last = Date.now() - published;
    watching.abort();
    return { kills, last, ...(await watched) };
  } finally {
    watching.abort();
    await kill(builder);
  }
}

function startBuilder(cms: StandInCms, data: string): ChildProcess {
  const script = fileURLToPath(new URL('../build/daemon/loop.ts', import.meta.url));
  const env = { ...process.env, DATA_DIR: data, CMS_URL: cms.url, EXPORT_TOKEN: TOKEN };
  return spawn(process.execPath, [script], { env, stdio: 'ignore' });
}

async function kill(builder: ChildProcess): Promise<void> {
  if (builder.exitCode !== null || builder.signalCode !== null) return;
  const gone = once(builder, 'exit');
  builder.kill('SIGKILL');
  await gone;
}

/** Looks at the live site until it is stopped. */
async function watchSite(data: string, signal: AbortSignal): Promise<{ looks: number; seen: number }> {
  let [looks, newest] = [0, 0];
  const seen = new Set<number>();
  while (!signal.aborted) {
    const state = await liveState(data);
    if (state < newest) throw new Error(`state ${state} came after ${newest}`);
    newest = state;
    seen.add(state);
    looks += 1;
    await sleep(20);
  }
  return { looks, seen: seen.size };
}
