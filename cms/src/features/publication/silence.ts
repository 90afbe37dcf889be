/** Milliseconds for which somebody may be silent before it is worth a warning: a builder starts after the CMS. */
const PATIENCE = 60_000;

/** Decides how loudly to speak of somebody who does not answer: not at each try, and not as soon as they start. */
export class Silence {
  #since: number | undefined;
  #reason = '';
  #warned = false;

  /**
   * Notes a try that failed.
   * @param now in milliseconds
   * @returns the level at which to tell of it; undefined if there is nothing new to tell
   */
  failed(reason: string, now: number): 'info' | 'warn' | undefined {
    this.#since ??= now;
    const isNew = reason !== this.#reason;
    this.#reason = reason;
    if (now - this.#since < PATIENCE) return isNew ? 'info' : undefined;
    if (this.#warned && !isNew) return undefined;
    this.#warned = true;
    return 'warn';
  }

  /** Notes an answer. */
  ended(): void {
    this.#since = undefined;
    this.#reason = '';
    this.#warned = false;
  }
}
