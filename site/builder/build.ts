import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeftOut } from '../src/cms.ts';
import { movedAddresses } from '../src/former.ts';
import { createLibrary } from '../src/library.ts';
import { indexSite } from '../src/search/index.ts';
import { placeAssets } from './assets.ts';
import { runAstro } from './astro.ts';
import { checkSite } from './check.ts';
import { compressSite, pruneCompressed } from './compress.ts';
import { findDeadLinks, prepareFiles } from './content-problems.ts';
import type { Source } from './fetch-export.ts';
import { filesBelow } from './files.ts';
import { type Manifest, sealRelease } from './manifest.ts';
import { type Confirmed, refuseDoubtful } from './refuse-doubtful.ts';
import { collectReleases, liveId, liveManifest, publishRelease, unfinishedRelease } from './release.ts';
import type { Settings } from './settings.ts';
import type { Say } from './steps.ts';

export interface BuildOptions {
  /** The build's name, and the release's if it succeeds. */
  readonly id: string;
  readonly settings: Settings;
  readonly source: Source;
  /** Hash of the code that builds. */
  readonly code: string;
  /** What an operator has confirmed. */
  readonly confirmed: Confirmed;
  readonly signal: AbortSignal;
  readonly say: Say;
}

export interface Built {
  readonly manifest: Manifest;
  readonly leftOut: readonly LeftOut[];
}

/** A site of fewer entries may still have nothing to search. */
const SMALL = 20;

/**
 * Builds one release, checks it and makes it live. Only while the lock is held.
 * @throws Error saying what is wrong; what was live before stays live then.
 */
export async function buildRelease(options: BuildOptions): Promise<Built> {
  const { id, settings, source, code, signal, say } = options;
  const { folders, siteUrl } = settings;
  const { content } = source;
  const before = await liveId(folders);
  refuseDoubtful(content, await liveManifest(folders), options.confirmed);

  const unfinished = unfinishedRelease(folders, id);
  const site = join(unfinished, 'site');
  try {
    await mkdir(site, { recursive: true });
    say(`Preparing the pictures and files of ${content.entries.length} entries …`, 'images');
    const files = await prepareFiles(content.entries, { media: source.media, images: folders.images });
    signal.throwIfAborted();

    say('Writing the pages …', 'render');
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

    say('Checking every page and link …', 'checks');
    const built = await filesBelow(site);
    const links = findDeadLinks(content.entries, new Set(built));
    const reported = new Set([...files.addresses, ...links.addresses]);
    await checkSite({ site, siteUrl, content, reported });
    signal.throwIfAborted();

    say('Indexing the pages for the search …', 'search');
    const findable = await indexSite(site);
    if (findable === 0 && content.entries.length >= SMALL) {
      throw new Error('No page of the site can be found by its search.');
    }
    signal.throwIfAborted();

    say('Packing the pages for slow lines …', 'compress');
    await compressSite(site, folders.compressed);
    signal.throwIfAborted();

    say('Sealing the release …', 'seal');
    const manifest = await sealRelease(unfinished, {
      id,
      revision: content.revision,
      code,
      builtAt: new Date().toISOString(),
      pages: built.filter((file) => file.endsWith('.html')).length,
      entries: content.entries,
      redirects: movedAddresses(createLibrary(content.entries, content).former),
    });
    say('Putting it live …', 'swap');
    await publishRelease(folders, manifest, before, signal);
    await collectReleases(folders);
    await pruneCompressed(folders.compressed);
    return { manifest, leftOut: [...content.leftOut, ...files.leftOut, ...links.leftOut] };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
