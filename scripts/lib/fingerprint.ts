import { createHash } from 'node:crypto';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/**
 * A hash of the names and contents of the files that the patterns match, from the repository's root.
 * Tests are left out: nothing that runs depends on them.
 */
export function fingerprint(patterns: readonly string[], folder = root): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(patterns, { cwd: folder, exclude: ['**/node_modules', '**/*.test.ts'] }).sort();
  for (const file of files.filter((name) => lstatSync(join(folder, name)).isFile())) {
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}
