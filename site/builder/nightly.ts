import type { Files } from './release-tree.ts';

/** When hardly anybody reads or publishes, in Dhaka. */
const HOUR = 3;
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Dhaka', hour: '2-digit', hour12: false });
/** Milliseconds that lie at least between two cold builds. */
const BETWEEN = 20 * 60 * 60 * 1000;

/** Whether the site should be built from nothing now, to see whether what followed the changes is the same. */
export function isNight(now: Date, last: Date): boolean {
  return Number(clock.format(now)) === HOUR && now.getTime() - last.getTime() >= BETWEEN;
}

/**
 * The files that differ between two releases of the same content. Left out is what may: the search
 * index, which follows later; how well a text is packed; what names the build.
 */
export function differencesOf(before: Files, after: Files): string[] {
  const isPage = (path: string) =>
    !path.startsWith('site/pagefind/') && !/\.(br|gz)$/.test(path) && path !== 'site/release.json';
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => isPage(path) && before.get(path)?.hash !== after.get(path)?.hash)
    .sort();
}
