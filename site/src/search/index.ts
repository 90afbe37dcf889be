import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { close, createIndex } from 'pagefind';

/** Ready-made interfaces that Pagefind writes beside its index; ours is client.ts. */
const UNUSED = [
  'pagefind-ui.js',
  'pagefind-ui.css',
  'pagefind-modular-ui.js',
  'pagefind-modular-ui.css',
  'pagefind-component-ui.js',
  'pagefind-component-ui.css',
  'pagefind-highlight.js',
];

/**
 * Indexes every page of a built site that carries `data-pagefind-body`, one index for each language
 * (`<html lang>`), into `<site>/pagefind/`.
 * @returns the number of pages that can be found.
 * @throws Error if Pagefind reports one, or finds no page at all.
 */
export async function indexSite(site: string): Promise<number> {
  try {
    const { index, errors } = await createIndex();
    if (!index) throw new Error(`Search index: ${errors.join('; ') || 'could not be started'}`);
    const added = await index.addDirectory({ path: site });
    fail(added.errors);
    if (added.page_count === 0) throw new Error('Search index: the site has no page that can be found');
    const output = join(site, 'pagefind');
    fail((await index.writeFiles({ outputPath: output })).errors);
    await Promise.all(UNUSED.map((name) => rm(join(output, name), { force: true })));
    return added.page_count;
  } finally {
    await close();
  }
}

function fail(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`Search index: ${errors.join('; ')}`);
}
