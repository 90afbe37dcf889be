import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFindable } from '../src/search/index.ts';
import { assetSource, assetsIn } from './assets.ts';
import type { SiteCheck } from './check.ts';
import { isText, packText } from './compress.ts';
import { filesBelow, isMissing } from './files.ts';
import { type ReleaseTree, sha256 } from './release-tree.ts';

/** A release that is being made, and what looks at what is put into it. */
export interface Place {
  readonly tree: ReleaseTree;
  readonly check: SiteCheck;
  /** What every page of the base names. */
  readonly bench: { readonly assets: ReadonlyMap<string, readonly string[]> };
  readonly sources: { readonly media: string; readonly images: string };
  /** Where packed files are kept. */
  readonly packed: string;
  /** Whether thousands of pages wait to be packed. */
  readonly quick: boolean;
  /** Texts that could be packed better. */
  readonly coarse: Set<string>;
}

const inSite = (file: string) => `site/${file}`;

/** What a page holds that others need to know. */
export interface PageFacts {
  /** The pictures and files that it names, as paths in the web root. */
  readonly assets: readonly string[];
  /** Whether it is to be found by the search. */
  readonly findable: boolean;
}

/** Puts a page in, packed too, and checks it. */
export async function writePage(place: Place, file: string, bytes: Uint8Array): Promise<PageFacts> {
  const text = Buffer.from(bytes).toString();
  place.check.add(file, text);
  await writeText(place, file, bytes);
  return { assets: assetsIn(file, text), findable: isFindable(text) };
}

/** Takes a page out. */
export async function removePage({ tree, coarse }: Place, file: string): Promise<void> {
  for (const ending of ['', '.br', '.gz']) await tree.remove(inSite(file + ending));
  coarse.delete(file);
}

async function writeText(
  { tree, packed, quick, coarse }: Place,
  file: string,
  bytes: Uint8Array,
): Promise<void> {
  const hash = sha256(bytes);
  if (!(await tree.write(inSite(file), bytes, hash)) || !isText(file)) return;
  coarse.delete(file);
  const kinds = await packText(bytes, hash, packed, quick);
  if (kinds.length === 0) for (const ending of ['.br', '.gz']) await tree.remove(inSite(file + ending));
  for (const kind of kinds) {
    await tree.link(inSite(`${file}.${kind.ending}`), kind.file, kind);
    if (kind.coarse) coarse.add(file);
  }
}

/** Puts in what the site's code needs beside its pages. */
export async function placeRenderer(place: Place, folder: string): Promise<void> {
  for (const file of await filesBelow(folder)) {
    await writeText({ ...place, quick: false }, file, await readFile(join(folder, file)));
  }
}

/**
 * Puts in the pictures and files that the pages name, and takes out what none names any more. One that
 * is not there stays a dead address, which the check knows.
 * @param rendered the pages that were rendered now
 * @param pages every page of the site
 */
export async function placeAssets(
  { tree, bench, sources }: Place,
  rendered: ReadonlyMap<string, PageFacts>,
  pages: ReadonlySet<string>,
): Promise<void> {
  const wanted = new Set<string>();
  for (const page of pages)
    for (const path of rendered.get(page)?.assets ?? bench.assets.get(page) ?? []) wanted.add(path);
  for (const path of wanted) {
    if (tree.files.has(inSite(path))) continue;
    const bytes = await readFile(assetSource(path, sources)).catch((error) => {
      if (!isMissing(error)) throw error;
    });
    if (!bytes) continue;
    await tree.link(inSite(path), assetSource(path, sources), { hash: sha256(bytes), bytes: bytes.length });
  }
  for (const path of tree.files.keys()) {
    const file = path.slice('site/'.length);
    if (/^(media|files)\//.test(file) && !wanted.has(file)) await tree.remove(path);
  }
}
