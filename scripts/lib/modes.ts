import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../../site/kernel/files.ts';

/** What a web server that runs as another user reads; nothing else is for anybody else. */
const SERVED: readonly string[] = ['releases', 'assets'];
/** Kept shut at its door alone: files in it are shared with the releases, by a second name. */
const SHARED = 'cache';

/**
 * Sets the modes of a data folder right, whatever umask its files were made with: a web server of another user
 * reads the releases and what left them, and has no way into or sight of anything else. Processes that write later
 * keep to the same by their umask.
 * @throws the system's error for what is not this user's
 */
export function setModes(dataDir: string): void {
  setMode(dataDir, 0o711);
  for (const name of namesIn(dataDir)) {
    const path = join(dataDir, name);
    if (SERVED.includes(name)) openFolder(path);
    else if (name === SHARED) setMode(path, 0o700);
    else setAll(path, { folder: 0o700, file: 0o600 });
  }
}

/** Opens the releases: each wholly if it looks shut, for they have many files. */
function openFolder(folder: string): void {
  setMode(folder, 0o755);
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    // What waits there is nobody's yet, or no more.
    const hidden = name.startsWith('.') && lstatSync(path, { throwIfNoEntry: false });
    if (hidden) setMode(path, hidden.isDirectory() ? 0o700 : 0o600);
    else if (looksShut(path)) setAll(path, { folder: 0o755, file: 0o644 });
  }
}

function looksShut(path: string): boolean {
  const isShut = (example: string) => {
    const found = lstatSync(example, { throwIfNoEntry: false });
    return found !== undefined && (found.mode & 0o777) !== (found.isDirectory() ? 0o755 : 0o644);
  };
  if (isShut(path)) return true;
  // A file, such as the list of what left the releases, has nothing below it.
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  return ['site', 'site/index.html', 'site/en/index.html'].some((name) => isShut(join(path, name)));
}

function setAll(path: string, modes: { readonly folder: number; readonly file: number }): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) setMode(path, modes.file);
  if (!found?.isDirectory()) return;
  setMode(path, modes.folder);
  for (const name of namesIn(path)) setAll(join(path, name), modes);
}

function setMode(path: string, mode: number): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && (found.mode & 0o777) !== mode) unlessGone(() => chmodSync(path, mode));
}

function namesIn(folder: string): string[] {
  return unlessGone(() => readdirSync(folder)) ?? [];
}

/** A platform may be running there, whose unfinished files come and go. */
function unlessGone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
