import { loadRenderer } from '../renderer/bundle.ts';
import { movedAddresses } from '../src/former.ts';
import type { LeftOut } from '../src/left-out.ts';
import { pruneCompressed } from './compress.ts';
import { forgetFiles, prepareFiles } from './content-problems.ts';
import { explain } from './failure.ts';
import type { Source } from './fetch-export.ts';
import { makePages } from './make-pages.ts';
import { type Manifest, sealRelease } from './manifest.ts';
import { placeRenderer } from './place.ts';
import { type Confirmed, refuseDoubtful, refuseForeignCode } from './refuse-doubtful.ts';
import { liveId, liveManifest, publishRelease, removeUnfinished } from './release.ts';
import { removeOld } from './remove-old.ts';
import type { Settings } from './settings.ts';
import type { Say } from './steps.ts';
import type { Workshop } from './workshop.ts';

export interface BuildOptions {
  /** The build's name, and the release's if it succeeds. */
  readonly id: string;
  readonly settings: Settings;
  readonly source: Source;
  /** Hash of the code that builds. */
  readonly code: string;
  /** What an operator has confirmed. */
  readonly confirmed: Confirmed;
  /** What this process still knows from its last build. */
  readonly workshop: Workshop;
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
 * Builds one release, checks it and makes it live: what is not touched by a change stays the same file
 * on disk. The search index follows later. Only while the lock is held.
 * @throws Error saying what is wrong; what was live before stays live then.
 */
export async function buildRelease(options: BuildOptions): Promise<Built> {
  const { id, settings, source, code, workshop, signal, say } = options;
  const { folders, siteUrl } = settings;
  const { content, media } = source;
  const before = await liveId(folders);
  const live = await liveManifest(folders);
  refuseDoubtful(content, live, options.confirmed);

  try {
    say(`Preparing the pictures and files of ${content.entries.length} entries …`, 'images');
    const sources = { media, images: folders.images };
    const found = await prepareFiles(content.entries, sources);
    signal.throwIfAborted();

    say('Writing the pages …', 'render');
    // The site's own settings, which its pages read while they are rendered.
    Object.assign(process.env, { SITE_URL: siteUrl, MEDIA_DIR: media, CACHE_DIR: folders.cache });
    const renderer = await loadRenderer({ code, siteUrl, signal, say });
    const bench = await workshop.benchFor(code, renderer, before);
    const tree = await workshop.begin(id, bench);
    const cold = bench.release === undefined;
    const place = {
      tree,
      sources,
      own: renderer.ownCode,
      packed: folders.compressed,
      coarse: new Set(bench.coarse),
    };
    await placeRenderer(place, renderer.assets);
    const mayLeaveOut = (count: number) => refuseForeignCode(count, live, code, options.confirmed);
    const pages = await makePages({ content, siteUrl, place, bench, files: found, mayLeaveOut, signal, say });
    const findable = new Set(bench.found);
    for (const file of pages.removed) findable.delete(file);
    for (const [file, page] of pages.rendered) {
      if (page.findable) findable.add(file);
      else findable.delete(file);
    }
    if (findable.size === 0 && pages.content.entries.length >= SMALL) {
      throw new Error('No page of the site is to be found by its search.');
    }
    await workshop.search.refresh();
    workshop.search.place(tree, findable);

    signal.throwIfAborted();
    say('Sealing the release …', 'seal');
    const facts = {
      id,
      revision: content.revision,
      code,
      builtAt: new Date().toISOString(),
      pages: [...pages.files].filter((file) => file.endsWith('.html')).length,
      entries: pages.content.entries,
      redirects: movedAddresses(pages.library.former),
    };
    const manifest = await sealRelease(tree.folder, facts, tree.files);
    say('Putting it live …', 'swap');
    await publishRelease(folders, manifest, before, signal, tree.leaving);
    pages.keep();
    Object.assign(bench, { coarse: place.coarse, found: findable, facts, since: Date.now() });
    workshop.wentLive(id, tree, bench);
    await removeOld(settings, workshop, signal, say);
    if (cold)
      await pruneCompressed(folders.compressed).catch((error) => say(explain(error, settings.dataDir)));
    return { manifest, leftOut: pages.leftOut };
  } catch (error) {
    // Whatever was in the way, the next build takes nothing for granted.
    forgetFiles();
    await workshop.clear().catch(() => undefined);
    throw error;
  } finally {
    await removeUnfinished(folders, id);
  }
}
