import { readFile } from 'node:fs/promises';
import type { LeftOut } from '../src/cms.ts';
import { writeWhole } from './files.ts';
import { request } from './http.ts';
import type { Settings } from './settings.ts';

/** How a build went: kept in DATA_DIR and shown in the CMS. */
export interface BuildReport {
  readonly ok: boolean;
  /** The state of the CMS that was built; empty if the build did not come to know it. */
  readonly revision: string;
  /** The release that went live. */
  readonly release?: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly pages?: number;
  /** Why there is no new release, in words for people. */
  readonly error?: string;
  /** What the release stands without, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** Milliseconds. */
const TIMEOUT = 10_000;

export async function writeReport(path: string, report: BuildReport): Promise<void> {
  await writeWhole(path, `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * Sends the last build's report to the CMS, if there is one.
 * @throws HttpError
 */
export async function sendReport(settings: Settings, token: string, signal: AbortSignal): Promise<void> {
  const kept = await readFile(settings.folders.report, 'utf8').catch(() => undefined);
  if (!kept) return;
  const asked = {
    url: `${settings.cmsUrl}/api/export/report`,
    method: 'POST',
    body: JSON.parse(kept),
  } as const;
  await request({ ...asked, token, timeout: TIMEOUT, signal }, async () => undefined);
}
