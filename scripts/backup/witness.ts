import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Made } from '../../cms/src/features/backup/state.ts';
import { Problem } from '../lib/problem.mjs';

const TIMEOUT_MS = 10_000;

/**
 * Tells a witness the end of the audit record, which nobody on this machine can take back there: an address
 * gets it as JSON by POST, a file as a line more. (For mailto: see cms/src/features/backup/schedule.ts.)
 * @throws {Problem} when it was not taken
 */
export async function notifyWitness(witness: string, { auditHead, at, snapshot }: Made): Promise<void> {
  if (!auditHead || witness.startsWith('mailto:')) return;
  const said = { at, count: auditHead.count, hash: auditHead.hash, backup: snapshot };
  try {
    if (witness.startsWith('file:')) await appendFile(fileURLToPath(witness), `${JSON.stringify(said)}\n`);
    else await post(witness, said);
  } catch (error) {
    throw new Problem(`The witness ${withoutPassword(witness)} was not told: ${reason(error)}`);
  }
}

async function post(address: string, said: object): Promise<void> {
  const { username, password } = new URL(address);
  const response = await fetch(withoutPassword(address), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(username && {
        authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      }),
    },
    body: JSON.stringify(said),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
