import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeftOut } from '../src/cms.ts';
import { indexSite } from '../src/search/index.ts';
import { placeAssets } from './assets.ts';
import { runAstro } from './astro.ts';
import { checkSite } from './check.ts';
import { compressSite, pruneCompressed } from './compress.ts';
import { findDeadLinks, prepareFiles } from './content-problems.ts';
import type { Source } from './fetch-export.ts';
import { filesBelow } from './files.ts';
import {
  collectReleases,
  liveManifest,
  type Manifest,
  newReleaseId,
  publishRelease,
  unfinishedRelease,
} from './release.ts';
import type { Settings } from './settings.ts';

export interface BuildOptions {
  readonly settings: Settings;
  readonly source: Source;
  /** Hash of the code that builds. */
  readonly code: string;
  /** Builds even if the export holds far less than the live release. */
  readonly allowFewer: boolean;
  readonly signal: AbortSignal;
  /** Called with each step in plain words. */
  readonly say: (step: string) => void;
}

export interface Built {
  readonly manifest: Manifest;
  readonly leftOut: readonly LeftOut[];
}

/** A site of fewer entries may shrink as it likes, and may still be empty. */
const SMALL = 20;

/**
 * Builds one release, checks it and makes it live. Only while the lock is held.
 * @throws Error saying what is wrong; what was live before stays live then.
 */
export async function buildRelease(options: BuildOptions): Promise<Built> {
  const { settings, source, code, signal, say } = options;
  const { folders, siteUrl } = settings;
  const { content } = source;
  await refuseShrunk(options);

  const id = newReleaseId();
  const unfinished = unfinishedRelease(folders, id);
  const site = join(unfinished, 'site');
  try {
    await mkdir(site, { recursive: true });
    say(`Preparing the pictures and files of ${content.entries.length} entries …`);
    const files = await prepareFiles(content.entries, { media: source.media, images: folders.images });
    signal.throwIfAborted();

    say('Writing the pages …');
    await runAstro(
      {
        EXPORT_FILE: source.file,
        MEDIA_DIR: source.media,
        OUT_DIR: site,
        CACHE_DIR: folders.cache,
        SITE_URL: siteUrl,
      },
      signal,
    );
    await placeAssets(site, { ...folders, media: source.media });

    say('Checking every page and link …');
    const built = await filesBelow(site);
    const links = findDeadLinks(content.entries, new Set(built));
    const reported = new Set([...files.addresses, ...links.addresses]);
    await checkSite({ site, siteUrl, content, reported });
    signal.throwIfAborted();

    say('Indexing the pages for the search …');
    const findable = await indexSite(site);
    if (findable === 0 && content.entries.length >= SMALL) {
      throw new Error('No page of the site can be found by its search.');
    }
    signal.throwIfAborted();

    say('Packing the pages for slow lines …');
    await compressSite(site, folders.compressed);
    signal.throwIfAborted();

    const manifest: Manifest = {
      id,
      revision: content.revision,
      code,
      builtAt: new Date().toISOString(),
      pages: built.filter((file) => file.endsWith('.html')).length,
      entries: content.entries.length,
    };
    await publishRelease(folders, manifest);
    await collectReleases(folders);
    await pruneCompressed(folders.compressed);
    return { manifest, leftOut: [...content.leftOut, ...files.leftOut, ...links.leftOut] };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A CMS that is only half started, or on the wrong database, must not empty the site. */
async function refuseShrunk({ settings, source, allowFewer }: BuildOptions): Promise<void> {
  const live = await liveManifest(settings.folders);
  const { length } = source.content.entries;
  if (allowFewer || !live || live.entries < SMALL || length * 2 >= live.entries) return;
  throw new Error(
    `The export holds ${length} entries, the live site ${live.entries}. If so many were really taken down, run: npm run rebuild -- --allow-fewer`,
  );
}
