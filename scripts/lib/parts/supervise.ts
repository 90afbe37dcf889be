import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFile, ProcessState } from '../../../site/serve/processes.ts';
import { Problem } from '../problem.mjs';
import { type Child, isStopping } from '../processes.ts';
import { say } from '../terminal.ts';
import { writeState } from './write-state.ts';

/** Something that must run for as long as the platform does. */
export interface Service {
  readonly name: ProcessState['name'];
  /** What people call it: `the CMS`. */
  readonly title: string;
  /** What must be done before it can start; when that fails, it is tried again like a start. Once it was done it stays done. */
  readonly prepare?: (() => Promise<void>) | undefined;
  readonly launch: () => Child;
  /** What an operator can do about an ending, by what the process said last; undefined where that is not known. */
  readonly advise?: (ending: string) => string | undefined;
  /** Called each time that it answers for the first time after a start. */
  readonly onReady?: () => void;
  /** Whether it does its work, which takes a few seconds at most to find out. Never rejects. */
  readonly answers: (child: Child) => Promise<boolean>;
}

/** How long things may take, in milliseconds. */
interface Pauses {
  /** Before the first restart; doubled for each further one. */
  readonly shortest: number;
  readonly longest: number;
  /** Between two looks at whether a process answers, until it does for the first time and from then on. */
  readonly look: { readonly first: number; readonly later: number };
  /** A process that answered once and then not for so long hangs. */
  readonly hung: number;
  /** A process that was well for so long has put its earlier deaths behind it. */
  readonly steady: number;
}

const PAUSES: Pauses = {
  shortest: 1000,
  longest: 60_000,
  look: { first: 250, later: 10_000 },
  hung: 120_000,
  steady: 600_000,
};
/** The part of a pause that is left to chance, so that what died together does not start together for ever. */
const JITTER = 0.2;

export interface SupervisorOptions {
  /** Where the processes' states are noted, for `/healthz` and for operators. */
  readonly file: string;
  readonly pauses?: Pauses;
  /** Whether everything is being stopped, so that nothing is started again. */
  readonly stopping?: () => boolean;
}

/**
 * Keeps processes running, each apart from the others: one that ends or hangs is started again, at growing
 * intervals, for ever. Each death and each restart is said and noted.
 */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>;
  readonly #since = new Date().toISOString();
  readonly #states = new Map<string, ProcessState>();

  constructor({ file, pauses = PAUSES, stopping = isStopping }: SupervisorOptions) {
    this.#options = { file, pauses, stopping };
  }

  /** Starts a service and keeps it running. @returns when it first answers */
  keep(service: Service): Promise<void> {
    const now = new Date().toISOString();
    this.#states.set(service.name, {
      name: service.name,
      state: 'preparing',
      since: now,
      pid: null,
      downSince: now,
      restarts: 0,
      restartsInARow: 0,
      lastEnding: null,
    });
    return new Promise((resolve) => this.#keep(service, resolve));
  }

  async #keep(service: Service, onReady: () => void): Promise<void> {
    let prepare = service.prepare;
    for (;;) {
      let ending: string;
      try {
        this.#note(service, { state: 'preparing', pid: null });
        await prepare?.();
        prepare = undefined;
        ending = `Unexpectedly, ${service.title} ended: ${await this.#live(service, onReady)}`;
      } catch (error) {
        const why = error instanceof Problem ? error.message : error instanceof Error ? error.stack : error;
        ending = `${sentence(service.title)} cannot start: ${why}`;
      }
      if (this.#options.stopping()) return;
      const advice = service.advise?.(ending);
      if (advice) ending += `\n${advice}`;
      const state = this.#stateOf(service);
      const pause = this.#pause(state.restartsInARow);
      say(`${ending}\nStarting ${service.title} again in ${Math.ceil(pause / 1000)} s.`);
      this.#note(service, {
        state: 'waiting',
        pid: null,
        downSince: state.downSince ?? new Date().toISOString(),
        restarts: state.restarts + 1,
        restartsInARow: state.restartsInARow + 1,
        lastEnding: { at: new Date().toISOString(), reason: ending },
      });
      await sleep(pause);
      if (this.#options.stopping()) return;
    }
  }

  /** Runs a service once. @returns how it ended */
  async #live(service: Service, onReady: () => void): Promise<string> {
    const child = service.launch();
    this.#note(service, { state: 'starting', pid: child.pid ?? null });
    let ended = false;
    const exited = child.exited.finally(() => {
      ended = true;
    });
    const hung = this.#watch(service, child, () => ended, onReady);
    await exited;
    return (await hung) ? `it did not answer any more and was stopped; ${child.ending()}` : child.ending();
  }

  /** Looks whether a service answers until it has ended. @returns whether it was ended because it did not */
  async #watch(service: Service, child: Child, ended: () => boolean, onReady: () => void): Promise<boolean> {
    const { look, hung, steady } = this.#options.pauses;
    let since: number | undefined;
    // Looks are counted, not time: a machine that slept must not end everything.
    let missed = 0;
    while (!ended()) {
      const answers = await service.answers(child);
      if (ended()) return false;
      if (answers && since === undefined) {
        since = performance.now();
        this.#note(service, { state: 'running', downSince: null });
        service.onReady?.();
        onReady();
      }
      missed = answers ? 0 : missed + 1;
      if (since !== undefined && missed * look.later >= hung) {
        child.kill();
        return true;
      }
      if (since !== undefined && performance.now() - since > steady) this.#forgive(service);
      await Promise.race([
        child.exited.catch(() => undefined),
        sleep(since === undefined ? look.first : look.later),
      ]);
    }
    return false;
  }

  #forgive(service: Service): void {
    if (this.#stateOf(service).restartsInARow === 0) return;
    this.#note(service, { restartsInARow: 0 });
  }

  /** The pause before another start. */
  #pause(restartsInARow: number): number {
    const { shortest, longest } = this.#options.pauses;
    const pause = Math.min(longest, shortest * 2 ** Math.min(restartsInARow, 30));
    return pause * (1 - JITTER * Math.random());
  }

  #stateOf({ name }: Service): ProcessState {
    const state = this.#states.get(name);
    if (!state) throw new Error(`nobody keeps ${name}`);
    return state;
  }

  #note(service: Service, change: Partial<ProcessState>): void {
    const before = this.#stateOf(service);
    const since = change.state && change.state !== before.state ? new Date().toISOString() : before.since;
    this.#states.set(service.name, { ...before, since, ...change });
    const file: ProcessFile = {
      pid: process.pid,
      since: this.#since,
      processes: [...this.#states.values()],
    };
    writeState(this.#options.file, `${JSON.stringify(file, null, 2)}\n`);
  }
}

/** Whether a process answers by giving signs of life over its channel, as those do that listen nowhere. */
export async function givesSigns(child: Child): Promise<boolean> {
  return performance.now() - child.lastSign() < SIGNS_MS;
}
const SIGNS_MS = 20_000;

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
