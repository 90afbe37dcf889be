import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { isMissing, isRunning } from '../../kernel/files.ts';
import type { Folders } from '../../kernel/settings.ts';
import type { FileFacts, Files } from '../../release/file-list.ts';
import { type ReleaseFacts, readHashes, readManifest } from '../../release/manifest.ts';
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
  ReleaseTree,
  restore,
  type Spare,
  type Twin,
} from '../../release/release-tree.ts';
import { discard } from '../../release/trash.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { PersistentMap } from '../../src/content/persistent-map.ts';
import type { Culprit } from '../check/faulty-entries.ts';
import { SitePages } from '../plan/site-pages.ts';
import type { Renderer } from '../render/bundle.ts';
import { type Findable, SearchStore } from '../search/search-store.ts';

/** What a builder knows of the release that it made last, and works on from. */
export interface Bench {
  readonly code: string;
  readonly renderer: Renderer;
  readonly pages: SitePages;
  /** The live release that this one made; undefined before the first. */
  release: string | undefined;
  files: Files;
  /** The pictures and files that a page names, by the page. */
  readonly assets: Map<string, readonly string[]>;
  /** Those of them that are not there, which may come some day. */
  readonly absent: Set<string>;
  /** Texts of the live release that are packed in haste, as paths in the web root. */
  coarse: Set<string>;
  /** Entries that no page can be made from. */
  readonly culprits: Map<CmsEntry, Culprit>;
  /** Pages that can be found by the search. */
  found: Set<string>;
  /** When its last pages went live, in milliseconds. */
  since: number;
  /** What its manifest says of it; undefined before the first release. */
  facts: ReleaseFacts | undefined;
  /** What was published when it was made. */
  content: CmsExport | undefined;
  /** The findable pages with the hash of each. */
  readonly findable: () => Findable;
}

/** Nobody waits long for the lock. */
const { signal: never } = new AbortController();
/** Copies of the live release that wait for the next ones, at most; one once there are releases that can be made over. */
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
export class Workshop {
  readonly #folders: Folders;
  readonly #ownSpares: string;
  readonly search: SearchStore;
  /** What was fetched last, live or not. */
  content: CmsExport | undefined;
  #bench: Bench | undefined;
  /** The releases made here, oldest first, without a gap. */
  #steps: Step[] = [];
  #spares: Copy[] = [];
  /** One that is not finished, and the paths that are still to be copied. */
  #growing: (Copy & { readonly rest: Iterator<string> }) | undefined;
  /** While it is copied. */
  #copying: Promise<boolean> | undefined;

  constructor(folders: Folders) {
    this.#folders = folders;
    this.search = new SearchStore(join(folders.cache, 'search'));
    this.#ownSpares = join(folders.spares, `${process.pid}`);
  }

  get bench(): Bench | undefined {
    return this.#bench;
  }

  /** The bench for this code and this live release; an empty one if the last one was another's. */
  async benchFor(code: string, renderer: Renderer, live: string | undefined): Promise<Bench> {
    const { release, code: known } = this.#bench ?? {};
    if (this.#bench && known === code && release === live) return this.#bench;
    await this.#reset();
    const bench: Bench = {
      code,
      renderer,
      pages: new SitePages(renderer),
      release: undefined,
      files: new PersistentMap<FileFacts>(),
      assets: new Map(),
      absent: new Set(),
      coarse: new Set(),
      culprits: new Map(),
      found: new Set(),
      since: 0,
      facts: undefined,
      content: undefined,
      findable: () =>
        new Map([...bench.found].map((file) => [file, bench.files.get(`site/${file}`)?.hash ?? ''])),
    };
    this.#bench = bench;
    return bench;
  }

  /** The bench to make another release over on: what this process made last, live or not, if it is on disk as it was made. */
  async benchForOver(code: string, renderer: Renderer, live: string | undefined): Promise<Bench> {
    const bench = this.#bench;
    const isKnown = bench?.code === code && (bench.release === live || (await this.#isOnDisk(bench)));
    return isKnown ? bench : this.benchFor(code, renderer, '');
  }

  /** Another process may have made it over, while an operator holds another one live. */
  async #isOnDisk({ release, files }: Bench): Promise<boolean> {
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
    this.#bench = undefined;
    this.#steps = [];
    await this.dropSpares();
  }

  /** Removes the folders that wait for the next releases: who makes none needs none. */
  async dropSpares(): Promise<void> {
    this.#spares = [];
    this.#growing = undefined;
    await this.#removeSpares();
  }

  /** Removes those of this process, and of such as have ended. */
  async #removeSpares(): Promise<void> {
    for (const owner of await readdir(this.#folders.spares).catch(() => [])) {
      if (Number(owner) !== process.pid && isRunning(Number(owner))) continue;
      await discard(this.#folders, join(this.#folders.spares, owner));
    }
  }

  /**
   * Begins a release as the one that was made last: the next one, or one that is made over.
   * @param over where that is built, and the release that it was
   */
  async begin(
    id: string,
    { release, files }: Bench,
    over?: { readonly unfinished: string; readonly old: string },
  ): Promise<ReleaseTree> {
    const base: Base | undefined =
      release === undefined ? undefined : { folder: releaseFolder(this.#folders, release), files };
    const unfinished = over?.unfinished ?? unfinishedRelease(this.#folders, id);
    const tree = await ReleaseTree.begin(unfinished, base, base && (await this.#takeSpare(!over)));
    if (!base) tree.twin = await this.#twin(over ? over.old : await liveId(this.#folders));
    return tree;
  }

  async #twin(release: string | undefined): Promise<Twin | undefined> {
    const folder = release && releaseFolder(this.#folders, release);
    const manifest = folder && (await readManifest(folder));
    // One that cannot be trusted is not worth more than the work to write its files again.
    const hashes = manifest && (await readHashes(folder, manifest).catch(() => undefined));
    return folder && hashes ? { folder, hashes } : undefined;
  }

  /** Notes a release that has gone live. */
  wentLive(release: string, { files, changed }: ReleaseTree, bench: Bench): void {
    bench.release = release;
    bench.files = files;
    this.#steps.push({ release, changed: new Set(changed) });
    const copies = this.#growing ? [...this.#spares, this.#growing] : this.#spares;
    for (const copy of copies) for (const path of changed) copy.different.add(path);
  }

  /**
   * Notes that an old release was made over or taken away: it and those before it cannot become the next
   * ones. Where it is what this process made last, nothing can be made of that any more.
   */
  async madeOver(release: string): Promise<void> {
    this.#steps = this.#steps.filter((step) => step.release > release);
    if (this.#bench?.release === release) await this.#reset();
  }

  /** Takes the release that is one too many, to make the next one of it. Only while the lock is held. */
  async recycle(): Promise<void> {
    if (this.#spares.length >= AHEAD) return;
    const oldest = await this.#takeOldest(KEPT + 1);
    if (oldest) this.#spares.push(oldest);
  }

  /**
   * Makes ahead of time what the next release begins as, so that it need not wait for that: what waits is
   * brought up to date, and if that is too little, the live one is copied.
   * @param enough asked now and then whether to go on at another time
   * @returns whether there is more to copy
   */
  async prepareSpare(enough: () => boolean): Promise<boolean> {
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
    for (const spare of this.#spares) if (!(await this.#bringUpToDate(spare, enough))) return true;
    const wanted = (await this.#oldest(KEPT)) ? 1 : AHEAD;
    // From here on what goes live is noted in it.
    const base = this.#base;
    if (!base || this.#spares.length >= wanted) return false;
    this.#growing ??= {
      folder: join(this.#ownSpares, `${Date.now()}`),
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
      await discard(this.#folders, folder).catch(() => undefined);
      throw error;
    }
    // Not if all was forgotten meanwhile, and its beginning removed.
    if (this.#growing !== growing) return false;
    this.#growing = undefined;
    this.#spares.push({ folder, different });
    return different.size > 0;
  }

  /** @returns whether it is what the live release is, or somebody has taken it meanwhile */
  async #bringUpToDate(spare: Copy, enough: () => boolean): Promise<boolean> {
    let done = 0;
    for (const path of spare.different) {
      const base = this.#base;
      if (!base || !this.#spares.includes(spare)) return true;
      // Somebody may have deleted it: what is put into a new one would be all that there is.
      if (done % AT_ONCE === 0 && !existsSync(spare.folder)) {
        this.#spares = this.#spares.filter((one) => one !== spare);
        return true;
      }
      if (restored(path, base, spare.folder)) spare.different.delete(path);
      done += 1;
      if (done % AT_ONCE !== 0) continue;
      if (enough()) return false;
      await breathe();
    }
    return true;
  }

  /** The live release, to begin the next one as; undefined before the first. */
  get #base(): Base | undefined {
    const { release, files } = this.#bench ?? {};
    return release === undefined || !files
      ? undefined
      : { folder: releaseFolder(this.#folders, release), files };
  }

  /** @param oldest whether the oldest release may be taken */
  async #takeSpare(oldest: boolean): Promise<Spare | undefined> {
    // One that is begun is finished sooner than another.
    if (this.#spares.length === 0 && this.#growing) await this.prepareSpare(() => false);
    return this.#spares.shift() ?? (oldest ? this.#takeOldest(KEPT) : undefined);
  }

  /** Takes a release away if there are so many, unless somebody has just rolled back to it. */
  #takeOldest(many: number): Promise<Copy | undefined> {
    return swapping(this.#folders, never, async () => {
      const oldest = await this.#oldest(many);
      if (oldest === undefined || (await readPin(this.#folders))) return undefined;
      if ((await liveId(this.#folders)) !== this.#bench?.release) return undefined;
      const at = this.#steps.findIndex(({ release }) => release === oldest);
      const different = new Set(this.#steps.slice(at + 1).flatMap(({ changed }) => [...changed]));
      this.#steps = this.#steps.slice(at + 1);
      const folder = join(this.#ownSpares, oldest);
      await mkdir(this.#ownSpares, { recursive: true });
      await rename(releaseFolder(this.#folders, oldest), folder);
      await unmark(folder);
      return { folder, different };
    });
  }

  /** The release, where there are so many, that nobody needs any more and that differs from the live one by what was changed here. */
  async #oldest(many: number): Promise<string | undefined> {
    const finished = await finishedReleases(this.#folders);
    const live = this.#bench?.release;
    const previous = live === undefined ? undefined : await previousRelease(this.#folders, live);
    const oldest = finished.find((release) => release !== previous?.id);
    const at = this.#steps.findIndex(({ release }) => release === oldest);
    // The live release is the last step; one that an operator may still go back to is not made over.
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
