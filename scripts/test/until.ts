import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds after which something hangs, however busy the machine is. */
const PATIENCE = 300_000;

/**
 * Waits until something holds, asking four times a second.
 * @throws Error after `limit` milliseconds
 */
export async function until(holds: () => boolean | Promise<boolean>, limit = PATIENCE): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain for ${holds}`);
    await sleep(250);
  }
}
