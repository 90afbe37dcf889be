import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Folders } from './settings.ts';

/**
 * Lets a web server of another user read what this process writes into releases, whatever umask it was started
 * with, and shuts the folders of all else. Files that are for nobody else name their own mode.
 */
export function openReleases({ cache, logs, releases, assets, prepared, trash }: Folders): void {
  process.umask(0o022);
  try {
    mkdirSync(dirname(releases), { recursive: true, mode: 0o711 });
    for (const folder of [releases, assets]) mkdirSync(folder, { recursive: true });
    for (const folder of [cache, logs, prepared, trash]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // A disk that is full or cannot be written to: whoever writes next says so.
  }
}
