import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, forEach, isMissing, linkOrCopy } from './files.ts';
import type { Folders } from './settings.ts';

/** Where addresses are written: pages, feeds, sitemap. */
const TEXT = /\.(html|xml|json|css|webmanifest)$/;
/** `/media/x.avif` and `/files/y.pdf`, as paths or after an origin; names as the export allows them. */
const ADDRESS = /\/(media|files)\/(\w[\w.-]*)/g;

/**
 * Puts the pictures and files that a built site names into it, and no others. A picture or file that
 * is not there stays a dead address, which the check knows.
 */
export async function placeAssets(site: string, folders: Folders): Promise<void> {
  const named = new Map<string, string>();
  await forEach(
    (await filesBelow(site)).filter((file) => TEXT.test(file)),
    async (file) => {
      const text = await readFile(join(site, file), 'utf8');
      for (const [path, kind, name = ''] of text.matchAll(ADDRESS)) {
        named.set(path, join(kind === 'media' ? folders.images : folders.media, name));
      }
    },
  );
  await forEach(named, async ([path, source]) => {
    await linkOrCopy(source, join(site, path)).catch((error) => {
      if (!isMissing(error)) throw error;
    });
  });
}
