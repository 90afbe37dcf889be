import { join } from 'node:path';
import type { SiteSettings } from '../../kernel/settings.ts';
import type { ReleaseFiles } from '../../release/file-list.ts';
import { asOfDate, type Manifest, sealRelease } from '../../release/manifest.ts';
import {
  liveId,
  liveManifest,
  publishRelease,
  releaseFolder,
  removeUnfinished,
  replacePinned,
  replaceRelease,
} from '../../release/release.ts';
import { moveToTrash } from '../../release/trash.ts';
import type { ExcludedEntry } from '../../src/content/export/excluded-entries.ts';
import { redirectPairs } from '../../src/content/redirects.ts';
import { forgetFiles, prepareFiles } from '../check/content-problems.ts';
import type { Source } from '../fetch/fetch-export.ts';
import { type Confirmed, refuseDoubtful, refuseForeignCode } from '../fetch/refuse-doubtful.ts';
import { pruneCompressed } from '../finish/compress.ts';
import { loadRenderer, type Renderer } from '../render/bundle.ts';
import { explain } from '../report/failure.ts';
import type { Say } from '../report/steps.ts';
import { keepIndex } from '../search/keep-index.ts';
import { rebuiltPages } from '../search/rebuilt-pages.ts';
import type { Findable } from '../search/search-store.ts';
import { findWithdrawn } from '../withdrawal/find-withdrawn.ts';
import { writeContent } from '../withdrawal/release-content.ts';
import { noteWithdrawn } from '../withdrawal/withdrawn.ts';
import type { BuildContext } from './build-context.ts';
import type { IncrementalBuildState } from './incremental-build-state.ts';
import { makePages } from './make-pages.ts';
import { removeOld } from './remove-old.ts';
import { writeRendererFiles } from './write-pages.ts';

export interface BuildOptions {
  /** The build's name, and the release's if it succeeds. */
  readonly id: string;
  readonly settings: SiteSettings;
  readonly source: Source;
  /** Hash of the code that builds. */
  readonly code: string;
  /** What an operator has confirmed. */
  readonly confirmed: Confirmed;
  /** What this process still knows from its last build. */
  readonly buildState: IncrementalBuildState;
  /** What is now for the pages; the present if not given. A release that is rebuilt has its own. */
  readonly asOf?: Date;
  /** The release that is rebuilt with other content, instead of a new one that goes live. */
  readonly rebuild?: Rebuild;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** An old release that is rebuilt, or the one that is held, which gets another name then. */
interface Rebuild {
  readonly manifest: Manifest;
  /** Where it is built. */
  readonly unfinished: string;
  readonly renderer: Renderer;
  /** Whether it keeps the search index that it has: while a release is held, the newest index is of other pages. */
  readonly keepsIndex: boolean;
  /** To be called once the pages are written: only from then on the lock has to be held. */
  readonly enter: () => Promise<void>;
}

export interface Built {
  readonly manifest: Manifest;
  readonly leftOut: readonly ExcludedEntry[];
}

/** A site of fewer entries may still have nothing to search. */
const SMALL = 20;

/**
 * Builds one release, checks it and makes it live: what is not touched by a change stays the same file
 * on disk. The search index follows later. Only while the lock is held.
 * @throws Error saying what is wrong; what was live before stays live then.
 */
export async function buildRelease(options: BuildOptions): Promise<Built> {
  const { id, settings, source, code, buildState, rebuild, signal, say } = options;
  const { folders, siteUrl } = settings;
  const { content, media } = source;
  const before = await liveId(folders);
  const live = await liveManifest(folders);
  const old = rebuild?.manifest.id;
  const asOf = rebuild ? asOfDate(rebuild.manifest) : (options.asOf ?? new Date());
  if (!rebuild) refuseDoubtful(content, live, options.confirmed);

  try {
    say(`Preparing the pictures and files of ${content.entries.length} entries …`, 'images');
    const sources = { media, images: folders.images, ...(old && { release: releaseFolder(folders, old) }) };
    const found = await prepareFiles(content.entries, sources);
    signal.throwIfAborted();

    say('Writing the pages …', 'render');
    // The site's own settings, which its pages read while they are rendered.
    Object.assign(process.env, { SITE_URL: siteUrl, MEDIA_DIR: media, CACHE_DIR: folders.cache });
    const renderer =
      rebuild?.renderer ?? (await loadRenderer({ code, siteUrl, cache: folders.cache, signal, say }));
    const context = await (rebuild
      ? buildState.contextForRebuild(code, renderer, before)
      : buildState.contextFor(code, renderer, before));
    const tree = await buildState.begin(id, context, rebuild && { ...rebuild, old: rebuild.manifest.id });
    const cold = context.release === undefined;
    const gone = rebuild ? [] : await findWithdrawn(folders, content, cold ? undefined : context.content);
    const target = {
      tree,
      sources,
      own: renderer.ownCode,
      packed: folders.compressed,
      quicklyPacked: new Set(context.quicklyPacked),
    };
    await writeRendererFiles(target, renderer.assets);
    const mayLeaveOut = (count: number) => {
      if (rebuild) throw new Error(`No page can be made from ${count} entries`);
      refuseForeignCode(count, live, code, options.confirmed);
    };
    const pages = await makePages({
      content,
      siteUrl,
      target,
      // What is rebuilt leaves nothing behind for the next release.
      context: rebuild ? copyOf(context) : context,
      asOf,
      files: found,
      mayLeaveOut,
      signal,
      say,
    });
    const findable = new Set(context.found);
    for (const file of pages.removed) findable.delete(file);
    for (const [file, page] of pages.rendered) {
      if (page.findable) findable.add(file);
      else findable.delete(file);
    }
    if (findable.size === 0 && pages.content.entries.length >= SMALL) {
      throw new Error('No page of the site is to be found by its search.');
    }
    await rebuild?.enter();
    const warn = (error: unknown) =>
      say(`A part of the search index is made anew. ${explain(error, settings.dataDir)}`);
    if (!rebuild?.keepsIndex) await buildState.search.refresh();
    if (gone.length > 0) {
      say('Taking what was withdrawn out of the search …', 'search');
      const { search } = buildState;
      const keys = new Set(gone.map(({ key }) => key));
      // A new builder has rendered all pages, of which only these can be named.
      const named = (file: string) => !cold || file.split('/').some((name) => keys.has(name));
      const made = [...pages.rendered.keys()].filter((file) => findable.has(file) && named(file));
      const previous = before === undefined ? undefined : join(releaseFolder(folders, before), 'site');
      const rebuilt = await rebuiltPages(made, previous, join(tree.folder, 'site'));
      await search.forget(hashesOf(findable, tree.files), rebuilt, warn);
    }
    if (rebuild?.keepsIndex)
      await keepIndex(tree, releaseFolder(folders, rebuild.manifest.id), rebuild.manifest, warn);
    else buildState.search.writeTo(tree, findable);
    writeContent(tree, { ...content, ...pages.content });

    signal.throwIfAborted();
    say('Sealing the release …', 'seal');
    const { builtAt = new Date().toISOString() } = rebuild?.manifest ?? {};
    const facts = {
      id,
      revision: content.revision,
      code,
      builtAt,
      asOf: asOf.toISOString(),
      ...(Number.isFinite(pages.validUntil) && { validUntil: new Date(pages.validUntil).toISOString() }),
      pages: [...pages.files].filter((file) => file.endsWith('.html')).length,
      entries: pages.content.entries,
      redirects: redirectPairs(pages.library.redirects),
    };
    const manifest = await sealRelease(tree.folder, facts, tree.files);
    if (old !== undefined) {
      if (id === old) await replaceRelease(folders, id, tree.folder, signal);
      else await replacePinned(folders, { id, before: old, next: tree.folder }, signal);
      await buildState.releaseRebuilt(old);
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
    Object.assign(context, {
      quicklyPacked: target.quicklyPacked,
      found: findable,
      facts,
      content: shown,
      since: Date.now(),
    });
    buildState.wentLive(id, tree, context);
    await removeOld(settings, buildState, signal, say);
    if (cold)
      await pruneCompressed(folders.compressed).catch((error) => say(explain(error, settings.dataDir)));
    return { manifest, leftOut: pages.leftOut };
  } catch (error) {
    if (rebuild) throw error;
    // Whatever was in the way, the next build takes nothing for granted.
    forgetFiles();
    await buildState.clear().catch(() => undefined);
    throw error;
  } finally {
    if (rebuild) await moveToTrash(folders, rebuild.unfinished);
    else await removeUnfinished(folders, id);
  }
}

function hashesOf(pages: ReadonlySet<string>, files: ReleaseFiles): Findable {
  return new Map([...pages].map((file) => [file, files.get(`site/${file}`)?.hash ?? '']));
}

function copyOf(context: BuildContext): BuildContext {
  const { assets, absent } = context;
  return { ...context, assets: new Map(assets), absent: new Set(absent), faultyEntries: new Map() };
}
