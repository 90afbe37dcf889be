import { join } from 'node:path';
import { jsonLog } from '../../kernel/log.ts';
import type { Folders, SiteSettings } from '../../kernel/settings.ts';
import type { StateKeeper } from '../../release/builder-state.ts';
import {
  asOfDate,
  type FileHashes,
  findDamage,
  type Manifest,
  readHashes,
  readManifest,
} from '../../release/manifest.ts';
import { readPin } from '../../release/pin.ts';
import { liveId, liveManifest, releaseFolder } from '../../release/release.ts';
import type { IncrementalBuildState } from '../pipeline/incremental-build-state.ts';
import { explain } from '../report/failure.ts';
import { type BuildReport, writeReport } from '../report/report.ts';
import { type Differences, differencesOf, isNight } from './nightly.ts';

export interface ColdOptions {
  readonly settings: SiteSettings;
  readonly buildState: Pick<IncrementalBuildState, 'context' | 'clear'>;
  /** Builds once, as of a moment if one is given, and keeps the report. */
  readonly build: (asOf?: Date) => Promise<BuildReport>;
  readonly state: StateKeeper;
  /** Called with the report of each cold build. */
  readonly onBuilt: (report: BuildReport) => void;
  readonly say: (words: string) => void;
}

/** Milliseconds that lie at least between two tries. */
const REST = 600_000;
/** Files that differ and are named to people; the log names all. */
const NAMED = 20;
/** Milliseconds between two lines of progress. */
const PROGRESS = 2000;

/**
 * Builds the site from nothing once a night, and when the builder has just started, so that it knows
 * what every page reads before something changes. What was live until then is compared with it, as it
 * was sealed and as it is on disk; a difference stands in the log, the report and the state.
 */
export class ColdBuild {
  readonly #options: ColdOptions;
  readonly #log: ReturnType<typeof jsonLog>;
  #last = new Date(0);

  constructor(options: ColdOptions) {
    this.#options = options;
    this.#log = jsonLog(join(options.settings.folders.logs, 'builder.jsonl'));
  }

  /** Builds if it is time for it. Failures are in the report. */
  async look(): Promise<void> {
    const { settings, buildState, state, onBuilt, say } = this.#options;
    if (!(await this.#isDue())) return;
    this.#last = new Date();
    await state.note({ buildingSince: this.#last.toISOString() });
    try {
      say('Comparing the live release with what it was sealed as …');
      const before = await liveFiles(settings.folders, throttled(say));
      await buildState.clear();
      // What it says of the time is no difference.
      const report = await this.#options.build(before && asOfDate(before.manifest));
      const found = before && (await compareWith(before, report, settings.folders));
      onBuilt(found ? await this.#reportDifferences(report, found) : report);
    } finally {
      await state.note({ buildingSince: undefined });
    }
  }

  async #isDue(): Promise<boolean> {
    const { settings, buildState, state } = this.#options;
    if (buildState.context?.facts && !isNight(new Date(), this.#last)) return false;
    if (state.behind || Date.now() - this.#last.getTime() < REST) return false;
    return (await liveManifest(settings.folders)) !== undefined && !(await readPin(settings.folders));
  }

  async #reportDifferences(report: BuildReport, { different, compared }: Differences): Promise<BuildReport> {
    const { settings, state, say } = this.#options;
    const { build, revision, finishedAt } = report;
    const files = different.length;
    const named = different.slice(0, NAMED);
    const reported: BuildReport = { ...report, compared: { files: compared, different: files, named } };
    await writeReport(settings.folders.report, reported).catch((error) =>
      say(explain(error, settings.dataDir)),
    );
    await state.note({ differed: files > 0 ? { at: finishedAt, files, build } : undefined });
    if (files === 0) {
      this.#log({ level: 'info', event: 'same', build, revision, compared });
      return reported;
    }
    this.#log({ level: 'error', event: 'differs', build, revision, compared, files: different });
    const first = different.slice(0, 5).join(', ');
    say(`${files} files of the site were not what a build from nothing makes: ${first}. That is live now.`);
    return reported;
  }
}

/** A live release as it was before it was built anew. */
interface Before {
  readonly manifest: Manifest;
  /** Undefined if its own list of them is gone or was changed. */
  readonly hashes: FileHashes | undefined;
  /** What is on disk otherwise than it was sealed. */
  readonly damaged: readonly string[];
}

type Progress = (done: number, all: number) => void;

/** Reports now and then how far a long comparison has come. */
function throttled(say: (words: string) => void): Progress {
  let reported = Date.now();
  return (done, all) => {
    if (Date.now() - reported < PROGRESS) return;
    reported = Date.now();
    say(`${done} of ${all} files compared …`);
  };
}

/** @returns undefined if there is none */
async function liveFiles(folders: Folders, progress: Progress): Promise<Before | undefined> {
  const release = await liveId(folders);
  const folder = release === undefined ? undefined : releaseFolder(folders, release);
  const manifest = folder && (await readManifest(folder));
  if (!folder || !manifest) return undefined;
  const hashes = await readHashes(folder, manifest).catch(() => undefined);
  if (!hashes) return { manifest, hashes, damaged: ['files.sha256'] };
  const { missing, changed, extra } = await findDamage(folder, manifest, progress);
  return { manifest, hashes, damaged: [...missing, ...changed, ...extra] };
}

/** @returns undefined if what was built shows something else than what was live */
async function compareWith(
  { manifest, hashes, damaged }: Before,
  { ok, release, revision }: BuildReport,
  folders: Folders,
): Promise<Differences | undefined> {
  if (!ok || release === undefined || revision !== manifest.revision) return undefined;
  const folder = releaseFolder(folders, release);
  const built = await readManifest(folder);
  if (!built || built.code !== manifest.code) return undefined;
  const after = await readHashes(folder, built);
  const { different, compared } = differencesOf(hashes ?? after, after);
  return { different: [...new Set([...different, ...damaged])].sort(), compared };
}
