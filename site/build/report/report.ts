import { readFile } from 'node:fs/promises';
import { isMissing, PRIVATE, writeWhole } from '../../kernel/files.ts';
import { request } from '../../kernel/http.ts';
import type { Folders, SiteSettings } from '../../kernel/settings.ts';
import type { FailureKind } from '../../release/failure-kinds.ts';
import { readManifest } from '../../release/manifest.ts';
import { type Pin, readPin } from '../../release/pin.ts';
import { releaseFolder } from '../../release/release.ts';
import type { ExcludedEntry } from '../../src/content/export/excluded-entries.ts';
import { documentsOf, hasWithdrawn, readWithdrawn } from '../withdrawal/withdrawn.ts';
import type { BuildPart } from './steps.ts';

/** How a build went: kept in DATA_DIR and shown in the CMS. */
export interface BuildReport {
  readonly ok: boolean;
  /** The build's name; log lines carry it too. */
  readonly build: string;
  /** The names, in the CMS's log and audit record, of the requests that made what was built. */
  readonly requests?: readonly string[];
  /** The state of the CMS that was built; empty if the build did not come to know it. */
  readonly revision: string;
  /** The release that went live. */
  readonly release?: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly pages?: number;
  /** Size of the release. */
  readonly bytes?: number;
  /** Milliseconds that each part took. */
  readonly parts?: Partial<Record<BuildPart, number>>;
  /** Why there is no new release, in words for people. */
  readonly error?: string;
  /** The same for machines. */
  readonly kind?: FailureKind;
  /** Of a build from nothing: how what was live until then compares with it. */
  readonly compared?: {
    readonly files: number;
    readonly different: number;
    /** The first of those that differ, as paths in the release. */
    readonly named: readonly string[];
  };
  /** What the release stands without, and why. */
  readonly leftOut: readonly ExcludedEntry[];
}

/** Milliseconds. */
const TIMEOUT = 10_000;

export async function writeReport(path: string, report: BuildReport): Promise<void> {
  await writeWhole(path, `${JSON.stringify(report, null, 2)}\n`, PRIVATE);
}

/** The last build's report; undefined if there was none. */
export async function readReport(path: string): Promise<BuildReport | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as BuildReport;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reports to the CMS how the last build went, whether an operator holds a release, and of how many documents
 * something is still somewhere on this disk that is not published any more.
 * @throws HttpError
 */
export async function sendReport(
  report: BuildReport,
  { settings, token, signal }: { settings: SiteSettings; token: string; signal: AbortSignal },
): Promise<void> {
  const pin = await readPin(settings.folders);
  const held = pin && (await pinnedOf(settings.folders, pin));
  const purging = documentsOf(await readWithdrawn(settings.folders));
  const asked = {
    url: `${settings.cmsUrl}/api/export/report`,
    method: 'POST',
    body: { ...report, ...(held && { held }), ...(purging > 0 && { purging }) },
  } as const;
  await request({ ...asked, token, timeout: TIMEOUT, signal }, async () => undefined);
}

async function pinnedOf(folders: Folders, { withdrawnUpTo, ...pin }: Pin) {
  const folder = releaseFolder(folders, pin.release);
  const [manifest, withdrawn] = await Promise.all([readManifest(folder), readWithdrawn(folders)]);
  const isClean = withdrawn === undefined || !(await hasWithdrawn(folder, withdrawn));
  return {
    ...pin,
    // It tells more than the name, which no report may have had.
    revision: manifest?.revision,
    ...(isClean && { withdrawnUpTo }),
  };
}
