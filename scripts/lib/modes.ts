import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    const path = join(dataDir, entry.name);
    if (SERVED.includes(entry.name)) openFolder(path);
    else if (entry.name === SHARED) setMode(path, 0o700);
    else setAll(path, { folder: 0o700, file: 0o600 });
  }
}

/** Opens the releases: each wholly if it looks shut, for they have many files. */
function openFolder(folder: string): void {
  setMode(folder, 0o755);
  for (const { name } of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, name);
    // What waits there is nobody's yet, or no more.
    if (name.startsWith('.')) setMode(path, lstatSync(path).isDirectory() ? 0o700 : 0o600);
    else if (looksShut(path)) setAll(path, { folder: 0o755, file: 0o644 });
  }
}

function looksShut(path: string): boolean {
  const examples = [
    path,
    join(path, 'site'),
    join(path, 'site/index.html'),
    join(path, 'site/en/index.html'),
  ];
  return examples.some((example) => {
    const found = lstatSync(example, { throwIfNoEntry: false });
    if (!found) return false;
    return (found.mode & 0o777) !== (found.isDirectory() ? 0o755 : 0o644);
  });
}

function setAll(path: string, modes: { readonly folder: number; readonly file: number }): void {
  const found = lstatSync(path);
  if (found.isFile()) setMode(path, modes.file);
  if (!found.isDirectory()) return;
  setMode(path, modes.folder);
  for (const name of readdirSync(path)) setAll(join(path, name), modes);
}

function setMode(path: string, mode: number): void {
  if ((lstatSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}
