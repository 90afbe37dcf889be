import { createHash } from 'node:crypto';

/** What `work` takes in milliseconds on an idle machine like the one that the tests' limits of time were set on. */
const REFERENCE = 160;
/** Enough to meet what else wants the core. */
const ROUNDS = 4000;
const BYTES = Buffer.alloc(64 * 1024);

/**
 * How long something takes, as it would on that machine: milliseconds here, divided by how many times slower this
 * machine is, with all else that runs on it.
 */
export async function timed(something: () => Promise<unknown>): Promise<number> {
  const before = slowness();
  const began = performance.now();
  await something();
  const took = performance.now() - began;
  return took / Math.max(before, slowness());
}

/** Never less than 1. */
function slowness(): number {
  const began = performance.now();
  work();
  return Math.max(1, (performance.now() - began) / REFERENCE);
}

function work(): void {
  for (let round = 0; round < ROUNDS; round += 1) createHash('sha256').update(BYTES).digest();
}
