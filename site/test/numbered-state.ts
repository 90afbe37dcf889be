import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDamage, readManifest } from '../release/manifest.ts';
import { exportOf, storyLine } from './small-export.ts';
import type { StandInCms } from './stand-in-cms.ts';

/** Lets the CMS hold the state of this number, which its one story tells. */
export function publishState(cms: StandInCms, state: number): void {
  cms.revision = `${state}-${state}`;
  cms.ndjson = exportOf([storyLine('marker', { words: `state ${state}` })], { revision: cms.revision });
}

/**
 * The state that visitors of this data folder read.
 * @throws Error if the release is torn: a file is missing or changed, or its parts tell different states
 */
export async function liveState(data: string): Promise<number> {
  const release = await realpath(join(data, 'live'));
  const manifest = await readManifest(release);
  if (!manifest) throw new Error(`${release} has no manifest`);
  const damage = await findDamage(release, manifest, () => undefined);
  if (Object.values(damage).flat().length > 0) throw new Error(`${release}: ${JSON.stringify(damage)}`);
  const page = await readFile(join(release, 'site/stories/marker/index.html'), 'utf8');
  const state = Number(/state (\d+)/.exec(page)?.[1]);
  if (manifest.revision !== `${state}-${state}`) {
    throw new Error(`${release} says ${manifest.revision} and shows ${state}`);
  }
  return state;
}

/** Milliseconds until a state must be live. */
const PATIENCE = 120_000;

/** Waits until visitors read a state. @throws Error if they never do */
export async function becomesLive(data: string, state: number): Promise<void> {
  const asked = Date.now();
  while ((await liveState(data).catch(() => undefined)) !== state) {
    if (Date.now() - asked > PATIENCE) throw new Error(`state ${state} did not go live`);
    await sleep(200);
  }
}
