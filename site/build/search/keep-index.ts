import { rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileFacts } from '../../release/file-list.ts';
import { type FileHashes, type Manifest, readHashes } from '../../release/manifest.ts';
import type { ReleaseTree } from '../../release/release-tree.ts';
import type { SearchFacts } from '../../src/search/facts.ts';
import { resultNames } from '../../src/search/result-names.ts';
import { rebuiltPages } from './rebuilt-pages.ts';
import { removeFromIndex } from './remove-from-index.ts';

const PAGEFIND = 'site/pagefind/';
const FACTS = `${PAGEFIND}index.json`;
const ENTRY = 'pagefind-entry.json';

/**
 * Puts into a release that is rebuilt the search index that it had, without the pages that are gone or
 * say something else now, and without what another part of the index knows better: all of these may have
 * what was withdrawn. A part from which that cannot be taken is left out.
 * @param old its folder as it was
 * @param failed called with the reason why a part is left out
 * @throws Error if what it was sealed with is not there
 */
export async function keepIndex(
  tree: ReleaseTree,
  old: string,
  manifest: Manifest,
  failed: (error: unknown) => void,
): Promise<void> {
  const hashes = await readHashes(old, manifest);
  const facts: SearchFacts = hashes.has(FACTS)
    ? JSON.parse(await readFile(join(old, FACTS), 'utf8'))
    : { more: {}, gone: [] };
  const isSame = (page: string) => hashes.get(`site/${page}`) === tree.files.get(`site/${page}`)?.hash;
  const saysSame = async (pages: readonly string[]) => {
    const others = pages.filter((page) => !isSame(page));
    const rebuilt = await rebuiltPages(others, join(old, 'site'), join(tree.folder, 'site'));
    return (page: string) => isSame(page) || rebuilt.get(page) !== undefined;
  };
  const wanted = new Set([FACTS]);
  const lost = new Set<string>();
  for (const bundle of bundlesIn(hashes)) {
    const from = join(old, PAGEFIND, bundle);
    const to = join(tree.folder, `index-${bundle.replace('/', '')}`);
    try {
      const results = new Set(facts.gone);
      const found = Object.entries(await resultNames(from));
      const isSaid = await saysSame(found.map(([page]) => page));
      for (const [page, result] of found) if (!isSaid(page)) results.add(result);
      const made = await removeFromIndex({ from, files: filesOf(bundle, hashes, old), to, results });
      for (const [file, one] of Object.entries(made)) {
        tree.link(PAGEFIND + bundle + file, join(to, file), one);
        wanted.add(PAGEFIND + bundle + file);
      }
    } catch (error) {
      failed(error);
      lost.add(bundle);
    } finally {
      rmSync(to, { recursive: true, force: true });
    }
  }
  for (const path of [...tree.files.keys()]) {
    if (path.startsWith(PAGEFIND) && !wanted.has(path)) tree.remove(path);
  }
  const more = Object.entries(facts.more).map(([language, bundles]) => {
    return [language, bundles.filter((bundle) => !lost.has(bundle))] as const;
  });
  const left: SearchFacts = { more: Object.fromEntries(more), gone: facts.gone };
  tree.write(FACTS, Buffer.from(JSON.stringify(left)));
}

/** The parts of an index, as folders below `/pagefind/`; Pagefind's own is the first. */
function bundlesIn(hashes: FileHashes): string[] {
  return [...hashes.keys()]
    .filter((path) => path.startsWith(PAGEFIND) && path.endsWith(`/${ENTRY}`))
    .map((path) => path.slice(PAGEFIND.length, -ENTRY.length))
    .sort();
}

function filesOf(bundle: string, hashes: FileHashes, folder: string): Record<string, FileFacts> {
  const others = bundlesIn(hashes).filter((one) => one.length > bundle.length);
  const files: Record<string, FileFacts> = {};
  for (const [path, hash] of hashes) {
    const file = path.slice(PAGEFIND.length);
    if (!path.startsWith(PAGEFIND + bundle) || path === FACTS) continue;
    if (others.some((other) => file.startsWith(other))) continue;
    files[file.slice(bundle.length)] = { hash, bytes: statSync(join(folder, path)).size };
  }
  return files;
}
