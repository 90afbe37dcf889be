import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { seeded } from '../../site/bench/random.ts';
import { startPostgres } from './postgres.ts';
import { newSecrets } from './prepared.ts';

const CMS = path.resolve(import.meta.dirname, '..');
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

/** When a load is broken off: so many milliseconds after it has said this; nothing is its start. */
interface Break {
  readonly after: string;
  readonly wait: number;
  readonly signal: NodeJS.Signals;
}

const random = seeded(8);
const at = (after: string, longest: number, signal: NodeJS.Signals): Break => ({
  after,
  wait: Math.round(random() * longest),
  signal,
});
/** In the first migration, in the drafts, between the two passes, while publishing, at the accounts. */
const BREAKS: readonly Break[] = [
  ...[2000, 4000, 6000, 8000, 10_000].map((wait): Break => ({ after: '', wait, signal: 'SIGKILL' })),
  at('sample content: 0 %', 2000, 'SIGKILL'),
  at('sample content: 10 %', 2000, 'SIGINT'),
  at('sample content: 20 %', 2000, 'SIGKILL'),
  at('sample content: 40 %', 2000, 'SIGTERM'),
  at('sample content: 50 %', 500, 'SIGKILL'),
  at('sample content: 50 %', 4000, 'SIGKILL'),
  at('sample content: 60 %', 4000, 'SIGKILL'),
  at('sample content: 70 %', 4000, 'SIGINT'),
  at('sample content: 90 %', 2000, 'SIGKILL'),
  ...[50, 200, 500].map((wait): Break => ({ after: 'entries added', wait, signal: 'SIGKILL' })),
];

/** A database and a data folder of their own. */
async function place(): Promise<NodeJS.ProcessEnv> {
  const data = await mkdtemp(path.join(tmpdir(), 'seed-kill-'));
  onTestFinished(() => rm(data, { recursive: true, maxRetries: 5 }));
  await mkdir(path.join(data, 'public/uploads'), { recursive: true });
  const postgres = process.env.TEST_DATABASE === 'postgres' ? await startPostgres() : undefined;
  if (postgres) onTestFinished(() => postgres.stop());
  const given = { DATA_DIR: data, DATABASE_URL: postgres?.url ?? '', STRAPI_TELEMETRY_DISABLED: 'true' };
  return { ...process.env, ...newSecrets(), ...given, NODE_ENV: 'development' };
}

/** Loads the sample content. @returns whether it said that it is complete */
async function load(env: NodeJS.ProcessEnv, broken?: Break): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, ['dist/src/commands/seed.js'], {
    cwd: CMS,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const breakOff = () => broken && setTimeout(() => child.kill(broken.signal), broken.wait);
  if (broken?.after === '') breakOff();
  let complete = false;
  let due = broken && broken.after !== '';
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line === 'seed: complete') complete = true;
    if (!due || !line.includes(String(broken?.after))) continue;
    due = false;
    breakOff();
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return complete;
}

async function contentOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const script = path.join(CMS, 'test/publisher.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [quiet, script, 'content'], {
    cwd: CMS,
    env,
    maxBuffer: 2 ** 28,
  });
  const found = stdout.split('\n').find((line) => line.startsWith('found '));
  return JSON.parse(found?.slice('found '.length) ?? 'null');
}

it('a load that is broken off again and again ends in the same content as one that is not', async () => {
  const whole = await place();
  expect(await load(whole)).toBe(true);
  const broken = await place();
  for (const one of BREAKS) await load(broken, one);
  expect(await load(broken)).toBe(true);
  const wanted = await contentOf(whole);
  expect(wanted.length).toBeGreaterThan(1500);
  expect(await contentOf(broken)).toEqual(wanted);
});
