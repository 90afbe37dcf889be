import { locales } from 'content-types';
import type { Folders } from '../../kernel/settings.ts';
import { readContained } from '../../release/manifest.ts';
import { finishedReleases, releaseFolder } from '../../release/release.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { versionName } from '../../src/content/export/version-name.ts';
import { readNotices } from './release-content.ts';
import { type Gone, noticeName } from './withdrawn.ts';

/** What is published, and what stands for what was. */
type Published = Pick<CmsExport, 'versions' | 'notices'>;
type Notice = Published['notices'][number];

/**
 * What releases on disk have and the CMS does not publish any more: entries, and notices of what has not
 * come back.
 * @param before what was published when the live release was made, where all others were compared with
 *   that; without it, all releases are read
 */
export async function findWithdrawn(
  folders: Folders,
  { versions, notices }: Published,
  before?: Published,
): Promise<Gone[]> {
  const standing = new Set(notices.map(noticeName));
  const isBack = ({ type, documentId }: Notice) =>
    locales.some((locale) => versions.has(versionName({ type, documentId, locale })));
  const goneNotices = (old: readonly Notice[]) =>
    old
      .filter((notice) => !standing.has(noticeName(notice)) && !isBack(notice))
      .map((notice): Gone => ({ name: noticeName(notice), at: notice.withdrawnAt, key: notice.key }));
  const gone = (old: Parameters<typeof versionName>[0] & { publishedAt: string; key: string }): Gone[] => {
    const name = versionName(old);
    return versions.has(name) ? [] : [{ name, at: old.publishedAt, key: old.key }];
  };
  if (before) {
    const entries = [...before.versions].flatMap(([name, { entry }]) =>
      entry && !versions.has(name) ? gone(entry) : [],
    );
    return [...entries, ...goneNotices(before.notices)];
  }
  const found: Gone[] = [];
  for (const id of await finishedReleases(folders)) {
    const folder = releaseFolder(folders, id);
    found.push(...(await readContained(folder)).flatMap(gone), ...goneNotices(await readNotices(folder)));
  }
  return found;
}
