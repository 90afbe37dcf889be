/** Bangladesh has had no summer time since 2009. */
const DHAKA = 6 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * What a page may ask about now. It must not ask the system: what it says would go on standing there when it is
 * no longer true, and no build from nothing could be compared with it.
 */
export interface Clock {
  /** Whether a moment has come; ISO 8601 with its offset. @throws Error if it is no moment */
  hasCome(moment: string): boolean;
  /** Whether a day in Dhaka is over; `2026-11-28`. @throws Error if it is no day */
  isOver(day: string): boolean;
  /** Today in Dhaka, `2026-11-28`. To be asked only where the day itself is shown: the answer holds until midnight. */
  today(): string;
}

/** From when, and until just before when, answers hold; in milliseconds. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

/** What holds at any time. */
export const ALWAYS: Validity = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** A clock that stands still at one moment and notes how long its answers hold. */
export class RecordingClock implements Clock {
  readonly #now: number;
  #validity = ALWAYS;

  constructor(asOf: Date) {
    this.#now = asOf.getTime();
  }

  /** How long all answers hold that it has given. */
  get validity(): Validity {
    return this.#validity;
  }

  hasCome(moment: string): boolean {
    return this.#passed(Date.parse(moment), moment);
  }

  isOver(day: string): boolean {
    return this.#passed(Date.parse(`${day}T00:00:00Z`) - DHAKA + DAY, day);
  }

  today(): string {
    const midnight = Math.floor((this.#now + DHAKA) / DAY) * DAY - DHAKA;
    this.#narrow(midnight, midnight + DAY);
    return new Date(this.#now + DHAKA).toISOString().slice(0, 10);
  }

  #passed(moment: number, said: string): boolean {
    if (Number.isNaN(moment)) throw new Error(`“${said}” is no time`);
    if (moment <= this.#now) this.#narrow(moment, Number.POSITIVE_INFINITY);
    else this.#narrow(Number.NEGATIVE_INFINITY, moment);
    return moment <= this.#now;
  }

  #narrow(from: number, until: number): void {
    const known = this.#validity;
    this.#validity = { from: Math.max(known.from, from), until: Math.min(known.until, until) };
  }
}

/** Whether answers hold at a moment. */
export function holds({ from, until }: Validity, at: Date): boolean {
  return from <= at.getTime() && at.getTime() < until;
}
