import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../kernel/files.ts';
import { sha256 } from '../../release/release-tree.ts';
import { indexedPart } from '../../src/search/indexed-part.ts';
import type { RebuiltPages } from './search-store.ts';

/** Pages that are compared, at most: of more of them all archives of the index have some. */
const FEW = 200;

/**
 * Finds out of which pages the index takes the same as of those that they were: most only name what was
 * withdrawn in a list beside their own text, and an archive is not cut for them.
 * @param files pages that were made anew and can be found, as paths in the web root
 * @param previous web root that has them as they were; undefined if there is none
 * @param site web root that has them now
 * @throws Error of the file system
 */
export async function rebuiltPages(
  files: readonly string[],
  previous: string | undefined,
  site: string,
): Promise<RebuiltPages> {
  const rebuilt = new Map<string, string | undefined>(files.map((file) => [file, undefined]));
  if (previous === undefined || files.length > FEW) return rebuilt;
  for (const file of files) {
    const before = await readFile(join(previous, file)).catch(noneIfMissing);
    const now = await readFile(join(site, file)).catch(noneIfMissing);
    if (!before || !now) continue;
    const isSame = indexedPart(before.toString()) === indexedPart(now.toString());
    if (isSame) rebuilt.set(file, sha256(before));
  }
  return rebuilt;
}

function noneIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
