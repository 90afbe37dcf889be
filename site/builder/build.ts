import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRenderer } from '../renderer/bundle.ts';
import { movedAddresses } from '../src/former.ts';
import type { LeftOut } from '../src/left-out.ts';
import { createLibrary } from '../src/library.ts';
import { refuse, SiteCheck } from './check.ts';
import { pruneCompressed } from './compress.ts';
import { findDeadLinks, forgetFiles, prepareFiles } from './content-problems.ts';
import { explain } from './failure.ts';
import type { Source } from './fetch-export.ts';
import { type Manifest, sealRelease } from './manifest.ts';
import { placeAssets, placeRenderer, placeText, removePage } from './place.ts';
import { type Confirmed, refuseDoubtful } from './refuse-doubtful.ts';
import { liveId, liveManifest, publishRelease, removeUnfinished } from './release.ts';
import { removeOld } from './remove-old.ts';
import type { Settings } from './settings.ts';
import { progress, type Say } from './steps.ts';
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
/** Pages that are packed well at once; of more each is packed in haste first, so that nobody waits. */
const MANY = 50;

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
  refuseDoubtful(content, await liveManifest(folders), options.confirmed);

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
    const library = createLibrary(content.entries, content, bench.pages.library);
    const check = new SiteCheck({ siteUrl, content, library });
    const cold = bench.release === undefined;
    const place = {
      tree,
      check,
      bench,
      sources,
      own: renderer.ownCode,
      packed: folders.compressed,
      quick: false,
      coarse: new Set(bench.coarse),
    };
    const pages = await bench.pages.render(
      library,
      signal,
      (file, bytes, all) => placeText({ ...place, quick: all > MANY }, file, bytes),
      progress((done, all) => say(`Writing the pages: ${done} of ${all} …`)),
    );
    for (const file of pages.removed) removePage(place, file);
    await placeRenderer(place, renderer.assets);
    await placeAssets(place, pages.rendered, pages.removed);
    const findable = new Set(bench.found);
    for (const file of pages.removed) findable.delete(file);
    for (const [file, page] of pages.rendered) {
      if (page.findable) findable.add(file);
      else findable.delete(file);
    }
    if (findable.size === 0 && content.entries.length >= SMALL) {
      throw new Error('No page of the site is to be found by its search.');
    }
    await workshop.search.refresh();
    workshop.search.place(tree, findable);

    say('Checking every page and link …', 'checks');
    const has = (file: string) => tree.files.has(`site/${file}`);
    const links = findDeadLinks(content.entries, has);
    const reported = new Set([...found.addresses, ...links.addresses]);
    const read = (file: string) => readFile(join(tree.folder, 'site', file), 'utf8');
    refuse(await check.finish({ has, pages: pages.files, read, reported }));
    signal.throwIfAborted();

    say('Sealing the release …', 'seal');
    const facts = {
      id,
      revision: content.revision,
      code,
      builtAt: new Date().toISOString(),
      pages: [...pages.files].filter((file) => file.endsWith('.html')).length,
      entries: content.entries,
      redirects: movedAddresses(library.former),
    };
    const manifest = await sealRelease(tree.folder, facts, tree.files);
    say('Putting it live …', 'swap');
    await publishRelease(folders, manifest, before, signal, tree.leaving);
    pages.keep();
    for (const [file, { assets }] of pages.rendered) bench.assets.set(file, assets);
    for (const file of pages.removed) bench.assets.delete(file);
    Object.assign(bench, { coarse: place.coarse, found: findable, facts, since: Date.now() });
    workshop.wentLive(id, tree, bench);
    await removeOld(settings, workshop, signal, say);
    if (cold)
      await pruneCompressed(folders.compressed).catch((error) => say(explain(error, settings.dataDir)));
    return { manifest, leftOut: [...content.leftOut, ...found.leftOut, ...links.leftOut] };
  } catch (error) {
    // Whatever was in the way, the next build takes nothing for granted.
    forgetFiles();
    await workshop.clear().catch(() => undefined);
    throw error;
  } finally {
    await removeUnfinished(folders, id);
  }
}
