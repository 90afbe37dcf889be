import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProcessFile, ProcessState } from '../../../site/serve/processes.ts';
import { Problem } from '../problem.mjs';
import { type Child, launch } from '../processes.ts';
import { givesSigns, type Service, Supervisor, type SupervisorOptions } from './supervise.ts';

const pauses = { shortest: 20, longest: 80, look: { first: 20, later: 50 }, hung: 400, steady: 60_000 };

let folder: string;
let file: string;
let said: string[];
/** Every child of the test; one that is let go is not started again. */
let children: Child[];
let over: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supervise-'));
  file = join(folder, 'processes.json');
  said = [];
  children = [];
  over = false;
  vi.spyOn(console, 'log').mockImplementation((text) => void said.push(text));
});
afterEach(async () => {
  over = true;
  await Promise.all(children.map((child) => child.stop()));
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const supervisor = (more: Partial<SupervisorOptions> = {}) =>
  new Supervisor({ file, pauses, stopping: () => over, ...more });

/** A service that runs this text, notes each start in the file `<name>.starts`, and answers while it has `<name>.well`. */
async function service(name: Service['name'], text: string, more: Partial<Service> = {}): Promise<Service> {
  const script = join(folder, `${name}.mjs`);
  const own = (ending: string) => JSON.stringify(join(folder, `${name}.${ending}`));
  await writeFile(
    script,
    `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
     appendFileSync(${own('starts')}, process.pid + '\\n');
     const starts = readFileSync(${own('starts')}, 'utf8').trim().split('\\n').length;
     ${text}`,
  );
  return {
    name,
    title: `the ${name}`,
    launch() {
      const child = launch({ name, script: [script], log: join(folder, `${name}.log`), append: true });
      children.push(child);
      return child;
    },
    answers: async () => true,
    ...more,
  };
}

const RUN_ON = 'setInterval(() => {}, 1000);';
const starts = async (name: string) =>
  (await readFile(join(folder, `${name}.starts`), 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map(Number);
const noted = (name: string): ProcessState | undefined => {
  try {
    const { processes }: ProcessFile = JSON.parse(readFileSync(file, 'utf8'));
    return processes.find((one) => one.name === name);
  } catch {
    return undefined;
  }
};
const soon = { timeout: 240_000, interval: 20 };

it('starts a process again for ever, and the others run on', async () => {
  const one = supervisor();
  await one.keep(await service('site', RUN_ON));
  one.keep(await service('builder', 'console.log("no memory"); process.exit(3);'));
  await expect.poll(() => starts('builder').then(({ length }) => length), soon).toBeGreaterThan(10);
  expect(await starts('site')).toHaveLength(1);
  expect(noted('site')).toMatchObject({ state: 'running', restarts: 0, downSince: null });
  expect(noted('builder')?.restarts).toBeGreaterThanOrEqual(10);
  expect(noted('builder')?.lastEnding?.reason).toContain('no memory');
  expect(said.join('\n')).toMatch(
    /Unexpectedly, the builder ended: exit status 3.*no memory\nStarting the builder again in 1 s/s,
  );
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
});

it('starts a process again that was killed, with a new process id', async () => {
  const onReady = vi.fn();
  await supervisor().keep(await service('cms', RUN_ON, { onReady }));
  await expect.poll(() => starts('cms').then(({ length }) => length), soon).toBe(1);
  const [before] = await starts('cms');
  process.kill(Number(before), 'SIGKILL');
  await expect.poll(() => noted('cms'), soon).toMatchObject({ state: 'running', restarts: 1 });
  await expect.poll(() => starts('cms').then(([, after]) => after), soon).toBe(noted('cms')?.pid);
  expect(noted('cms')?.lastEnding?.reason).toContain('by SIGKILL');
  expect(onReady).toHaveBeenCalledTimes(2);
});

it('waits longer after each death, up to a limit, and not exactly as long twice', async () => {
  const times: number[] = [];
  const one = supervisor({ pauses: { ...pauses, shortest: 100, longest: 400 } });
  const dying = await service('cms', 'process.exit(1);', { answers: async () => false });
  one.keep({
    ...dying,
    launch() {
      times.push(performance.now());
      return dying.launch();
    },
  });
  await expect.poll(() => times.length, soon).toBeGreaterThan(6);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps[4]).toBeGreaterThan((gaps[0] ?? 0) + 100);
});

it('ends a process that no longer answers and starts it again, but not one that still starts', async () => {
  let answering = false;
  const hanging = await service('cms', RUN_ON, { answers: async () => answering });
  const ready = supervisor().keep(hanging);
  await new Promise((resolve) => setTimeout(resolve, pauses.hung * 3));
  expect(await starts('cms')).toHaveLength(1);
  expect(noted('cms')).toMatchObject({ state: 'starting' });
  answering = true;
  await ready;
  answering = false;
  await expect.poll(() => starts('cms').then(({ length }) => length), soon).toBe(2);
  expect(noted('cms')?.lastEnding?.reason).toContain('it did not answer any more and was stopped');
});

it('knows by its signs of life that a process which listens nowhere hangs', async () => {
  const child = (await service('builder', 'setTimeout(() => { for (;;); }, 2500);')).launch();
  expect(await givesSigns(child)).toBe(true);
  const before = child.lastSign();
  await expect.poll(() => child.lastSign(), { timeout: 240_000 }).toBeGreaterThan(before + 1000);
  const last = child.lastSign();
  vi.spyOn(performance, 'now').mockImplementation(() => last + 21_000);
  expect(await givesSigns(child)).toBe(false);
  child.kill();
});

it('tries again what must be done before a start, until it was done once', async () => {
  let tries = 0;
  const prepare = async () => {
    tries += 1;
    if (tries < 3) throw new Problem('The disk is full.');
  };
  await supervisor().keep(await service('cms', `if (starts < 3) process.exit(1); ${RUN_ON}`, { prepare }));
  await expect.poll(() => starts('cms').then(({ length }) => length), soon).toBe(3);
  expect(tries).toBe(3);
  expect(said.join('\n')).toContain('The cms cannot start: The disk is full.');
});

it('forgets earlier deaths of a process that was well for long', async () => {
  const one = supervisor({ pauses: { ...pauses, steady: 100 } });
  await one.keep(
    await service('builder', `if (starts < 4) process.exit(1); ${RUN_ON}`, {
      answers: async () => (await starts('builder')).length > 3,
    }),
  );
  await expect.poll(() => noted('builder'), soon).toMatchObject({ restarts: 3, restartsInARow: 0 });
});

it('goes on when neither its state nor a log can be written', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  const script = join(folder, 'loud.mjs');
  await appendFile(script, 'console.log("words"); setTimeout(() => process.exit(1), 50);');
  let count = 0;
  const one = supervisor({ file: join(blocked, 'processes.json') });
  one.keep({
    name: 'cms',
    title: 'the cms',
    answers: async () => true,
    launch() {
      count += 1;
      const child = launch({ name: 'cms', script: [script], log: join(blocked, 'cms.log'), append: true });
      children.push(child);
      return child;
    },
  });
  await expect.poll(() => count, soon).toBeGreaterThan(3);
});
