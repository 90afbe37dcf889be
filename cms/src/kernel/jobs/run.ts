import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { whenServing } from '../http/when-serving';
import { getSettings } from '../settings';
import { type Claim, endLease, extendLease, takeLease } from './lease';

/** Work that is done again and again, by one instance at a time. */
export interface Job {
  /** Names the job in the database: the same in every instance, and for ever. */
  readonly name: string;
  /** Seconds from one start to the next, on whichever instance. */
  readonly seconds: number;
  /** Seconds after which another instance may take over from one that died. */
  readonly lease: number;
  /** Does it once. The signal is aborted when the server stops or the lease was lost. */
  readonly work: (signal: AbortSignal) => Promise<void>;
}

/** Longest time between two looks, in milliseconds, so that a dead instance's job is soon taken over. */
const LONGEST_PAUSE = 30_000;
/** Milliseconds between two lines of the log about a job that fails for the same reason. */
const AGAIN = 3_600_000;
/** Timers and clocks are not exact: a tenth early counts as due. */
const EARLY = 0.9;

const running = new WeakMap<Core.Strapi, Set<() => Promise<void>>>();

/**
 * Runs a job every so many seconds while this process serves requests. A row in the database says who
 * has it and when it is due, so it runs on one instance at a time, never overlaps itself and keeps its
 * rhythm over restarts. A failure is logged, and the job comes round again.
 */
export function every(strapi: Core.Strapi, job: Job): void {
  // A copy of the database must not do what the real one does.
  if (getSettings().JOBS === 'off') return;
  whenServing(strapi, () => {
    const stops = running.get(strapi) ?? new Set();
    running.set(strapi, stops.add(start(strapi, job)));
  });
}

/** Stops the jobs of this process and waits for those at work, so that the database may be closed. */
export async function stopJobs(strapi: Core.Strapi): Promise<void> {
  const stops = running.get(strapi) ?? [];
  running.delete(strapi);
  await Promise.all([...stops].map((stop) => stop()));
}

/** @returns stops the job, and resolves when it is done */
function start(strapi: Core.Strapi, job: Job): () => Promise<void> {
  const stopping = new AbortController();
  const claim: Claim = { job: job.name, holder: randomUUID(), lease: job.lease * 1000 };
  const { signal } = stopping;
  const looks = new Failures(strapi, signal, `Whether the job “${job.name}” is due`, 'cannot be found out');
  const works = new Failures(strapi, signal, `The job “${job.name}”`, 'fails');
  let at: Promise<void> = Promise.resolve();
  const look = () => {
    const begun = Date.now();
    at = looks
      .watch(() => takeLease(strapi.db.connection, claim))
      .then(async (taken) => {
        if (taken) await works.watch(() => doOnce(strapi, job, claim, signal));
      })
      .then(() => {
        if (!signal.aborted) timer = later(look, begun + pause(job) - Date.now());
      });
  };
  let timer = later(look, 0);
  return async () => {
    stopping.abort(new Error('The server stops.'));
    clearTimeout(timer);
    await at;
  };
}

/** Tells of what fails once for each reason, and each hour: while the database is away all jobs fail at each look. */
class Failures {
  readonly #log: Core.Strapi['log'];
  readonly #stopping: AbortSignal;
  readonly #what: string;
  readonly #fails: string;
  #reason: string | undefined;
  #toldAt = 0;

  /** @param stopping aborted when the server stops: what breaks off then is no failure */
  constructor({ log }: Core.Strapi, stopping: AbortSignal, what: string, fails: string) {
    this.#log = log;
    this.#stopping = stopping;
    this.#what = what;
    this.#fails = fails;
  }

  /** Does something. @returns its result, undefined if it failed */
  async watch<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      if (this.#reason !== undefined) this.#log.info(`${this.#what} ${this.#fails} no longer.`);
      this.#reason = undefined;
      return result;
    } catch (error) {
      if (!this.#stopping.aborted) this.#tell(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  #tell(reason: string): void {
    if (reason === this.#reason && Date.now() - this.#toldAt < AGAIN) return;
    this.#reason = reason;
    this.#toldAt = Date.now();
    this.#log.error(`${this.#what} ${this.#fails}, and is tried again: ${reason}`);
  }
}

function pause({ seconds }: Job): number {
  return Math.min(seconds * 1000, LONGEST_PAUSE);
}

function later(work: () => void, milliseconds: number): NodeJS.Timeout {
  return setTimeout(work, Math.max(milliseconds, 0)).unref();
}

/** Does the work, holding on to the lease meanwhile. */
async function doOnce(strapi: Core.Strapi, job: Job, claim: Claim, stopping: AbortSignal): Promise<void> {
  const { connection } = strapi.db;
  const begun = Date.now();
  const lost = new AbortController();
  const keeping = setInterval(() => {
    extendLease(connection, claim)
      .then((held) => !held && lost.abort(new Error('Another instance has taken the job over.')))
      .catch((error: Error) => strapi.log.warn(`Keeping the job “${job.name}” failed: ${error.message}`));
  }, claim.lease / 3);
  try {
    await job.work(AbortSignal.any([stopping, lost.signal]));
  } finally {
    clearInterval(keeping);
    await endLease(connection, claim, Math.max(begun + job.seconds * 1000 * EARLY - Date.now(), 0));
  }
}
