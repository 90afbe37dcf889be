import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres } from './postgres.ts';
import { newSecrets } from './prepared.ts';

export interface KillOptions {
  /** Publishes that the CMS must have acknowledged before it is left alone. */
  readonly publishes: number;
  /** How often it is killed at least. */
  readonly kills: number;
  /** Milliseconds within which a running CMS is killed. */
  readonly life: number;
  /** Gives numbers from 0 to 1. */
  readonly random: () => number;
  readonly postgres: boolean;
  readonly progress?: (publishes: number, kills: number) => void;
}

export interface Killed {
  readonly kills: number;
  /** Documents whose publish was acknowledged. */
  readonly acknowledged: readonly string[];
  /** Documents in the outbox, one for each row. */
  readonly outbox: readonly string[];
  /** Documents that are live. */
  readonly live: readonly string[];
}

/** Kills a CMS that publishes with SIGKILL at random moments, again and again, and reads what it left. */
export async function killCms({ publishes, life, random, ...options }: KillOptions): Promise<Killed> {
  const database = options.postgres ? await startPostgres() : undefined;
  const data = await mkdtemp(path.join(tmpdir(), 'kill-cms-'));
  await mkdir(path.join(data, 'public/uploads'), { recursive: true });
  const env = {
    ...process.env,
    ...newSecrets(),
    DATA_DIR: data,
    DATABASE_URL: database?.url ?? '',
    STRAPI_TELEMETRY_DISABLED: 'true',
  };
  const acknowledged: string[] = [];
  let kills = 0;
  try {
    while (acknowledged.length < publishes || kills < options.kills) {
      const publisher = start('publish', env);
      let timer: NodeJS.Timeout | undefined;
      for await (const line of createInterface({ input: publisher.stdout })) {
        const [word, document] = line.split(' ');
        if (word === 'ready') timer = setTimeout(() => publisher.kill('SIGKILL'), random() * life);
        if (word === 'published' && document) acknowledged.push(document);
      }
      clearTimeout(timer);
      await closed(publisher);
      if (timer === undefined) throw new Error('the CMS ended before it was ready');
      kills += 1;
      options.progress?.(acknowledged.length, kills);
    }
    return { kills, acknowledged, ...(await check(env)) };
  } finally {
    await database?.stop();
    await rm(data, { recursive: true, maxRetries: 5 });
  }
}

async function check(env: NodeJS.ProcessEnv): Promise<Pick<Killed, 'outbox' | 'live'>> {
  const checker = start('check', env);
  let found: Pick<Killed, 'outbox' | 'live'> | undefined;
  for await (const line of createInterface({ input: checker.stdout })) {
    if (line.startsWith('found ')) found = JSON.parse(line.slice('found '.length));
  }
  if (!found) throw new Error('the CMS did not say what it holds');
  return found;
}

function start(task: 'publish' | 'check', env: NodeJS.ProcessEnv) {
  const script = path.join(import.meta.dirname, 'publisher.ts');
  const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  return spawn(process.execPath, [quiet, script, task], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function closed(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
