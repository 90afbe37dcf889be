import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersOf, type SiteSettings } from '../../kernel/settings.ts';
import { asOfDate, readHashes, readManifest } from '../../release/manifest.ts';
import { liveId, releaseFolder } from '../../release/release.ts';
import { fetchRevision } from '../fetch/fetch-export.ts';
import { attempt } from '../pipeline/attempt.ts';
import { codeHash } from '../render/code-hash.ts';
import { type Differences, differencesOf } from './nightly.ts';

export interface CompareOptions {
  readonly settings: SiteSettings;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
}

/** How the live site differs from one that is built from nothing. */
export interface ColdComparison extends Differences {
  readonly release: string;
}

/**
 * Builds the live state anew, from a new export and with nothing rendered before, in a folder of its
 * own, and compares every file. It proves that building only what a change touches misses nothing.
 * @returns undefined if CMS or code have moved on since the live release: there is nothing to compare
 * @throws Error if it cannot be built
 */
export async function compareCold(options: CompareOptions): Promise<ColdComparison | undefined> {
  const { settings, token, signal, say } = options;
  const { folders, siteUrl } = settings;
  const release = await liveId(folders);
  const folder = release === undefined ? undefined : releaseFolder(folders, release);
  const manifest = folder && (await readManifest(folder));
  if (!release || !folder || !manifest) throw new Error('There is no live release that could be compared');
  const hashes = await readHashes(folder, manifest);

  const dataDir = join(folders.cache, 'cold');
  try {
    await rm(dataDir, { recursive: true, force: true });
    const isCurrent = (revision: string) => revision === manifest.revision;
    if (!isCurrent(await fetchRevision(options)) || (await codeHash(siteUrl)) !== manifest.code)
      return undefined;
    const { media, images, compressed } = folders;
    const cold = { ...settings, dataDir, folders: { ...foldersOf(dataDir), media, images, compressed } };
    const asOf = asOfDate(manifest);
    const report = await attempt({ settings: cold, from: { token }, asOf, signal, say });
    if (!report.ok || report.release === undefined) throw new Error(report.error);
    if (!isCurrent(report.revision)) return undefined;
    const built = releaseFolder(cold.folders, report.release);
    const builtManifest = await readManifest(built);
    if (!builtManifest) throw new Error('The cold build left no manifest');
    return { release, ...differencesOf(hashes, await readHashes(built, builtManifest)) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
