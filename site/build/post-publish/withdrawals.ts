import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { forEach } from '../../kernel/files.ts';
import type { jsonLog } from '../../kernel/log.ts';
import type { SiteSettings } from '../../kernel/settings.ts';
import { readManifest } from '../../release/manifest.ts';
import { readPin } from '../../release/pin.ts';
import { dropRelease, finishedReleases, liveId, Overtaken, releaseFolder } from '../../release/release.ts';
import { forgetFiles } from '../check/content-problems.ts';
import type { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { explain, kindOf } from '../report/failure.ts';
import {
  forgetWithdrawn,
  hasWithdrawn,
  readWithdrawn,
  type WithdrawalRecord,
} from '../withdrawal/withdrawn.ts';
import { rebuildRelease, rebuildReleaseApart } from './rebuild-release.ts';

export interface WithdrawalOptions {
  readonly settings: SiteSettings;
  readonly buildState: IncrementalBuildState;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
  readonly log: ReturnType<typeof jsonLog>;
}

/**
 * What follows once the live release is without what was withdrawn: old releases are rebuilt without
 * it, so that no rollback shows it again, and it is removed from our caches. A live release that is held is
 * rebuilt as well, and first. What there is to do follows from what is on disk, so that whoever comes after a builder that was killed goes on with it.
 */
export class Withdrawals {
  readonly #options: WithdrawalOptions;
  /** Releases that were looked at and have nothing of what is in this record. */
  #clean: { readonly record: string; readonly ids: Set<string> } = { record: '', ids: new Set() };
  /** A release that is rebuilt in a process of its own. */
  #apart: Promise<void> | undefined;
  /** Why the held release could not be rebuilt there. */
  #failed: { readonly error: unknown } | undefined;

  constructor(options: WithdrawalOptions) {
    this.#options = options;
  }

  /** Whether a release is rebuilt in a process of its own. */
  get isRebuilding(): boolean {
    return this.#apart !== undefined;
  }

  /**
   * Rebuilds one release.
   * @param patient whether to wait for one that takes long
   * @returns whether there may be more to do at once
   * @throws Error if the data folder cannot be written to, or the held release cannot be rebuilt
   */
  async look(patient: boolean): Promise<boolean> {
    const { settings, buildState } = this.#options;
    const { folders } = settings;
    if (this.#apart && !patient) return false;
    await this.#apart?.catch(() => undefined);
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed) throw failed.error;
    const withdrawn = await readWithdrawn(folders);
    const outdated = withdrawn ? await this.#outdated(withdrawn) : [];
    const { release, code } = buildState.context ?? {};
    const live = await liveId(folders);
    // What this process made last comes at the end, for the others are made of it.
    const id = outdated.find((one) => one === live || one !== release) ?? outdated[0];
    // The next build rebuilds the live one, unless it is held.
    if (id === undefined || (id === live && (await readPin(folders))?.release !== live)) return false;
    const manifest = await readManifest(releaseFolder(folders, id));
    if (release !== undefined && manifest?.code === code) await this.#rebuildRelease(id, false);
    else {
      this.#apart = this.#rebuildRelease(id, true)
        .catch((error: unknown) => {
          this.#failed = { error };
        })
        .finally(() => {
          this.#apart = undefined;
        });
      if (patient) await this.#apart;
    }
    return true;
  }

  /** The releases that have something of it: the live one first, then the newest. */
  async #outdated(withdrawn: WithdrawalRecord): Promise<string[]> {
    const { folders } = this.#options.settings;
    const record = JSON.stringify(withdrawn);
    if (this.#clean.record !== record) this.#clean = { record, ids: new Set() };
    const live = await liveId(folders);
    const found: string[] = [];
    for (const id of (await finishedReleases(folders)).reverse()) {
      if (this.#clean.ids.has(id)) continue;
      if (!(await hasWithdrawn(releaseFolder(folders, id), withdrawn))) this.#clean.ids.add(id);
      else if (id === live) found.unshift(id);
      else found.push(id);
    }
    return found;
  }

  async #rebuildRelease(id: string, apart: boolean): Promise<void> {
    const { settings, buildState, signal, say, log } = this.#options;
    const { folders, dataDir } = settings;
    say(`Making release ${id} over without what was withdrawn …`);
    try {
      if (apart) await rebuildReleaseApart(id, settings, signal);
      else await rebuildRelease({ ...this.#options, id });
      log({ level: 'info', event: 'made-over', build: id });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Overtaken) return;
      if (['disk-full', 'not-writable'].includes(kindOf(error))) throw error;
      // What is live stays until it can be rebuilt.
      if (id === (await liveId(folders))) {
        const reason = explain(error, dataDir);
        throw new Error(`Release ${id} is held, has what was withdrawn and cannot be made over: ${reason}`, {
          cause: error,
        });
      }
      // No release is better than one that shows what was withdrawn.
      await dropRelease(folders, id, signal);
      await buildState.releaseRebuilt(id);
      const reason = explain(error, dataDir);
      log({ level: 'error', event: 'dropped', build: id, error: reason });
      say(`Release ${id} was deleted: it could not be made over without what was withdrawn. ${reason}`);
    }
  }

  /**
   * Removes what was withdrawn from the caches, once no release has it.
   * @param files those of the live release
   * @returns whether it is nowhere any more; not yet if a release still has it
   */
  async finish(files: Pick<ReadonlyMap<string, unknown>, 'has'>): Promise<boolean> {
    const { settings, log } = this.#options;
    const { folders } = settings;
    const withdrawn = await readWithdrawn(folders);
    if (!withdrawn || this.#apart || (await this.#outdated(withdrawn)).length > 0) return false;
    // What waits to be deleted still shares files with the cache.
    if ((await readdir(folders.trash).catch(() => [])).length > 0) return false;
    await removeWhere(folders.images, async (name) => {
      const media = name.replace(/json$/, 'avif');
      return !files.has(`site/media/${media}`);
    });
    // What is published again needs its pictures again.
    forgetFiles();
    // What no release shares with it is a text that no release has.
    await removeWhere(folders.compressed, async (name) => {
      return (await stat(join(folders.compressed, name))).nlink === 1;
    });
    await forgetWithdrawn(folders);
    log({ level: 'info', event: 'withdrawn', versions: Object.keys(withdrawn.versions).length });
    return true;
  }
}

/** Removes the files below a folder of which that is true. */
async function removeWhere(folder: string, is: (name: string) => Promise<boolean>): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  await forEach(names, async (name) => {
    if (await is(name)) await rm(join(folder, name), { force: true });
  });
}
