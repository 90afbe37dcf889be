import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { ProcessFile, ProcessState } from '../../site/serve/processes.ts';
import { freePort } from '../lib/ports.ts';
import { root } from '../lib/root.ts';
import { until } from './until.ts';

/** One demo sign-in, as `cms/demo-accounts.json` lists them. */
export interface DemoAccount {
  readonly role: string;
  readonly ministry: string | null;
  readonly email: string;
  readonly password: string;
}

/** A running copy of the whole platform with data of its own. */
export interface Platform {
  readonly cmsUrl: string;
  readonly siteUrl: string;
  readonly dataDir: string;
  /** All that the start has said so far. */
  output(): string;
  account(role: string, ministry?: string): DemoAccount;
  /** How one of its processes is doing. */
  process(name: string): ProcessState;
  /** Closes its terminal. */
  hangUp(): void;
  /** Presses Ctrl-C and waits for the end; answers the exit status. */
  interrupt(): Promise<number | null>;
  /** Ends it if it still runs, and removes its data. */
  remove(): Promise<void>;
}

/** The environment without the settings of a running platform. */
export function neutral(): NodeJS.ProcessEnv {
  const settings = parseEnv(readFileSync(join(root, '.env.example'), 'utf8'));
  return Object.fromEntries(
    // Vitest says NODE_ENV=test, which no operator does.
    Object.entries(process.env).filter(([name]) => !(name in settings) && name !== 'NODE_ENV'),
  );
}

/** A demo sign-in, of a ministry where that matters. */
export function accountIn(role: string, ministry?: string): DemoAccount {
  const accounts: DemoAccount[] = JSON.parse(readFileSync(join(root, 'cms/demo-accounts.json'), 'utf8'));
  const found = accounts.find((one) => one.role === role && (!ministry || one.ministry === ministry));
  if (!found) throw new Error(`no demo account ${role} ${ministry ?? ''}`);
  return found;
}

/**
 * Does what `npm start` does, on free ports and in a new data folder, or in one kept from before.
 * @param awaited what it must have said before it counts as started
 * @throws Error with the start's output when it does not become ready in time
 */
export async function startPlatform(
  dataDir = mkdtempSync(join(tmpdir(), 'platform-')),
  awaited = 'Ready.',
): Promise<Platform> {
  const [cmsPort, sitePort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: {
      ...neutral(),
      DATA_DIR: dataDir,
      CMS_PORT: String(cmsPort),
      SITE_PORT: String(sitePort),
      OPERATOR_EMAIL: 'operator@example.org',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = () => interrupt(child, exited);
  try {
    await until(() => said.includes(awaited) || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error('it ended');
  } catch (cause) {
    await stop();
    throw new Error(`The platform did not start:\n${said}`, { cause });
  }
  return {
    cmsUrl: `http://127.0.0.1:${cmsPort}`,
    siteUrl: `http://127.0.0.1:${sitePort}`,
    dataDir,
    output: () => said,
    account: accountIn,
    process(name) {
      const { processes }: ProcessFile = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8'));
      const found = processes.find((one) => one.name === name);
      if (!found) throw new Error(`there is no process ${name}`);
      return found;
    },
    hangUp() {
      child.stdout.destroy();
      child.kill('SIGHUP');
    },
    interrupt: stop,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function interrupt(child: ChildProcess, exited: Promise<number | null>): Promise<number | null> {
  if (child.exitCode === null) child.kill('SIGINT');
  return exited;
}
