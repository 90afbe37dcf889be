import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packText } from './compress.ts';
import { lock } from './lock.ts';
import { sealRelease } from './manifest.ts';
import { readPin } from './pin.ts';
import { collectReleases, liveId, newReleaseId, publishRelease, releaseFolder } from './release.ts';
import { type ReleaseTree, sha256 } from './release-tree.ts';
import { partsOf } from './search-index.ts';
import type { Settings } from './settings.ts';
import type { Bench, Workshop } from './workshop.ts';

export interface FollowUpOptions {
  readonly settings: Settings;
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
}

/** Milliseconds without a new release before the search index is made. */
const QUIET = 3000;
/** Milliseconds that texts are packed at a time. */
const SLICE = 2000;

/**
 * What follows when the pages are live and nobody waits: the search index, texts packed as well as can
 * be, folders for the next releases. The pages of the next change go first.
 */
export class FollowUp {
  readonly #options: FollowUpOptions;
  #indexing: Promise<void> | undefined;
  /** How long the last part of the index took, in milliseconds: changes are gathered for as long. */
  #lasted = 0;
  /** Texts that have been packed well by now and wait for the next release. */
  #packed = 0;

  constructor(options: FollowUpOptions) {
    this.#options = options;
  }

  /** Does a little of what is to be done. @returns whether there is more, or more to wait for */
  async look(patient: boolean): Promise<boolean> {
    const { workshop, settings, signal } = this.#options;
    const { bench } = workshop;
    if (!bench?.facts || bench.release !== (await liveId(settings.folders))) return false;
    if (this.#indexing) {
      if (!patient) await this.#packSlice(bench);
      else await this.#indexing;
      return true;
    }
    const since = Date.now() - bench.since;
    const stale = workshop.search.stalePart(bench.findable());
    if (stale && (patient || since > Math.max(QUIET, this.#lasted))) {
      this.#indexing = this.#index(bench, { ...stale, count: partsOf(bench.findable().size) }).finally(() => {
        this.#indexing = undefined;
      });
      // Whoever waits for it hears of a failure; the next look tries again.
      this.#indexing.catch(() => undefined);
      return true;
    }
    signal.throwIfAborted();
    if (bench.coarse.size > 0) {
      await this.#packSlice(bench);
      return true;
    }
    await workshop.prepareSpare();
    return stale !== undefined;
  }

  /** Does all of it, for a builder that builds once. @throws Error if the search index cannot be made */
  async finish(): Promise<void> {
    while (await this.look(true)) this.#options.signal.throwIfAborted();
  }

  async #index(bench: Bench, task: Parameters<Workshop['search']['make']>[1]): Promise<void> {
    const { workshop, settings, signal, say } = this.#options;
    if (bench.release === undefined) return;
    const began = Date.now();
    const site = join(releaseFolder(settings.folders, bench.release), 'site');
    say(`Indexing ${task.pages.size} pages for the search …`);
    await workshop.search.make(site, task, signal);
    this.#lasted = Date.now() - began;
    await this.#release((tree, now) => workshop.search.place(tree, new Set(now.findable().keys())));
    say('The search has caught up.');
  }

  async #packSlice(bench: Bench): Promise<void> {
    const { settings } = this.#options;
    const { folders } = settings;
    if (bench.release === undefined) return;
    const site = join(releaseFolder(folders, bench.release), 'site');
    const until = Date.now() + SLICE;
    const waiting = [...bench.coarse].slice(this.#packed);
    for (const file of waiting) {
      if (Date.now() > until) return;
      const text = await readFile(join(site, file));
      await packText(text, sha256(text), folders.compressed, false);
      this.#packed += 1;
    }
    this.#packed = 0;
    await this.#release(async (tree, now) => {
      for (const file of now.coarse) {
        const text = await readFile(join(site, file));
        for (const kind of await packText(text, sha256(text), folders.compressed, false)) {
          await tree.link(`site/${file}.${kind.ending}`, kind.file, kind);
        }
      }
      now.coarse = new Set();
    });
  }

  /** Makes the live release over with other files beside the same pages. */
  async #release(change: (tree: ReleaseTree, bench: Bench) => Promise<void>): Promise<void> {
    const { workshop, settings, signal } = this.#options;
    const { folders } = settings;
    const release = await lock(folders.lock, signal, () => undefined);
    try {
      const { bench } = workshop;
      const live = await liveId(folders);
      if (!bench?.facts || bench.release !== live || (await readPin(folders))) return;
      const [id, builtAt] = [newReleaseId(), new Date().toISOString()];
      const tree = await workshop.begin(id, bench);
      await change(tree, bench);
      const manifest = await sealRelease(tree.folder, { ...bench.facts, id, builtAt }, tree.files);
      await publishRelease(folders, manifest, live, signal);
      workshop.wentLive(id, tree, bench);
      await collectReleases(folders);
    } finally {
      release();
    }
  }
}
