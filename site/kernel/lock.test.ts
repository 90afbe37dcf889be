import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { lock } from './lock.ts';

let folder: string;
let file: string;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'builder.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that holds the lock until it is killed. */
async function holder() {
  const script = `import { lock } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)};
    await lock(${JSON.stringify(file)}, new AbortController().signal, () => {});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

it('is held by one at a time and passed on when it is let go', async () => {
  const order: string[] = [];
  const first = await lock(file, never, () => order.push('first waits'));
  const second = lock(file, never, () => order.push('second waits')).then((release) => {
    order.push('second holds');
    release();
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  order.push('first lets go');
  first();
  await second;
  expect(order).toEqual(['second waits', 'first lets go', 'second holds']);
});

it('is free as soon as its holder is killed', async () => {
  const child = await holder();
  const waiting = new AbortController();
  const refused = lock(file, waiting.signal, () => waiting.abort(new Error('it is held')));
  await expect(refused).rejects.toThrow('it is held');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const release = await lock(file, never, () => expect.unreachable('nobody holds it'));
  release();
});

it('names the file that cannot be written', async () => {
  await expect(lock(folder, never, () => undefined)).rejects.toThrow(`${folder} cannot be written: `);
});
