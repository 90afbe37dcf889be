import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { holdDataFolder, platformRuns } from './data-folder.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(data, { recursive: true }));

/** Another platform on the same data folder, as far as its lock goes. */
async function holder() {
  const module = new URL('data-folder.ts', import.meta.url).href;
  const script = `import { holdDataFolder } from ${JSON.stringify(module)};
    await holdDataFolder(${JSON.stringify(data)});
    console.log('held');
    // What is not kept is collected.
    setInterval(() => globalThis.gc(), 50);`;
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--expose-gc', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

it('is held by one platform; the next one is told by whom, and by how to go on', async () => {
  const other = await holder();
  const since = '2026-01-01T00:00:00.000Z';
  await writeFile(join(data, 'processes.json'), JSON.stringify({ pid: other.pid, since, processes: [] }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect(holdDataFolder(data)).rejects.toThrow(
    `A platform already runs with the data folder ${data} (process ${other.pid}, since ${since}): stop that one first, or set DATA_DIR to another folder for this one.`,
  );
  expect(platformRuns(data)).toBe(true);
});

it('is free as soon as its holder is killed, whatever process has its id by then', async () => {
  const other = await holder();
  other.kill('SIGKILL');
  await once(other, 'exit');
  await writeFile(join(data, 'processes.json'), JSON.stringify({ pid: process.pid, processes: [] }));
  expect(platformRuns(data)).toBe(false);
  await holdDataFolder(data);
  expect(platformRuns(data)).toBe(true);
});

it('waits until what a killed platform left has ended, for two would share its ports', async () => {
  const left = spawn('sleep', ['1']);
  await writeFile(join(data, 'processes.json'), JSON.stringify({ pid: 1, processes: [{ pid: left.pid }] }));
  await holdDataFolder(data);
  expect(left.exitCode ?? left.signalCode).toBe(0);
});
