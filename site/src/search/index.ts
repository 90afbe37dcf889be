import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { close, createIndex, type PagefindIndex } from 'pagefind';

/** Ready-made interfaces that Pagefind writes beside its index; ours is client.ts. */
const UNUSED = [
  'pagefind-ui.js',
  'pagefind-ui.css',
  'pagefind-modular-ui.js',
  'pagefind-modular-ui.css',
  'pagefind-component-ui.js',
  'pagefind-component-ui.css',
  'pagefind-highlight.js',
  // client.ts searches without it.
  'pagefind-worker.js',
];
/** Pages handed to Pagefind at the same time. */
const AT_ONCE = 8;
/** Ends of parts that a reader sees apart and Pagefind would read as one word with what follows. */
const PART_ENDS = /<\/(?:dt|dd|th|td|caption|figcaption|summary|legend|label)>/g;

/**
 * Indexes every page of a built site that carries `data-pagefind-body`, one index for each language
 * (`<html lang>`), into `<site>/pagefind/`.
 * @returns the number of pages that can be found.
 * @throws Error if Pagefind reports one.
 */
export async function indexSite(site: string): Promise<number> {
  try {
    const { index, errors } = await createIndex();
    if (!index) throw new Error(`Search index: ${errors.join('; ') || 'could not be started'}`);
    const pages = await addPages(index, site);
    const output = join(site, 'pagefind');
    fail((await index.writeFiles({ outputPath: output })).errors);
    await Promise.all(UNUSED.map((name) => rm(join(output, name), { force: true })));
    return pages;
  } finally {
    await close();
  }
}

async function addPages(index: PagefindIndex, site: string): Promise<number> {
  const files = (await readdir(site, { recursive: true })).filter((file) => file.endsWith('.html'));
  const rest = files[Symbol.iterator]();
  let pages = 0;
  const worker = async () => {
    for (const file of rest) {
      const html = await readFile(join(site, file), 'utf8');
      if (!html.includes('data-pagefind-body')) continue;
      pages += 1;
      fail((await index.addHTMLFile({ sourcePath: file, content: html.replace(PART_ENDS, ' $&') })).errors);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return pages;
}

function fail(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`Search index: ${errors.join('; ')}`);
}
