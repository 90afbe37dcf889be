import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallDisk, smallDisk } from '../../site/test/full-disk.ts';
import { type Platform, startPlatform } from './platform.ts';
import { until } from './until.ts';

/** A running platform whose disk fills up. */

const PATIENCE = 240_000;
let disk: SmallDisk;
let filling: string;
let platform: Platform;

beforeAll(async () => {
  const mounted = smallDisk(300);
  if (typeof mounted === 'string') throw new Error(mounted);
  disk = mounted;
  filling = join(disk.folder, 'filling');
  platform = await startPlatform(join(disk.folder, 'data'));
});
afterAll(async () => {
  await platform?.interrupt();
  disk?.remove();
});

/** Takes all the room that there is. */
function fill(): void {
  for (let size = 2 ** 24; size > 16; size /= 4) {
    try {
      for (;;) writeFileSync(filling, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // No room for so much; there may be for less.
    }
  }
}

const visible = async () => (await fetch(platform.siteUrl)).status;

it('is served through a full disk, its processes die and are started again, and all is well once there is room', async () => {
  fill();
  for (const name of ['cms', 'builder', 'site']) {
    const { pid } = platform.process(name);
    process.kill(Number(pid), 'SIGKILL');
    await until(() => platform.output().split('Unexpectedly').length > 1, PATIENCE);
  }
  await until(async () => (await visible().catch(() => 0)) === 200, PATIENCE);
  expect(await platform.interrupt()).toBe(0);

  // A start on a disk that is full already.
  platform = await startPlatform(platform.dataDir, 'The site is on');
  await until(async () => (await visible().catch(() => 0)) === 200, PATIENCE);
  rmSync(filling);
  await until(async () => {
    const answer = await fetch(`${platform.cmsUrl}/_health`).catch(() => undefined);
    return answer?.status === 204;
  }, PATIENCE);
  await until(() => platform.process('cms').state === 'running', PATIENCE);
  expect(existsSync(join(platform.dataDir, 'live'))).toBe(true);
  expect(await visible()).toBe(200);
});
