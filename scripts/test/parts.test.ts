import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Health } from '../../site/serving/health.ts';
import { noteFile } from '../../site/serving/processes.ts';
import { freePort } from '../lib/ports.ts';
import { root } from '../lib/root.ts';
import { neutral, until } from './platform.ts';

/** Milliseconds. */
const PATIENCE = 120_000;
const PARTS = ['cms', 'builder', 'site'] as const;
type Part = (typeof PARTS)[number];

interface Started {
  readonly child: ChildProcess;
  said(): string;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

const dataDir = mkdtempSync(join(tmpdir(), 'parts-'));
const running = new Map<Part, Started>();
let env: NodeJS.ProcessEnv;

/** What `npm run <part>` runs, and systemd does. */
function start(command: string): Started {
  const child = spawn(process.execPath, ['--no-warnings', join(root, `scripts/${command}.ts`)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal)),
  );
  return { child, said: () => said, ended };
}

function started(part: Part): Started {
  const found = running.get(part);
  if (!found) throw new Error(`${part} was not started`);
  return found;
}

const health = async () => {
  const answer = await fetch(`http://127.0.0.1:${env.SITE_PORT}/healthz`).catch(() => undefined);
  return (await answer?.json()) as Health | undefined;
};
const note = (part: Part) => JSON.parse(readFileSync(noteFile(dataDir, part), 'utf8'));
const isRunning = async (part: Part) =>
  (await health())?.processes?.find(({ name }) => name === part)?.state === 'running';

beforeAll(async () => {
  env = {
    ...neutral(),
    DATA_DIR: dataDir,
    CMS_PORT: String(await freePort()),
    SITE_PORT: String(await freePort()),
    BUILDER_PORT: String(await freePort()),
  };
  for (const part of PARTS) running.set(part, start(part));
  await until(async () => (await health())?.ok === true && (await isRunning('cms')), PATIENCE);
});
afterAll(async () => {
  for (const { child } of running.values()) child.kill('SIGKILL');
  await Promise.all([...running.values()].map(({ ended }) => ended));
  rmSync(dataDir, { recursive: true });
});

it('makes a platform of three processes, of which /healthz tells as of one that npm start looks after', async () => {
  const { processes, checks, release } = (await health()) ?? {};
  expect(processes?.map(({ name, state, failing }) => [name, state, failing])).toEqual([
    ['site', 'running', false],
    ['cms', 'running', false],
    ['builder', 'running', false],
  ]);
  expect(Object.keys(checks ?? {})).toEqual(['database', 'cms', 'builder', 'disk', 'mail']);
  expect(release).not.toBeNull();
  for (const part of PARTS) expect(note(part).pid).toBe(started(part).child.pid);
  expect(started('cms').said()).toContain('first-admin.txt says how the first super admin registers');
});

it('lets the CMS wake the builder, which listens at the same port for both', async () => {
  const answer = await fetch(`http://127.0.0.1:${env.BUILDER_PORT}/`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
});

it('refuses a second one of the same part, and npm start, on the same data folder', async () => {
  const again = start('builder');
  expect(await again.ended).toBe(1);
  expect(again.said()).toMatch(
    /^The builder of the data folder .* already runs \(process \d+, since .*\): stop that one first, .*\n$/,
  );
  const whole = start('start');
  expect(await whole.ended).toBe(1);
  expect(whole.said()).toMatch(/^The static server of the data folder .* already runs .*\n$/);
});

it('passes signals on and is as honest of its end; a death is counted, an end that was asked for is not', async () => {
  started('cms').child.kill('SIGKILL');
  expect(await started('cms').ended).toBe('SIGKILL');
  running.set('cms', start('cms'));
  await until(() => note('cms').restarts === 1 && note('cms').state === 'running', PATIENCE);
  const ends = { cms: 0, builder: 143, site: 0 };
  for (const part of PARTS) {
    started(part).child.kill('SIGTERM');
    expect([part, await started(part).ended]).toEqual([part, ends[part]]);
    expect(note(part)).toMatchObject({ pid: null, ended: { asked: true } });
  }
});
