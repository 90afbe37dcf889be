import { statfs } from 'node:fs/promises';

/** Bytes that the data's disk must have free: below the first, somebody should make room; below the second, nothing goes live. */
const FEW = 1e9;
const NONE = 2e8;
/** The same of the names that it can still take; some file systems have no limit, and say 0 of 0. */
const FEW_NAMES = 20_000;
const NO_NAMES = 1000;
/** Milliseconds between two looks. */
const INTERVAL = 10_000;

export interface DiskState {
  readonly room: 'enough' | 'little' | 'none';
  /** Since when it is known to be so; ISO 8601 in UTC. */
  readonly since: string;
}

/** What is free on a disk. */
export type Free = (folder: string) => Promise<{ readonly bytes: number; readonly names: number }>;

/**
 * Looks now and then how much room the data's disk has. A disk that hangs must not hold up who asks for the
 * site's health: they are told what was found last.
 */
export class DiskWatch {
  readonly #folder: string;
  readonly #free: Free;
  /** As it was found last; undefined until then. */
  state: DiskState | undefined;

  constructor(folder: string, free: Free = freeOn) {
    this.#folder = folder;
    this.#free = free;
  }

  /** Looks until the process ends. */
  start(): void {
    const look = () => this.look().catch(() => undefined);
    look();
    setInterval(look, INTERVAL).unref();
  }

  /** Looks once. */
  async look(): Promise<void> {
    const { bytes, names } = await this.#free(this.#folder);
    const little = bytes < FEW || names < FEW_NAMES;
    const room = bytes < NONE || names < NO_NAMES ? 'none' : little ? 'little' : 'enough';
    if (room !== this.state?.room) this.state = { room, since: new Date().toISOString() };
  }
}

const freeOn: Free = async (folder) => {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return { bytes: bavail * bsize, names: files === 0 ? Number.POSITIVE_INFINITY : ffree };
};
