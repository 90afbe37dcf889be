import type { SiteSettings } from '../../kernel/settings.ts';
import { collectReleases } from '../../release/release.ts';
import { explain } from '../report/failure.ts';
import type { IncrementalBuildState } from './incremental-build-state.ts';

/**
 * Takes away what a release has replaced that has just gone live. It is live, whatever goes wrong here:
 * that is told, and the next one tries again. Only while the lock is held.
 */
export async function removeOld(
  { folders, dataDir }: Pick<SiteSettings, 'folders' | 'dataDir'>,
  buildState: IncrementalBuildState,
  signal: AbortSignal,
  say: (words: string) => void,
): Promise<void> {
  for (const remove of [() => buildState.recycle(), () => collectReleases(folders, signal)]) {
    await remove().catch((error) => {
      signal.throwIfAborted();
      say(explain(error, dataDir));
    });
  }
}
