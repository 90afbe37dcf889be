/** The parts of a build, as its report and the benchmark count their time. */
export const PARTS = ['export', 'images', 'render', 'checks', 'search', 'compress', 'seal', 'swap'] as const;
export type BuildPart = (typeof PARTS)[number];

/** Tells of a step of a build in plain words, and begins the part that it belongs to. */
export type Say = (words: string, part?: BuildPart) => void;

/** Milliseconds between two lines of progress. */
const EVERY = 5000;

/** Passes on now and then how far long work has come. */
export function progress(tell: (done: number, all: number) => void): (done: number, all: number) => void {
  let told = Date.now();
  return (done, all) => {
    if (Date.now() - told < EVERY) return;
    told = Date.now();
    tell(done, all);
  };
}

/** Counts how long each part of a build takes. */
export class Stopwatch {
  readonly #milliseconds = new Map<BuildPart, number>();
  #open: { part: BuildPart; since: number } | undefined;

  /** Ends the part that runs and begins this one. */
  begin(part: BuildPart): void {
    this.end();
    this.#open = { part, since: performance.now() };
  }

  end(): void {
    if (!this.#open) return;
    const { part, since } = this.#open;
    this.#milliseconds.set(part, (this.#milliseconds.get(part) ?? 0) + performance.now() - since);
    this.#open = undefined;
  }

  /** Whole milliseconds by part, in the order in which they were begun. */
  parts(): Partial<Record<BuildPart, number>> {
    return Object.fromEntries([...this.#milliseconds].map(([part, time]) => [part, Math.round(time)]));
  }
}
