import { join } from 'node:path';
import type { Settings } from '../../kernel/settings.ts';
import type { Files } from '../../release/file-list.ts';
import { type Manifest, sealRelease } from '../../release/manifest.ts';
import {
  liveId,
  liveManifest,
  publishRelease,
  releaseFolder,
  removeUnfinished,
  replaceHeld,
  replaceRelease,
} from '../../release/release.ts';
import { discard } from '../../release/trash.ts';
import type { LeftOut } from '../../src/content/export/excluded-entries.ts';
import { redirectPairs } from '../../src/content/redirects.ts';
import { forgetFiles, prepareFiles } from '../check/content-problems.ts';
import type { Source } from '../fetch/fetch-export.ts';
import { type Confirmed, refuseDoubtful, refuseForeignCode } from '../fetch/refuse-doubtful.ts';
import { pruneCompressed } from '../finish/compress.ts';
import { loadRenderer, type Renderer } from '../render/bundle.ts';
import { explain } from '../report/failure.ts';
import type { Say } from '../report/steps.ts';
import { placeOwnIndex } from '../search/keep-index.ts';
import { remadePages } from '../search/rebuilt-pages.ts';
import type { Findable } from '../search/search-store.ts';
import { findWithdrawn } from '../withdrawal/find-withdrawn.ts';
import { placeContent } from '../withdrawal/release-content.ts';
import { noteWithdrawn } from '../withdrawal/withdrawn.ts';
import type { Bench, Workshop } from './build-context.ts';
import { makePages } from './make-pages.ts';
import { removeOld } from './remove-old.ts';
import { placeRenderer } from './write-pages.ts';

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
  /** The release that is made over with other content, instead of a new one that goes live. */
  readonly over?: Over;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** An old release that is made over, or the one that is held, which gets another name then. */
interface Over {
  readonly manifest: Manifest;
  /** Where it is built. */
  readonly unfinished: string;
  readonly renderer: Renderer;
  /** Whether it keeps the search index that it has: while a release is held, the newest index is of other pages. */
  readonly ownIndex: boolean;
  /** To be called once the pages are written: only from then on the lock has to be held. */
  readonly enter: () => Promise<void>;
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
  const { id, settings, source, code, workshop, over, signal, say } = options;
  const { folders, siteUrl } = settings;
  const { content, media } = source;
  const before = await liveId(folders);
  const live = await liveManifest(folders);
  const old = over?.manifest.id;
  if (!over) refuseDoubtful(content, live, options.confirmed);

  try {
    say(`Preparing the pictures and files of ${content.entries.length} entries …`, 'images');
    const sources = { media, images: folders.images, ...(old && { release: releaseFolder(folders, old) }) };
    const found = await prepareFiles(content.entries, sources);
    signal.throwIfAborted();

    say('Writing the pages …', 'render');
    // The site's own settings, which its pages read while they are rendered.
    Object.assign(process.env, { SITE_URL: siteUrl, MEDIA_DIR: media, CACHE_DIR: folders.cache });
    const renderer =
      over?.renderer ?? (await loadRenderer({ code, siteUrl, cache: folders.cache, signal, say }));
    const bench = await (over
      ? workshop.benchForOver(code, renderer, before)
      : workshop.benchFor(code, renderer, before));
    const tree = await workshop.begin(id, bench, over && { ...over, old: over.manifest.id });
    const cold = bench.release === undefined;
    const gone = over ? [] : await findWithdrawn(folders, content, cold ? undefined : bench.content);
    const place = {
      tree,
      sources,
      own: renderer.ownCode,
      packed: folders.compressed,
      coarse: new Set(bench.coarse),
    };
    await placeRenderer(place, renderer.assets);
    const mayLeaveOut = (count: number) => {
      if (over) throw new Error(`No page can be made from ${count} entries`);
      refuseForeignCode(count, live, code, options.confirmed);
    };
    const pages = await makePages({
      content,
      siteUrl,
      place,
      // What is made over leaves nothing behind for the next release.
      bench: over ? copyOf(bench) : bench,
      files: found,
      mayLeaveOut,
      signal,
      say,
    });
    const findable = new Set(bench.found);
    for (const file of pages.removed) findable.delete(file);
    for (const [file, page] of pages.rendered) {
      if (page.findable) findable.add(file);
      else findable.delete(file);
    }
    if (findable.size === 0 && pages.content.entries.length >= SMALL) {
      throw new Error('No page of the site is to be found by its search.');
    }
    await over?.enter();
    const warn = (error: unknown) =>
      say(`A part of the search index is made anew. ${explain(error, settings.dataDir)}`);
    if (!over?.ownIndex) await workshop.search.refresh();
    if (gone.length > 0) {
      say('Taking what was withdrawn out of the search …', 'search');
      const { search } = workshop;
      const keys = new Set(gone.map(({ key }) => key));
      // A new builder has rendered all pages, of which only these can be named.
      const named = (file: string) => !cold || file.split('/').some((name) => keys.has(name));
      const made = [...pages.rendered.keys()].filter((file) => findable.has(file) && named(file));
      const former = before === undefined ? undefined : join(releaseFolder(folders, before), 'site');
      const remade = await remadePages(made, former, join(tree.folder, 'site'));
      await search.forget(hashesOf(findable, tree.files), remade, warn);
    }
    if (over?.ownIndex)
      await placeOwnIndex(tree, releaseFolder(folders, over.manifest.id), over.manifest, warn);
    else workshop.search.place(tree, findable);
    placeContent(tree, { ...content, ...pages.content });

    signal.throwIfAborted();
    say('Sealing the release …', 'seal');
    const { builtAt = new Date().toISOString() } = over?.manifest ?? {};
    const facts = {
      id,
      revision: content.revision,
      code,
      builtAt,
      pages: [...pages.files].filter((file) => file.endsWith('.html')).length,
      entries: pages.content.entries,
      redirects: redirectPairs(pages.library.redirects),
    };
    const manifest = await sealRelease(tree.folder, facts, tree.files);
    if (old !== undefined) {
      if (id === old) await replaceRelease(folders, id, tree.folder, signal);
      else await replaceHeld(folders, { id, before: old, next: tree.folder }, signal);
      await workshop.madeOver(old);
      return { manifest, leftOut: [] };
    }
    say('Putting it live …', 'swap');
    if (gone.length > 0) await noteWithdrawn(folders, gone, content.notices);
    await publishRelease(folders, manifest, before, signal, {
      leaving: tree.leaving,
      withdraws: gone.length > 0,
    });
    pages.keep();
    const shown = { ...content, entries: pages.content.entries };
    Object.assign(bench, { coarse: place.coarse, found: findable, facts, content: shown, since: Date.now() });
    workshop.wentLive(id, tree, bench);
    await removeOld(settings, workshop, signal, say);
    if (cold)
      await pruneCompressed(folders.compressed).catch((error) => say(explain(error, settings.dataDir)));
    return { manifest, leftOut: pages.leftOut };
  } catch (error) {
    if (over) throw error;
    // Whatever was in the way, the next build takes nothing for granted.
    forgetFiles();
    await workshop.clear().catch(() => undefined);
    throw error;
  } finally {
    if (over) await discard(folders, over.unfinished);
    else await removeUnfinished(folders, id);
  }
}

function hashesOf(pages: ReadonlySet<string>, files: Files): Findable {
  return new Map([...pages].map((file) => [file, files.get(`site/${file}`)?.hash ?? '']));
}

function copyOf(bench: Bench): Bench {
  const { assets, absent } = bench;
  return { ...bench, assets: new Map(assets), absent: new Set(absent), culprits: new Map() };
}
