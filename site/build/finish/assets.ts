import { join } from 'node:path';
import type { Folders } from '../../kernel/settings.ts';

/** `/media/x.avif` and `/files/y.pdf`, as paths or after an origin; names as the export allows them. */
const ADDRESS = /\/(media|files)\/(\w[\w.-]*)/g;

/** The pictures and files that a text of the site names, as paths in the web root. */
export function assetsIn(text: string): string[] {
  return [...new Set([...text.matchAll(ADDRESS)].map(([path]) => path.slice(1)))];
}

/** Where a picture or file of the site is kept that has this path in the web root. */
export function assetSource(path: string, { images, media }: Pick<Folders, 'images' | 'media'>): string {
  const [folder, name = ''] = path.split('/');
  return join(folder === 'media' ? images : media, name);
}
