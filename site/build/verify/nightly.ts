import type { FileHashes } from '../../release/manifest.ts';

/** When hardly anybody reads or publishes, in Dhaka. */
const HOUR = 3;
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Dhaka', hour: '2-digit', hour12: false });
/** Milliseconds that lie at least between two cold builds: longer than the hour. */
const BETWEEN = 2 * 60 * 60 * 1000;

/** Whether the site should be built from nothing now, to see whether what followed the changes is the same. */
export function isNight(now: Date, last: Date): boolean {
  return Number(clock.format(now)) === HOUR && now.getTime() - last.getTime() >= BETWEEN;
}

/**
 * What may differ: the search index, which follows later; how well a text is packed; what names the
 * build; the list of entries, which stand in it in the order in which they came.
 */
const MAY_DIFFER = /^site\/(?:release\.json$|pagefind\/)|\.(?:br|gz)$|^contents\.ndjson$|^content\//;

/** How two releases of the same content differ, of which one was built from nothing. */
export interface Differences {
  /** Paths that only one of the two has, or whose content differs; sorted. */
  readonly different: readonly string[];
  /** Files that were compared. */
  readonly compared: number;
}

/** Compares what may not differ of two releases. */
export function differencesOf(before: FileHashes, after: FileHashes): Differences {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => !MAY_DIFFER.test(path));
  const different = paths.filter((path) => before.get(path) !== after.get(path)).sort();
  return { different, compared: paths.length };
}
