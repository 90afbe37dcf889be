import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { close, createIndex, type PagefindIndex } from 'pagefind';
import { isFindable } from './findable.ts';
import { resultNames } from './result-names.ts';

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
/** Ends of parts that a reader sees apart and Pagefind would read as one word with what follows. */
const PART_ENDS = /<\/(?:dt|dd|th|td|caption|figcaption|summary|legend|label)>/g;

/**
 * Indexes those of a site's pages that carry `data-pagefind-body`, one index for each language
 * (`<html lang>`).
 * @param files where each page lies, by its file in the web root
 * @param output the folder that the index is written into
 * @returns the names under which results come, by the page
 * @throws Error if Pagefind reports one.
 */
export async function indexPages(
  files: Readonly<Record<string, string>>,
  output: string,
): Promise<Record<string, string>> {
  try {
    const { index, errors } = await createIndex();
    if (!index) throw new Error(`Search index: ${errors.join('; ') || 'could not be started'}`);
    await addPages(index, files);
    fail((await index.writeFiles({ outputPath: output })).errors);
    await Promise.all(UNUSED.map((name) => rm(join(output, name), { force: true })));
    return resultNames(output);
  } finally {
    await close();
  }
}

/** Pages on their way to Pagefind, so that it need not wait for the next one to be read. */
const UNDER_WAY = 20;

/** In order: Pagefind numbers pages as they come, and the same pages are to make the same index. */
async function addPages(index: PagefindIndex, files: Readonly<Record<string, string>>): Promise<void> {
  const errors: string[] = [];
  const added: Promise<void>[] = [];
  for (const [file, path] of Object.entries(files)) {
    const html = await readFile(path, 'utf8');
    if (!isFindable(html)) continue;
    const page = { sourcePath: file, content: html.replace(PART_ENDS, ' $&') };
    added.push(
      index.addHTMLFile(page).then(
        (answer) => void errors.push(...answer.errors),
        (error: Error) => void errors.push(error.message),
      ),
    );
    if (added.length >= UNDER_WAY) await added.shift();
    fail(errors);
  }
  await Promise.all(added);
  fail(errors);
}

function fail(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`Search index: ${errors.join('; ')}`);
}
