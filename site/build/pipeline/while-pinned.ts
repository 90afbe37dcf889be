import { lock } from '../../kernel/lock.ts';
import type { Folders, SiteSettings } from '../../kernel/settings.ts';
import { readPin, writePin } from '../../release/pin.ts';
import { liveManifest, swapping } from '../../release/release.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { fetchExport } from '../fetch/fetch-export.ts';
import { type Confirmed, refuseDoubtful } from '../fetch/refuse-doubtful.ts';
import { findWithdrawn } from '../withdrawal/find-withdrawn.ts';
import { noteWithdrawn } from '../withdrawal/withdrawn.ts';
import type { IncrementalBuildState } from './incremental-build-state.ts';

/**
 * Notes what releases on disk have and the CMS does not publish any more, while an operator holds one: what
 * follows takes it out of all of them, of the held one first. Only while the builders' lock is held.
 * @throws DoubtfulExport
 */
export async function noteWhilePinned(
  folders: Folders,
  content: CmsExport,
  confirmed: Confirmed,
  signal: AbortSignal,
): Promise<void> {
  refuseDoubtful(content, await liveManifest(folders), confirmed);
  const gone = await findWithdrawn(folders, content);
  if (gone.length > 0) await noteWithdrawn(folders, gone, content.notices);
  // After that, so that who is killed in between looks again.
  await swapping(folders, signal, async () => {
    const pin = await readPin(folders);
    if (pin) await writePin(folders, { ...pin, withdrawnUpTo: content.revision });
  });
}

export interface LookOptions {
  readonly settings: SiteSettings;
  readonly token: string;
  readonly buildState: IncrementalBuildState;
  readonly signal: AbortSignal;
}

/**
 * Looks at what is published now, of which nothing goes live but that something is there no more.
 * @throws HttpError, ExportError, DoubtfulExport
 */
export async function lookWhilePinned({ settings, token, buildState, signal }: LookOptions): Promise<void> {
  const { folders } = settings;
  const unlock = await lock(folders.lock, signal, () => undefined);
  try {
    const { content } = await fetchExport({ settings, token, signal }, buildState.content);
    buildState.content = content;
    await noteWhilePinned(folders, content, { fewer: false, older: false }, signal);
  } finally {
    unlock();
  }
}
