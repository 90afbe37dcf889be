import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'deep/lock');
});
afterEach(() => rm(folder, { recursive: true }));

it('lets one work at a time, and says who waits', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const events: string[] = [];
  const work = (name: string) =>
    withLock(file, async () => {
      events.push(`${name} begins`);
      await sleep(30);
      events.push(`${name} ends`);
    });
  await Promise.all([work('one'), work('two')]);
  expect(events).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`process ${process.pid}, ${file}`));
  said.mockRestore();
});

it('is free again after a failure', async () => {
  await expect(
    withLock(file, async () => {
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  expect(existsSync(file)).toBe(false);
});

it('takes over the lock of a process that died', async () => {
  file = join(folder, 'lock');
  // Above the highest process id that Linux gives out.
  await writeFile(file, '4194305');
  expect(await withLock(file, async () => 'done')).toBe('done');
});

it('takes over the lock of a process whose id was given to another one since', async () => {
  file = join(folder, 'lock');
  await writeFile(file, `${process.pid} an-earlier-boot:1`);
  expect(await withLock(file, async () => 'done')).toBe('done');
});

it('takes over a lock that was never written whole', async () => {
  file = join(folder, 'lock');
  await writeFile(file, '');
  expect(await withLock(file, async () => 'done')).toBe('done');
});
