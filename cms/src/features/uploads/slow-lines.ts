import type { Server } from 'node:http';
import { MAX_FILE } from './multipart';

/** Bits in a second of the slowest line that the largest file must get through. */
const SLOWEST = 250_000;

/**
 * Gives the largest file the time that it needs on a bad line: Node cuts requests off after five minutes, whatever
 * arrives meanwhile. Headers still have to come within a minute.
 */
export function bearSlowLines(server: Server): void {
  server.requestTimeout = Math.max(server.requestTimeout, Math.ceil((MAX_FILE * 8 * 1000) / SLOWEST));
}
