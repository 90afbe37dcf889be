import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, isUnreadable } from '../../kernel/files.ts';
import { type ReleaseTree, sha256 } from '../../release/release-tree.ts';
import type { OwnCode } from '../../src/security/csp.ts';
import type { SiteCheck } from '../check/check.ts';
import { assetSource } from '../finish/assets.ts';
import { endings, isText } from '../finish/compress.ts';
import type { TextDone, TextTwin } from '../finish/finish-text.ts';
import { finishText } from '../finish/text-pool.ts';
import type { Bench } from './build-context.ts';

/** A release that is being made, and what looks at what is put into it. */
export interface Place {
  readonly tree: ReleaseTree;
  readonly check: Pick<SiteCheck, 'add'>;
  /** What every page of the base names, and what of it is not there. */
  readonly bench: Pick<Bench, 'assets' | 'absent'>;
  readonly sources: {
    readonly media: string;
    readonly images: string;
    /** An old release that is made over, which may have what is nowhere else any more. */
    readonly release?: string;
  };
  /** What may style and run pages. */
  readonly own: OwnCode;
  /** Where packed files are kept. */
  readonly packed: string;
  /** Whether thousands of pages wait to be packed. */
  readonly quick: boolean;
  /** Texts that could be packed better. */
  readonly coarse: Set<string>;
}

const inSite = (file: string) => `site/${file}`;

/** What a page holds that others need to know. */
export type PageFacts = Pick<TextDone, 'assets' | 'findable'>;

/** Puts a text in, a page with its policy, packed too, and checks it. The bytes are given away. */
export async function placeText(
  place: Omit<Place, 'bench'>,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PageFacts> {
  const { tree, check, packed, quick, coarse, own } = place;
  const path = inSite(file);
  const { same, ...done } = await finishText({
    file,
    bytes,
    site: join(tree.folder, 'site'),
    there: tree.files.get(path)?.hash,
    twin: twinOf(tree, path),
    packed,
    quick,
    own,
  });
  check.add(file, done);
  if (!same) {
    tree.note(path, done);
    for (const ending of endings) {
      const facts = done.packed[ending];
      if (facts) tree.note(`${path}.${ending}`, facts);
      else tree.remove(`${path}.${ending}`);
    }
    if (done.coarse) coarse.add(file);
    else coarse.delete(file);
  }
  return { assets: done.assets, findable: done.findable };
}

function twinOf({ twin }: ReleaseTree, path: string): TextTwin | undefined {
  const hash = twin?.hashes.get(path);
  if (!twin || hash === undefined) return undefined;
  const packed = endings.map((ending) => [ending, twin.hashes.get(`${path}.${ending}`)]);
  return { site: join(twin.folder, 'site'), hash, packed: Object.fromEntries(packed) };
}

/** Takes a page out. */
export function removePage({ tree, coarse }: Pick<Place, 'tree' | 'coarse'>, file: string): void {
  for (const ending of ['', ...endings.map((name) => `.${name}`)]) tree.remove(inSite(file + ending));
  coarse.delete(file);
}

/** Puts in what the site's code needs beside its pages. */
export async function placeRenderer(
  place: Omit<Place, 'check' | 'bench' | 'quick'>,
  folder: string,
): Promise<void> {
  // Scripts promise and need nothing that is checked.
  const check = { add: () => undefined };
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(join(folder, file));
    if (isText(file)) await placeText({ ...place, check, quick: false }, file, new Uint8Array(bytes));
    else place.tree.write(inSite(file), bytes);
  }
}

/**
 * Puts in the pictures and files that pages name, and takes out what none names any more. One that is
 * not there stays a dead address, which the check knows.
 * @param rendered the pages that were rendered now
 * @param removed those that are there no more
 */
export async function placeAssets(
  { tree, bench, sources }: Pick<Place, 'tree' | 'bench' | 'sources'>,
  rendered: ReadonlyMap<string, PageFacts>,
  removed: readonly string[],
): Promise<void> {
  const wanted = new Set([...rendered.values()].flatMap(({ assets }) => assets));
  for (const path of new Set([...wanted, ...bench.absent])) {
    if (tree.files.has(inSite(path))) continue;
    const own = sources.release ? [join(sources.release, inSite(path))] : [];
    let found: { readonly from: string; readonly bytes: Buffer } | undefined;
    for (const from of [assetSource(path, sources), ...own]) {
      const bytes = found?.bytes ?? (await readFile(from).catch(unlessUnreadable));
      if (bytes) found ??= { from, bytes };
    }
    if (found) bench.absent.delete(path);
    else bench.absent.add(path);
    if (!found) continue;
    const { from, bytes } = found;
    tree.link(inSite(path), from, { hash: sha256(bytes), bytes: bytes.length });
  }
  const touched = new Set([...rendered.keys(), ...removed]);
  const doubtful = new Set([...touched].flatMap((page) => bench.assets.get(page) ?? []));
  for (const path of wanted) doubtful.delete(path);
  if (doubtful.size === 0) return;
  for (const [page, assets] of bench.assets) {
    if (!touched.has(page)) for (const path of assets) doubtful.delete(path);
  }
  for (const path of doubtful) {
    tree.remove(inSite(path));
    bench.absent.delete(path);
  }
}

function unlessUnreadable(error: unknown): undefined {
  if (!isUnreadable(error)) throw error;
}
