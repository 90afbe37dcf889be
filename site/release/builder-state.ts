import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PRIVATE, writeWhole } from '../kernel/files.ts';
import type { Folders } from '../kernel/settings.ts';
import { FAILURES, type FailureKind } from './failure-kinds.ts';

const kinds = Object.keys(FAILURES) as [FailureKind, ...FailureKind[]];

const stateSchema = z.object({
  /** The builder's last sign of life. All times are ISO 8601 in UTC. */
  at: z.string(),
  /** When it last found the live site to be what the CMS holds. */
  upToDateAt: z.string().optional(),
  /** Whether it has to build, as far as it knows. */
  behind: z.boolean(),
  /** Since when it builds. */
  buildingSince: z.string().optional(),
  /** When the live site last was compared with one built from nothing and differed, and in how many files. */
  differed: z.object({ at: z.string(), files: z.int(), build: z.string() }).optional(),
  /** Why the last try failed, until one succeeds. */
  trouble: z
    .object({
      kind: z.enum(kinds),
      at: z.string(),
      /** When the first of the tries failed so. */
      since: z.string().optional(),
      build: z.string().optional(),
    })
    .optional(),
});
/** How the builder is doing, for `/healthz`. */
export type BuilderState = z.infer<typeof stateSchema>;

/** The state that a builder left; undefined if none ever ran or it cannot be read. */
export async function readState({ state }: Folders): Promise<BuilderState | undefined> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(state, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Milliseconds after which even an unchanged state is written again, as a sign of life. */
const SIGN_OF_LIFE = 5000;

/** Keeps the builder's state on disk, where the static server reads it. */
export class StateKeeper {
  readonly #folders: Folders;
  #state: Omit<BuilderState, 'at'> = { behind: true };
  #written = { text: '', at: 0 };

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  /** Whether it has to build, as far as it knows. */
  get behind(): boolean {
    return this.#state.behind;
  }

  /** Takes over what an earlier builder knew. */
  async load(): Promise<void> {
    const { upToDateAt, trouble, differed } = (await readState(this.#folders)) ?? {};
    this.#state = { behind: true, upToDateAt, trouble, differed };
  }

  /** Notes what changed. A disk that cannot be written to must not stop the builder. */
  async note(change: Partial<Omit<BuilderState, 'at'>>): Promise<void> {
    const before = this.#state.trouble;
    this.#state = { ...this.#state, ...change };
    const { trouble } = change;
    if (trouble) {
      const since = before?.kind === trouble.kind ? before.since : undefined;
      this.#state.trouble = { ...trouble, since: since ?? trouble.at };
    }
    const { upToDateAt: _, ...text } = this.#state;
    const now = Date.now();
    if (this.#written.text === JSON.stringify(text) && now - this.#written.at < SIGN_OF_LIFE) return;
    const state: BuilderState = { at: new Date(now).toISOString(), ...this.#state };
    await writeWhole(this.#folders.state, `${JSON.stringify(state)}\n`, PRIVATE).catch(() => undefined);
    this.#written = { text: JSON.stringify(text), at: now };
  }
}
