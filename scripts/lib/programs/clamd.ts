import { existsSync } from 'node:fs';
import { installPackages } from './debian.ts';

const PROGRAM = '/usr/sbin/clamd';

/**
 * Finds ClamAV's daemon: CLAMD_PATH, Debian's place; else installs Debian's package. It needs no list of viruses:
 * the tests bring a line of their own.
 * @returns its path; undefined when there is none and none could be installed
 */
export function findClamd(): string | undefined {
  const given = process.env.CLAMD_PATH;
  if (given) return given;
  if (existsSync(PROGRAM)) return PROGRAM;
  return installPackages('clamav-daemon') && existsSync(PROGRAM) ? PROGRAM : undefined;
}
