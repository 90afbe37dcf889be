/** What a repository was last told. */
export interface Dispatched {
  /** The state of the outbox. */
  readonly revision: string;
  /** How often it was told of this state, or tried. */
  readonly times: number;
  /** When last, in milliseconds since 1970. */
  readonly at: number;
  /** Whether it took the last message. */
  readonly taken: boolean;
  /** Whether the live site shows this state. */
  readonly live: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds to wait before telling again of the same state. */
export function pauseAfter({ times, taken }: Pick<Dispatched, 'times' | 'taken'>): number {
  // A run takes some minutes; what was not taken is tried again sooner.
  const [first, longest] = taken ? [10 * MINUTE, 60 * MINUTE] : [5 * SECOND, 5 * MINUTE];
  return Math.min(longest, first * 2 ** Math.min(times - 1, 10));
}

/**
 * What is to be noted now, after telling the repository unless the site is live already; undefined while
 * there is nothing to do. A new state is told at once.
 */
export function nextDispatch(
  last: Dispatched | undefined,
  { revision, live, now }: { readonly revision: string; readonly live: boolean; readonly now: number },
): Omit<Dispatched, 'taken'> | undefined {
  const same = last?.revision === revision ? last : undefined;
  if (live) return { revision, times: same?.times ?? 0, at: now, live };
  if (same && now - same.at < pauseAfter(same)) return undefined;
  return { revision, times: (same?.times ?? 0) + 1, at: now, live };
}
