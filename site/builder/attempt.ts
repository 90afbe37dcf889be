import { type CmsExport, readExport } from '../src/cms.ts';
import { buildRelease } from './build.ts';
import { codeHash } from './code-hash.ts';
import { fetchExport, type Source } from './fetch-export.ts';
import { lock } from './lock.ts';
import { collectReleases } from './release.ts';
import { type BuildReport, writeReport } from './report.ts';
import type { Settings } from './settings.ts';

export interface AttemptOptions {
  readonly settings: Settings;
  /** Where the export comes from: the CMS, opened with this token, or a file and a folder. */
  readonly from: { readonly token: string } | { readonly file: string; readonly media: string };
  readonly allowFewer?: boolean;
  readonly signal: AbortSignal;
  readonly say: (step: string) => void;
}

/**
 * Builds once, alone in its data folder, and keeps the report. A failure is a report too.
 * @throws the signal's reason when it is aborted; Error if the data folder cannot be written.
 */
export async function attempt(options: AttemptOptions): Promise<BuildReport> {
  const { settings, signal, say } = options;
  const { folders } = settings;
  const release = await lock(folders.lock, signal, () =>
    say('Waiting for another build of this data folder …'),
  );
  const startedAt = new Date().toISOString();
  let content: CmsExport | undefined;
  let report: BuildReport;
  try {
    await collectReleases(folders);
    const source = await fetchSource(options);
    content = source.content;
    const code = await codeHash(settings.siteUrl);
    const built = await buildRelease({ ...options, allowFewer: options.allowFewer ?? false, source, code });
    const { id, revision, pages } = built.manifest;
    const { leftOut } = built;
    report = {
      ok: true,
      revision,
      release: id,
      startedAt,
      finishedAt: new Date().toISOString(),
      pages,
      leftOut,
    };
  } catch (error) {
    signal.throwIfAborted();
    report = {
      ok: false,
      revision: content?.revision ?? '',
      startedAt,
      finishedAt: new Date().toISOString(),
      error: error instanceof Error ? error.message : String(error),
      leftOut: content?.leftOut ?? [],
    };
  } finally {
    release();
  }
  await writeReport(folders.report, report);
  return report;
}

async function fetchSource({ settings, from, signal, say }: AttemptOptions): Promise<Source> {
  if ('file' in from) return { content: await readExport(from.file), ...from };
  say(`Fetching what is published from ${settings.cmsUrl} …`);
  return fetchExport({ settings, token: from.token, signal });
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
