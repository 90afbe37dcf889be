import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether npm itself finished installing what package-lock.json says, as after `npm install` by hand.
 * npm writes the list of what it installed last of all, so that an interrupted install has none.
 * @param {string} root
 * @param {boolean} dev whether what only building and testing need has to be there
 */
export function npmFinished(root, dev = true) {
  const wanted = packages(join(root, 'package-lock.json'));
  const present = packages(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted ?? {}).every(([place, { version, optional, dev: isDev }]) => {
    // The project itself is not in the list; packages for other platforms may be missing.
    if (isDev && !dev) return true;
    if (place === '' || (optional && !present?.[place])) return present !== undefined;
    return present?.[place] !== undefined && present[place].version === version;
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean, dev?: boolean }> | undefined}
 */
function packages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
