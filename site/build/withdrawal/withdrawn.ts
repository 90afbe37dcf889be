import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { isMissing, writeWhole } from '../../kernel/files.ts';
import type { Folders } from '../../kernel/settings.ts';
import { readContained } from '../../release/manifest.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { versionName } from '../../src/content/export/version-name.ts';
import { readNotices } from './release-content.ts';

type Notice = CmsExport['notices'][number];

const recordSchema = z.object({
  /**
   * What is not published any more, by its name, and when the newest was published that releases may still
   * have of it, ISO 8601 in UTC: what is published again later is another version.
   */
  versions: z.record(z.string(), z.string()),
  /** All notices that stand now: what was made before is made anew with them. */
  notices: z.array(z.custom<Notice>()),
});
/**
 * What was taken off the site and may still be in an old release or in a cache. It is kept on disk until
 * it is in none, so that a builder that was killed goes on with it, and no rollback brings it back.
 */
export type WithdrawalRecord = z.infer<typeof recordSchema>;

/** A version, or a notice, that is not published any more. */
export interface Gone {
  readonly name: string;
  /** When it was published. */
  readonly at: string;
  /** The slug or code that it was live under. */
  readonly key: string;
}

/** What a notice that stands for a document is called, among published versions. */
export const noticeName = ({ type, documentId }: Notice) =>
  versionName({ type, documentId, locale: 'notice' });

/**
 * What there is to be withdrawn; undefined if nothing is.
 * @throws Error if its file cannot be understood: to guess that nothing is would be wrong
 */
export async function readWithdrawn({ withdrawn }: Folders): Promise<WithdrawalRecord | undefined> {
  const text = await readFile(withdrawn, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

/** Adds to what there is to be withdrawn. To be called before the release goes live that does not have it. */
export async function noteWithdrawn(
  folders: Folders,
  versions: readonly Gone[],
  notices: readonly Notice[],
): Promise<void> {
  const known = await readWithdrawn(folders);
  const all = { ...known?.versions };
  for (const { name, at } of versions) if ((all[name] ?? '') < at) all[name] = at;
  const record: WithdrawalRecord = { versions: all, notices: [...notices] };
  await writeWhole(folders.withdrawn, JSON.stringify(record));
}

/** Forgets what is nowhere any more. */
export async function forgetWithdrawn({ withdrawn }: Folders): Promise<void> {
  await rm(withdrawn, { force: true });
}

/** How many documents there are of which something was withdrawn. */
export function documentsOf(withdrawn: WithdrawalRecord | undefined): number {
  return new Set(Object.keys(withdrawn?.versions ?? {}).map((name) => name.replace(/ [^ ]*$/, ''))).size;
}

/** Whether a version was withdrawn, and not only another one of the same document. */
export function isWithdrawn(
  version: Parameters<typeof versionName>[0] & { readonly publishedAt: string },
  { versions }: WithdrawalRecord,
): boolean {
  return version.publishedAt <= (versions[versionName(version)] ?? '');
}

/** Whether a release has something that was withdrawn since it was made. */
export async function hasWithdrawn(folder: string, withdrawn: WithdrawalRecord): Promise<boolean> {
  if ((await readContained(folder)).some((version) => isWithdrawn(version, withdrawn))) return true;
  return (await readNotices(folder)).some(
    (notice) => notice.withdrawnAt <= (withdrawn.versions[noticeName(notice)] ?? ''),
  );
}
