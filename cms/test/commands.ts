import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A command of the platform that runs, as `npm run <name> -- <words>` starts it. */
export interface Command {
  readonly child: ChildProcess;
  /** All that it has said so far. */
  said(): string;
  readonly ended: Promise<{ readonly status: number | null; readonly said: string }>;
}

/** Starts a command with the settings of the CMS under test, or others. */
export function startCommand(name: string, words: string[], env: NodeJS.ProcessEnv = {}): Command {
  const script = path.join(ROOT, 'scripts', `${name}.ts`);
  const child = spawn(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, ...words],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const ended = new Promise<{ status: number | null; said: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, said })),
  );
  return { child, said: () => said, ended };
}

/** Runs a command to its end. */
export async function runCommand(name: string, words: string[], env?: NodeJS.ProcessEnv) {
  return startCommand(name, words, env).ended;
}
