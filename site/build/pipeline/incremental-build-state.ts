import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMissing, isRunning } from '../../kernel/files.ts';
import type { Folders } from '../../kernel/settings.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { readHashes, readManifest } from '../../release/manifest.ts';
import { readPin } from '../../release/pin.ts';
import {
  finishedReleases,
  KEPT,
  liveId,
  previousRelease,
  releaseFolder,
  swapping,
  unfinishedRelease,
  unmark,
} from '../../release/release.ts';
import {
  type Base,
  copyFiles,
  type PreparedCopy,
  ReleaseTree,
  type ReusableRelease,
  restore,
} from '../../release/release-tree.ts';
import { moveToTrash } from '../../release/trash.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { PersistentMap } from '../../src/content/persistent-map.ts';
import { SitePages } from '../plan/site-pages.ts';
import type { Renderer } from '../render/bundle.ts';
import { SearchStore } from '../search/search-store.ts';
import type { BuildContext } from './build-context.ts';

/** Nobody waits long for the lock. */
const { signal: never } = new AbortController();
/** Copies of the live release that wait for the next ones, at most; one once there are releases that can be rebuilt. */
const AHEAD = 2;
/** Files put right between two moments at which other work gets its turn. */
const AT_ONCE = 100;

/** A release made here, and what it changed of the one before. */
interface Step {
  readonly release: string;
  readonly changed: ReadonlySet<string>;
}

/** A folder that is the live release's but for these paths. */
interface Copy {
  readonly folder: string;
  readonly different: Set<string>;
}

/**
 * What stays in memory between the builds of one process. All of it can be lost: the next build then
 * renders the whole site, and finds what it should have been.
 */
export class IncrementalBuildState {
  readonly #folders: Folders;
  readonly #preparedFolder: string;
  readonly search: SearchStore;
  /** What was fetched last, live or not. */
  content: CmsExport | undefined;
  #context: BuildContext | undefined;
  /** The releases made here, oldest first, without a gap. */
  #steps: Step[] = [];
  #prepared: Copy[] = [];
  /** One that is not finished, and the paths that are still to be copied. */
  #growing: (Copy & { readonly rest: Iterator<string> }) | undefined;
  /** While it is copied. */
  #copying: Promise<boolean> | undefined;

  constructor(folders: Folders) {
    this.#folders = folders;
    this.search = new SearchStore(join(folders.cache, 'search'));
    this.#preparedFolder = join(folders.prepared, `${process.pid}`);
  }

  get context(): BuildContext | undefined {
    return this.#context;
  }

  /** The context for this code and this live release; an empty one if the last one was another's. */
  async contextFor(code: string, renderer: Renderer, live: string | undefined): Promise<BuildContext> {
    const { release, code: known } = this.#context ?? {};
    if (this.#context && known === code && release === live) return this.#context;
    await this.#reset();
    const context: BuildContext = {
      code,
      renderer,
      pages: new SitePages(renderer),
      release: undefined,
      files: new PersistentMap<FileFacts>(),
      assets: new Map(),
      absent: new Set(),
      quicklyPacked: new Set(),
      faultyEntries: new Map(),
      found: new Set(),
      since: 0,
      facts: undefined,
      content: undefined,
      findable: () =>
        new Map([...context.found].map((file) => [file, context.files.get(`site/${file}`)?.hash ?? ''])),
    };
    this.#context = context;
    return context;
  }

  /** The context to rebuild another release on: what this process made last, live or not, if it is on disk as it was made. */
  async contextForRebuild(code: string, renderer: Renderer, live: string | undefined): Promise<BuildContext> {
    const context = this.#context;
    const isKnown = context?.code === code && (context.release === live || (await this.#isOnDisk(context)));
    return isKnown ? context : this.contextFor(code, renderer, '');
  }

  /** Another process may have made it over, while an operator holds another one live. */
  async #isOnDisk({ release, files }: BuildContext): Promise<boolean> {
    if (release === undefined) return false;
    const folder = releaseFolder(this.#folders, release);
    const manifest = await readManifest(folder);
    const hashes = manifest && (await readHashes(folder, manifest).catch(() => undefined));
    return hashes !== undefined && [...files].every(([path, { hash }]) => hashes.get(path) === hash);
  }

  /** Forgets everything: the next build fetches and renders all of it. */
  async clear(): Promise<void> {
    this.content = undefined;
    await this.#reset();
  }

  async #reset(): Promise<void> {
    this.#context = undefined;
    this.#steps = [];
    await this.dropPrepared();
  }

  /** Removes the folders that wait for the next releases: who makes none needs none. */
  async dropPrepared(): Promise<void> {
    this.#prepared = [];
    this.#growing = undefined;
    await this.#removePrepared();
  }

  /** Removes those of this process, and of such as have ended. */
  async #removePrepared(): Promise<void> {
    for (const owner of await readdir(this.#folders.prepared).catch(() => [])) {
      if (Number(owner) !== process.pid && isRunning(Number(owner))) continue;
      await moveToTrash(this.#folders, join(this.#folders.prepared, owner));
    }
  }

  /**
   * Begins a release as the one that was made last: the next one, or one that is rebuilt.
   * @param rebuild where that is built, and the release that it was
   */
  async begin(
    id: string,
    { release, files }: BuildContext,
    rebuild?: { readonly unfinished: string; readonly old: string },
  ): Promise<ReleaseTree> {
    const base: Base | undefined =
      release === undefined ? undefined : { folder: releaseFolder(this.#folders, release), files };
    const unfinished = rebuild?.unfinished ?? unfinishedRelease(this.#folders, id);
    const tree = await ReleaseTree.begin(unfinished, base, base && (await this.#takePrepared(!rebuild)));
    if (!base) tree.reusable = await this.#reusable(rebuild ? rebuild.old : await liveId(this.#folders));
    return tree;
  }

  async #reusable(release: string | undefined): Promise<ReusableRelease | undefined> {
    const folder = release && releaseFolder(this.#folders, release);
    const manifest = folder && (await readManifest(folder));
    // One that cannot be trusted is not worth more than the work to write its files again.
    const hashes = manifest && (await readHashes(folder, manifest).catch(() => undefined));
    return folder && hashes ? { folder, hashes } : undefined;
  }

  /** Notes a release that has gone live. */
  wentLive(release: string, { files, changed }: ReleaseTree, context: BuildContext): void {
    context.release = release;
    context.files = files;
    this.#steps.push({ release, changed: new Set(changed) });
    const copies = this.#growing ? [...this.#prepared, this.#growing] : this.#prepared;
    for (const copy of copies) for (const path of changed) copy.different.add(path);
  }

  /**
   * Notes that an old release was rebuilt or taken away: it and those before it cannot become the next
   * ones. Where it is what this process made last, nothing can be made of that any more.
   */
  async releaseRebuilt(release: string): Promise<void> {
    this.#steps = this.#steps.filter((step) => step.release > release);
    if (this.#context?.release === release) await this.#reset();
  }

  /** Takes the release that is one too many, to make the next one of it. Only while the lock is held. */
  async recycle(): Promise<void> {
    if (this.#prepared.length >= AHEAD) return;
    const oldest = await this.#takeOldest(KEPT + 1);
    if (oldest) this.#prepared.push(oldest);
  }

  /**
   * Makes ahead of time what the next release begins as, so that it need not wait for that: what waits is
   * brought up to date, and if that is too little, the live one is copied.
   * @param enough asked now and then whether to go on at another time
   * @returns whether there is more to copy
   */
  async prepareNext(enough: () => boolean): Promise<boolean> {
    // One after the other: both would finish the same one.
    while (this.#copying) await this.#copying.catch(() => undefined);
    this.#copying = this.#copyOn(enough);
    try {
      return await this.#copying;
    } finally {
      this.#copying = undefined;
    }
  }

  async #copyOn(enough: () => boolean): Promise<boolean> {
    for (const prepared of this.#prepared) if (!(await this.#bringUpToDate(prepared, enough))) return true;
    const wanted = (await this.#oldest(KEPT)) ? 1 : AHEAD;
    // From here on what goes live is noted in it.
    const base = this.#base;
    if (!base || this.#prepared.length >= wanted) return false;
    this.#growing ??= {
      folder: join(this.#preparedFolder, `${Date.now()}`),
      different: new Set(),
      rest: base.files.keys(),
    };
    const growing = this.#growing;
    const { folder, different, rest } = growing;
    try {
      if (!(await copyFiles(rest, base.folder, folder, enough))) return true;
    } catch (error) {
      // What it failed at would be missing in it.
      if (this.#growing === growing) this.#growing = undefined;
      await moveToTrash(this.#folders, folder).catch(() => undefined);
      throw error;
    }
    // Not if all was forgotten meanwhile, and its beginning removed.
    if (this.#growing !== growing) return false;
    this.#growing = undefined;
    this.#prepared.push({ folder, different });
    return different.size > 0;
  }

  /** @returns whether it is what the live release is, or somebody has taken it meanwhile */
  async #bringUpToDate(prepared: Copy, enough: () => boolean): Promise<boolean> {
    let done = 0;
    for (const path of prepared.different) {
      const base = this.#base;
      if (!base || !this.#prepared.includes(prepared)) return true;
      // Somebody may have deleted it: what is put into a new one would be all that there is.
      if (done % AT_ONCE === 0 && !existsSync(prepared.folder)) {
        this.#prepared = this.#prepared.filter((one) => one !== prepared);
        return true;
      }
      if (restored(path, base, prepared.folder)) prepared.different.delete(path);
      done += 1;
      if (done % AT_ONCE !== 0) continue;
      if (enough()) return false;
      await nextTurn();
    }
    return true;
  }

  /** The live release, to begin the next one as; undefined before the first. */
  get #base(): Base | undefined {
    const { release, files } = this.#context ?? {};
    return release === undefined || !files
      ? undefined
      : { folder: releaseFolder(this.#folders, release), files };
  }

  /** @param oldest whether the oldest release may be taken */
  async #takePrepared(oldest: boolean): Promise<PreparedCopy | undefined> {
    // One that is begun is finished sooner than another.
    if (this.#prepared.length === 0 && this.#growing) await this.prepareNext(() => false);
    return this.#prepared.shift() ?? (oldest ? this.#takeOldest(KEPT) : undefined);
  }

  /** Takes a release away if there are so many, unless somebody has just rolled back to it. */
  #takeOldest(many: number): Promise<Copy | undefined> {
    return swapping(this.#folders, never, async () => {
      const oldest = await this.#oldest(many);
      if (oldest === undefined || (await readPin(this.#folders))) return undefined;
      if ((await liveId(this.#folders)) !== this.#context?.release) return undefined;
      const at = this.#steps.findIndex(({ release }) => release === oldest);
      const different = new Set(this.#steps.slice(at + 1).flatMap(({ changed }) => [...changed]));
      this.#steps = this.#steps.slice(at + 1);
      const folder = join(this.#preparedFolder, oldest);
      await mkdir(this.#preparedFolder, { recursive: true });
      await rename(releaseFolder(this.#folders, oldest), folder);
      await unmark(folder);
      return { folder, different };
    });
  }

  /** The release, where there are so many, that nobody needs any more and that differs from the live one by what was changed here. */
  async #oldest(many: number): Promise<string | undefined> {
    const finished = await finishedReleases(this.#folders);
    const live = this.#context?.release;
    const previous = live === undefined ? undefined : await previousRelease(this.#folders, live);
    const oldest = finished.find((release) => release !== previous?.id);
    const at = this.#steps.findIndex(({ release }) => release === oldest);
    // The live release is the last step; one that an operator may still go back to is not rebuilt.
    return finished.length < many || at < 0 || at === this.#steps.length - 1 ? undefined : oldest;
  }
}

/** @returns whether it could be: the live release may have lost a file, which the next build finds */
function restored(path: string, base: Base, folder: string): boolean {
  try {
    restore(path, base, folder);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
