import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Core } from '@strapi/strapi';
import { Turns } from '../turns';
import { type Finding, found } from './finding';

/** Milliseconds that looking into one file may take, on a machine that is busy. */
const PATIENCE = 60_000;
/** Kilobytes of memory for it, of which Node itself asks for half, and megabytes of these for objects. */
const MEMORY = 1_200_000;
const HEAP = 512;

const turns = new Turns({ atOnce: 2, mostWaiting: 1000 });

/**
 * Looks into a file in a process of its own, whose memory and time are limited: what unpacks without end ends
 * that process and not the CMS.
 * @returns what is wrong with it; undefined when nothing is
 */
export async function inspect(
  strapi: Core.Strapi,
  filepath: string,
  name: string,
): Promise<Finding | undefined> {
  try {
    const turn = await turns.take('', () => run(filepath, name));
    if (turn) return turn.done;
    throw new Error('too many wait');
  } catch (error) {
    strapi.log.warn(`Looking into an upload failed: ${(error as Error).message}`);
    return found('unpacks-too-far');
  }
}

async function run(filepath: string, name: string): Promise<Finding | undefined> {
  const words = [String(MEMORY), process.execPath, `--max-old-space-size=${HEAP}`, CHILD, filepath, name];
  const options = {
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    env: { TZ: 'UTC' },
    maxBuffer: 64 * 1024,
  } as const;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', LIMITED, ...words], options);
  return JSON.parse(stdout) ?? undefined;
}

const CHILD = path.join(__dirname, 'child.js');
/** The limit is of what is written to, not of addresses, of which Node reserves very many. */
const LIMITED = 'ulimit -d "$0" && exec "$@"';
