import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A ClamAV daemon that knows one virus. */
export interface TestClamd {
  /** Where it listens. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Seconds until it has to answer. */
const PATIENCE = 60;

/**
 * Starts clamd on a socket in a folder of its own, with no list of viruses but a line for the given text
 * (https://docs.clamav.net/manual/Signatures/ExtendedSignatures.html).
 * @throws Error when there is none: `npm test` finds or installs it
 */
export async function startClamd(virus: string): Promise<TestClamd> {
  const program = process.env.CLAMD_PATH ?? '/usr/sbin/clamd';
  const folder = await mkdtemp(path.join(tmpdir(), 'clamd-'));
  const socket = path.join(folder, 'socket');
  await mkdir(path.join(folder, 'database'));
  const signature = `Test.Virus:0:*:${Buffer.from(virus).toString('hex')}\n`;
  await writeFile(path.join(folder, 'database/test.ndb'), signature);
  const settings = {
    DatabaseDirectory: path.join(folder, 'database'),
    LocalSocket: socket,
    Foreground: 'yes',
    StreamMaxLength: '26M',
    MaxThreads: '2',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  await writeFile(path.join(folder, 'clamd.conf'), lines.join(''));
  const child = spawn(program, ['-c', path.join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  await listening(child, socket).catch(async (error: Error) => {
    await stop();
    throw error;
  });
  return { socket, stop };
}

async function listening(child: ChildProcess, socket: string): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  for (let waited = 0; waited < PATIENCE * 10; waited += 1) {
    if (await stat(socket).catch(() => undefined)) return;
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`clamd ended with status ${child.exitCode}`);
    await sleep(100);
  }
  throw new Error(`clamd did not listen within ${PATIENCE} s`);
}
