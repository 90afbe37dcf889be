import { join } from 'node:path';
import { lock } from '../../kernel/lock.ts';
import { jsonLog } from '../../kernel/log.ts';
import type { SiteSettings } from '../../kernel/settings.ts';
import { readPin } from '../../release/pin.ts';
import { collectReleases, newReleaseId, Overtaken, pinnedWords } from '../../release/release.ts';
import { type CmsExport, readExport } from '../../src/content/export/read-export.ts';
import { fetchExport, type Source } from '../fetch/fetch-export.ts';
import type { Confirmed } from '../fetch/refuse-doubtful.ts';
import { codeHash } from '../render/code-hash.ts';
import { explain, kindOf } from '../report/failure.ts';
import { type BuildReport, writeReport } from '../report/report.ts';
import { type Say, Stopwatch } from '../report/steps.ts';
import { buildRelease } from './build.ts';
import { IncrementalBuildState } from './incremental-build-state.ts';
import { noteWhilePinned } from './while-pinned.ts';

export interface AttemptOptions {
  readonly settings: SiteSettings;
  /** Where the export comes from: the CMS, opened with this token, or a file and a folder. */
  readonly from: { readonly token: string } | { readonly file: string; readonly media: string };
  /** What the CMS calls the requests that made what is built: by them its log and this one are one story. */
  readonly requests?: readonly string[];
  readonly confirmed?: Confirmed;
  /** What is now for the pages; the present if not given. */
  readonly asOf?: Date;
  /** What this process still knows from its last build; without one it builds everything. */
  readonly buildState?: IncrementalBuildState;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
}

/**
 * Builds once, alone in its data folder, and keeps the report; while a release is held, what was withdrawn
 * is noted and nothing is built. A failure is a report too, that the
 * folder cannot be written to as well.
 * @throws the signal's reason when it is aborted.
 */
export async function attempt(options: AttemptOptions): Promise<BuildReport> {
  const { settings, signal, confirmed = { fewer: false, older: false } } = options;
  const buildState = options.buildState ?? new IncrementalBuildState(settings.folders);
  const { folders, dataDir } = settings;
  const startedAt = new Date();
  const id = newReleaseId(startedAt);
  const log = jsonLog(join(folders.logs, 'builder.jsonl'));
  const watch = new Stopwatch();
  const say: Say = (words, part) => {
    if (part) watch.begin(part);
    options.say(words);
    log({ level: 'info', event: 'step', build: id, words, ...(part && { part }) });
  };
  const reportOnly = (error: unknown) => {
    signal.throwIfAborted();
    options.say(explain(error, dataDir));
  };
  let content: CmsExport | undefined;
  let release: (() => void) | undefined;
  let outcome: Pick<BuildReport, 'ok' | 'release' | 'pages' | 'bytes' | 'error' | 'kind' | 'leftOut'>;
  try {
    release = await lock(folders.lock, signal, () => say('Waiting for another build of this data folder …'));
    const pin = await readPin(folders);
    if (!pin) await collectReleases(folders, signal).catch(reportOnly);
    const source = await fetchSource({ ...options, buildState, say });
    content = source.content;
    buildState.content = content;
    if (pin) {
      await noteWhilePinned(folders, content, confirmed, signal);
      throw new Overtaken(pinnedWords(pin));
    }
    const code = await codeHash(settings.siteUrl);
    const { manifest, leftOut } = await buildRelease({
      ...options,
      buildState,
      say,
      id,
      confirmed,
      source,
      code,
    });
    const { pages, files } = manifest;
    outcome = { ok: true, release: manifest.id, pages, bytes: files.bytes, leftOut };
  } catch (error) {
    signal.throwIfAborted();
    const leftOut = content?.leftOut ?? [];
    outcome = { ok: false, error: explain(error, dataDir), kind: kindOf(error), leftOut };
  } finally {
    watch.end();
    release?.();
  }
  const { requests = [] } = options;
  const report: BuildReport = {
    build: id,
    ...(requests.length > 0 && { requests }),
    revision: content?.revision ?? '',
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    parts: watch.parts(),
    ...outcome,
  };
  const { ok, leftOut, ...rest } = report;
  const event = ok ? 'build-finished' : 'build-failed';
  log({ level: ok ? 'info' : 'error', event, leftOut: leftOut.length, ...rest });
  // On a full disk it cannot be kept, but still be told.
  await writeReport(folders.report, report).catch((error) => say(explain(error, dataDir)));
  return report;
}

async function fetchSource({
  settings,
  from,
  buildState,
  signal,
  say,
}: AttemptOptions & { buildState: IncrementalBuildState; say: Say }): Promise<Source> {
  if ('file' in from) {
    say(`Reading ${from.file} …`, 'export');
    return { content: await readExport(from.file), media: from.media };
  }
  say(`Fetching what is published from ${settings.cmsUrl} …`, 'export');
  return fetchExport({ settings, token: from.token, signal }, buildState.content);
}

/** A report in plain words, one line for each fact. */
export function describe({ ok, release, revision, pages, error, leftOut }: BuildReport): string {
  const first = ok
    ? `Release ${release} is live: ${pages} pages, revision ${revision}.`
    : `The build failed and the site stays as it was. ${error}`;
  const problems = leftOut.map(({ type, key, documentId, locale, title, problem }) => {
    return `  ${type} ${key ?? documentId} (${locale})${title ? ` “${title}”` : ''}: ${problem}`;
  });
  return [
    first,
    ...(problems.length ? [`${problems.length} to be corrected in the CMS:`] : []),
    ...problems,
  ].join('\n');
}
