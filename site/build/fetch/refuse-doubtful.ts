import type { Manifest } from '../../release/manifest.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';

/** What an operator has confirmed by an option of `npm run rebuild`. */
export interface Confirmed {
  /** Much was really taken down. */
  readonly fewer: boolean;
  /** The CMS was really put back to an earlier state. */
  readonly older: boolean;
}

/** An export that may not go live until somebody confirms it. */
export class DoubtfulExport extends Error {
  override readonly name = 'DoubtfulExport';
}

/** The part of the live entries that may be missing from the next release. */
const MAY_SHRINK = 0.1;
/** Entries that may always go at once, so that a small site can take something down. */
const FEW = 10;

/**
 * Refuses what a CMS would send that is half started, on a wrong database or behind a copy that lags:
 * it must neither empty the site nor put an older state over a newer one.
 * @throws DoubtfulExport saying what to do if it is right after all
 */
export function refuseDoubtful(
  { entries, revision }: Pick<CmsExport, 'entries' | 'revision'>,
  live: Pick<Manifest, 'entries' | 'revision'> | undefined,
  confirmed: Confirmed,
): void {
  if (!live) return;
  const gone = live.entries - entries.length;
  if (!confirmed.fewer && gone > FEW && gone > live.entries * MAY_SHRINK) {
    throw new DoubtfulExport(
      `The export holds ${entries.length} entries, the live site ${live.entries}. If so many were really taken down, run: npm run rebuild -- --allow-fewer`,
    );
  }
  if (!confirmed.older && isOlder(revision, live.revision)) {
    throw new DoubtfulExport(
      `The CMS is at revision ${revision}, the live site already at ${live.revision}. If the CMS was put back to an earlier state, run: npm run rebuild -- --allow-older`,
    );
  }
}

/**
 * Refuses to leave out, because no page can be made from them, so many entries as cannot be at fault: then
 * it is the code, which is another one than the live release was built with.
 * @throws DoubtfulExport saying what to do if they are after all
 */
export function refuseForeignCode(
  leftOut: number,
  live: Pick<Manifest, 'entries' | 'code'> | undefined,
  code: string,
  confirmed: Confirmed,
): void {
  if (!live || live.code === code || confirmed.fewer) return;
  if (leftOut <= FEW || leftOut <= live.entries * MAY_SHRINK) return;
  throw new DoubtfulExport(
    `The code of the site has changed, and makes no page of ${leftOut} entries. If it is they that are wrong, run: npm run rebuild -- --allow-fewer`,
  );
}

/** Whether a revision of the outbox, `<rows>-<highest id>`, comes before another: neither ever falls. */
function isOlder(revision: string, than: string): boolean {
  const [one, other] = [revision, than].map((text) => /^(\d+)-(\d+)$/.exec(text)?.slice(1).map(Number));
  if (!one || !other) return false;
  return one.some((number, index) => number < (other[index] ?? 0));
}
