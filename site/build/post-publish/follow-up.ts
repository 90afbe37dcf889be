import { join } from 'node:path';
import { lock } from '../../kernel/lock.ts';
import { jsonLog } from '../../kernel/log.ts';
import type { SiteSettings } from '../../kernel/settings.ts';
import { type FileHashes, readHashes, readManifest, sealRelease } from '../../release/manifest.ts';
import { readPin } from '../../release/pin.ts';
import {
  liveId,
  newReleaseId,
  publishRelease,
  releaseFolder,
  removeUnfinished,
  swapping,
} from '../../release/release.ts';
import type { ReleaseTree } from '../../release/release-tree.ts';
import { dropContent } from '../../release/retained-assets.ts';
import { emptyTrash } from '../../release/trash.ts';
import type { Packed } from '../finish/compress.ts';
import { packFile } from '../finish/text-pool.ts';
import type { BuildContext } from '../pipeline/build-context.ts';
import type { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { removeOld } from '../pipeline/remove-old.ts';
import { explain } from '../report/failure.ts';
import type { BuildPart } from '../report/steps.ts';
import type { IndexTask } from '../search/search-store.ts';
import { readWithdrawn } from '../withdrawal/withdrawn.ts';
import { Withdrawals } from './withdrawals.ts';

export interface FollowUpOptions {
  readonly settings: SiteSettings;
  readonly buildState: IncrementalBuildState;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
  /** Whether something of more hurry waits. */
  readonly hurry?: () => boolean;
  /** Called when what was withdrawn is nowhere any more. */
  readonly onForgotten?: () => void;
}

/** Milliseconds without a new release before the search index is made. */
const QUIET = 3000;
/** The same while one release follows the other. */
const LONGEST = 30_000;
/** The same before archives of the index take in what has changed since they were made. */
const SETTLED = 3_600_000;
/** Milliseconds until an index that could not be made is tried again. */
const REST = 60_000;
/** Milliseconds of what nobody waits for, at a time. */
const SLICE = 1000;
/** Texts that go live together once they are packed. */
const TOGETHER = 1000;

/** An index that is being made. */
interface Indexing extends IndexTask {
  /** Of the release whose pages it takes. */
  readonly pagesOf: string;
  readonly stop: AbortController;
}

/**
 * What follows when the pages are live and nobody waits: the search index, texts packed as well as can
 * be, folders for the next releases. The pages of the next change go first.
 */
export class FollowUp {
  readonly #options: FollowUpOptions;
  #indexing: (Indexing & { readonly end: Promise<void> }) | undefined;
  /** Since when the index may be out of date, in milliseconds. */
  #waiting: number | undefined;
  /** Until when an index that failed is left alone. */
  #restUntil = 0;
  /** The release of which everything has been done, and how thoroughly. */
  #done = '';
  /** Texts that have been packed well by now and are not live, by the page, with their own hash. */
  readonly #packed = new Map<string, { readonly hash: string; readonly kinds: readonly Packed[] }>();

  readonly #log: ReturnType<typeof jsonLog>;
  readonly #withdrawals: Withdrawals;

  constructor(options: FollowUpOptions) {
    this.#options = options;
    this.#log = jsonLog(join(options.settings.folders.logs, 'builder.jsonl'));
    this.#withdrawals = new Withdrawals({ ...options, log: this.#log });
  }

  /** Does a little of what is to be done. @returns whether there is more that could be done at once */
  async look(patient: boolean): Promise<boolean> {
    const { buildState, settings, signal } = this.#options;
    const { context } = buildState;
    if (await readPin(settings.folders)) return this.#followPinned(patient);
    if (!context?.facts) return false;
    const thorough = patient || Date.now() - context.since > SETTLED;
    const toDo = `${context.release} ${thorough}`;
    if (toDo === this.#done) return false;
    if (context.release !== (await liveId(settings.folders))) return false;
    if (await this.#withdrawals.look(patient)) return true;
    if (this.#indexing) {
      if (this.#indexing.canWait && this.#indexing.pagesOf !== context.facts.id) this.#indexing.stop.abort();
      // It goes before packing: somebody may be searching.
      if (!patient) return buildState.prepareNext(this.#enough());
      await this.#indexing.end;
      return true;
    }
    this.#waiting ??= Date.now();
    const calm = Date.now() - context.since > QUIET || Date.now() - this.#waiting > LONGEST;
    const ready = calm && Date.now() > this.#restUntil;
    // Looking what is out of date takes a while on a large site.
    const isDue = patient || ready;
    const task = isDue ? buildState.search.next(context.findable(), thorough) : undefined;
    if (task) {
      this.#waiting = undefined;
      this.#index(context, { ...task, pagesOf: context.facts.id, stop: new AbortController() });
      return true;
    }
    signal.throwIfAborted();
    if (isDue && !buildState.search.isIn(context.files)) {
      return this.#release('search', async () => undefined);
    }
    const withdraws = (await readWithdrawn(settings.folders)) !== undefined;
    // Before packing, which takes minutes after a cold build.
    if (isDue && withdraws && (await this.#forget(context, patient))) return true;
    if (await this.#prepare(context, patient)) return true;
    if (!isDue || withdraws) return false;
    this.#done = toDo;
    this.#waiting = undefined;
    return false;
  }

  /**
   * Removes what was withdrawn from where it still is when all else has followed: from the index, what
   * other pages said of it before; from the caches.
   * @returns whether there is more to do at once
   */
  async #forget(context: BuildContext, patient: boolean): Promise<boolean> {
    const { settings, buildState, onForgotten } = this.#options;
    if (buildState.search.knowsOlder(context.findable())) {
      return this.#release('search', async () => {
        await buildState.search.forget(context.findable(), new Map(), (error) =>
          this.#options.say(`A part of the search index is made anew. ${explain(error, settings.dataDir)}`),
        );
      });
    }
    const enough = patient ? () => false : this.#enough();
    // They begin as what was live before.
    if (patient) await buildState.dropPrepared();
    else if (await buildState.prepareNext(enough)) return true;
    await emptyTrash(settings.folders, enough);
    if (!(await this.#withdrawals.finish(context.files))) return false;
    onForgotten?.();
    return true;
  }

  /**
   * Takes what was withdrawn out of everything while an operator holds a release; nothing else follows then.
   * @returns whether there is more to do at once
   */
  async #followPinned(patient: boolean): Promise<boolean> {
    const { settings, buildState, signal, onForgotten } = this.#options;
    const { folders } = settings;
    if (!(await readWithdrawn(folders))) return false;
    if (await this.#withdrawals.look(patient)) return true;
    if (this.#withdrawals.isRebuilding) return false;
    const live = await liveId(folders);
    const folder = live && releaseFolder(folders, live);
    const manifest = folder && (await readManifest(folder));
    if (!folder || !manifest) return false;
    const hashes = await readHashes(folder, manifest);
    this.#indexing?.stop.abort();
    this.#packed.clear();
    const unlock = await lock(folders.lock, signal, () => undefined);
    try {
      // Whoever rolls back may have kept what left.
      await swapping(folders, signal, () => dropContent(folders));
      await buildState.dropPrepared();
      await this.#forgetButPinned(hashes);
    } finally {
      unlock();
    }
    if (patient) await emptyTrash(folders, () => false);
    if (this.#indexing || !(await this.#withdrawals.finish(hashes))) return false;
    onForgotten?.();
    return true;
  }

  /**
   * Takes out of the parts of the index all but the pages as the held release has them: what it has not may
   * have what was withdrawn, and is indexed anew once it is unpinned.
   */
  async #forgetButPinned(hashes: FileHashes): Promise<void> {
    const { search } = this.#options.buildState;
    const pages = new Map<string, string>();
    for (const [path, hash] of hashes) {
      if (path.startsWith('site/') && path.endsWith('.html')) pages.set(path.slice('site/'.length), hash);
    }
    await search.refresh();
    const rebuilt = new Map([...pages.keys()].map((file) => [file, undefined]));
    await search.forget(pages, rebuilt, (error) =>
      this.#options.say(
        `A part of the search index is made anew. ${explain(error, this.#options.settings.dataDir)}`,
      ),
    );
  }

  /** Does all of it, for a builder that builds once. @throws Error if the search index cannot be made */
  async finish(): Promise<void> {
    while (await this.look(true)) this.#options.signal.throwIfAborted();
  }

  #index(context: BuildContext, task: Indexing): void {
    const { signal, say } = this.#options;
    const end = this.#makeIndex(context, task).finally(() => {
      this.#indexing = undefined;
    });
    this.#indexing = { ...task, end };
    end.catch((error: Error) => {
      if (signal.aborted || task.stop.signal.aborted) return;
      this.#restUntil = Date.now() + REST;
      say(`${error.message} The search stays as it was; trying again in a minute.`);
    });
  }

  async #makeIndex(context: BuildContext, task: Indexing): Promise<void> {
    const { buildState, settings, signal, say } = this.#options;
    if (context.release === undefined) return;
    const site = join(releaseFolder(settings.folders, context.release), 'site');
    say(`Indexing ${task.pages.size} pages for the search …`);
    const made = await buildState.search.make(site, task, AbortSignal.any([signal, task.stop.signal]));
    try {
      const released = await this.#release('search', () => buildState.search.takeIn(made, task));
      if (released) say('The search has caught up.');
    } finally {
      await buildState.search.discard(made);
    }
  }

  /** Tells when a slice of time is over, or something of more hurry waits. */
  #enough(): () => boolean {
    const until = Date.now() + SLICE;
    return () => Date.now() > until || this.#options.hurry?.() === true;
  }

  /** Gets ready for the next release, then packs. @returns whether there is more to do */
  async #prepare(context: BuildContext, patient: boolean): Promise<boolean> {
    const enough = patient ? () => false : this.#enough();
    // A builder that builds once needs none.
    if (!patient && (await this.#options.buildState.prepareNext(enough))) return true;
    if (context.quicklyPacked.size === 0) return false;
    await this.#packSlice(context, enough);
    return true;
  }

  async #packSlice(context: BuildContext, enough: () => boolean): Promise<void> {
    const { settings } = this.#options;
    const { folders } = settings;
    if (context.release === undefined) return;
    const site = join(releaseFolder(folders, context.release), 'site');
    for (const file of context.quicklyPacked) {
      const hash = context.files.get(`site/${file}`)?.hash;
      if (hash === undefined || this.#packed.get(file)?.hash === hash) continue;
      if (this.#packed.size >= TOGETHER) break;
      if (enough()) return;
      const kinds = await packFile({ path: join(site, file), hash, packed: folders.compressed });
      this.#packed.set(file, { hash, kinds });
    }
    const done: string[] = [];
    const released = await this.#release('compress', async (tree) => {
      for (const [file, { hash, kinds }] of this.#packed) {
        if (tree.files.get(`site/${file}`)?.hash !== hash) continue;
        for (const kind of kinds) tree.link(`site/${file}.${kind.ending}`, kind.file, kind);
        done.push(file);
      }
    });
    if (released) for (const file of done) context.quicklyPacked.delete(file);
    this.#packed.clear();
  }

  /**
   * Rebuilds the live release with other files beside the same pages, the newest of the search among them.
   * @returns whether it did: not if there is another release by now, or an operator holds one
   */
  async #release(part: BuildPart, change: (tree: ReleaseTree) => Promise<void>): Promise<boolean> {
    const { buildState, settings, signal, say } = this.#options;
    const { folders } = settings;
    const release = await lock(folders.lock, signal, () => undefined);
    const [id, builtAt] = [newReleaseId(), new Date().toISOString()];
    try {
      const { context } = buildState;
      const live = await liveId(folders);
      if (!context?.facts || context.release !== live || (await readPin(folders))) return false;
      const tree = await buildState.begin(id, context);
      await buildState.search.refresh();
      await change(tree);
      buildState.search.writeTo(tree, context.found);
      const manifest = await sealRelease(tree.folder, { ...context.facts, id, builtAt }, tree.files);
      const withdraws = (await readWithdrawn(folders)) !== undefined;
      await publishRelease(folders, manifest, live, signal, { leaving: tree.leaving, withdraws });
      buildState.wentLive(id, tree, context);
      this.#log({ level: 'info', event: 'followed-up', build: id, pages: context.facts.id, part });
      await removeOld(settings, buildState, signal, say);
      return true;
    } finally {
      await removeUnfinished(folders, id);
      release();
    }
  }
}
