import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, isUnreadable } from '../../kernel/files.ts';
import { type ReleaseTree, sha256 } from '../../release/release-tree.ts';
import type { OwnCode } from '../../src/security/csp.ts';
import type { SiteCheck } from '../check/check.ts';
import { assetSource } from '../finish/assets.ts';
import { endings, isText } from '../finish/compress.ts';
import type { ReusableText, TextDone } from '../finish/finish-text.ts';
import { finishText } from '../finish/text-pool.ts';
import type { BuildContext } from './build-context.ts';

/** A release that is being made, and what looks at what is put into it. */
export interface WriteTarget {
  readonly tree: ReleaseTree;
  readonly check: Pick<SiteCheck, 'add'>;
  /** What every page of the base names, and what of it is not there. */
  readonly context: Pick<BuildContext, 'assets' | 'absent'>;
  readonly sources: {
    readonly media: string;
    readonly images: string;
    /** An old release that is rebuilt, which may have what is nowhere else any more. */
    readonly release?: string;
  };
  /** What may style and run pages. */
  readonly own: OwnCode;
  /** Where packed files are kept. */
  readonly packed: string;
  /** Whether thousands of pages wait to be packed. */
  readonly quick: boolean;
  /** Texts that could be packed better. */
  readonly quicklyPacked: Set<string>;
}

const inSite = (file: string) => `site/${file}`;

/** What a page holds that others need to know. */
export type PageFacts = Pick<TextDone, 'assets' | 'findable'>;

/** Puts a text in, a page with its policy, packed too, and checks it. The bytes are given away. */
export async function writeText(
  target: Omit<WriteTarget, 'context'>,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PageFacts> {
  const { tree, check, packed, quick, quicklyPacked, own } = target;
  const path = inSite(file);
  const { same, ...done } = await finishText({
    file,
    bytes,
    site: join(tree.folder, 'site'),
    there: tree.files.get(path)?.hash,
    reusable: reusableText(tree, path),
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
    if (done.quicklyPacked) quicklyPacked.add(file);
    else quicklyPacked.delete(file);
  }
  return { assets: done.assets, findable: done.findable };
}

function reusableText({ reusable }: ReleaseTree, path: string): ReusableText | undefined {
  const hash = reusable?.hashes.get(path);
  if (!reusable || hash === undefined) return undefined;
  const packed = endings.map((ending) => [ending, reusable.hashes.get(`${path}.${ending}`)]);
  return { site: join(reusable.folder, 'site'), hash, packed: Object.fromEntries(packed) };
}

/** Takes a page out. */
export function removePage(
  { tree, quicklyPacked }: Pick<WriteTarget, 'tree' | 'quicklyPacked'>,
  file: string,
): void {
  for (const ending of ['', ...endings.map((name) => `.${name}`)]) tree.remove(inSite(file + ending));
  quicklyPacked.delete(file);
}

/** Puts in what the site's code needs beside its pages. */
export async function writeRendererFiles(
  target: Omit<WriteTarget, 'check' | 'context' | 'quick'>,
  folder: string,
): Promise<void> {
  // Scripts promise and need nothing that is checked.
  const check = { add: () => undefined };
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(join(folder, file));
    if (isText(file)) await writeText({ ...target, check, quick: false }, file, new Uint8Array(bytes));
    else target.tree.write(inSite(file), bytes);
  }
}

/**
 * Puts in the pictures and files that pages name, and takes out what none names any more. One that is
 * not there stays a dead address, which the check knows.
 * @param rendered the pages that were rendered now
 * @param removed those that are there no more
 */
export async function writeAssets(
  { tree, context, sources }: Pick<WriteTarget, 'tree' | 'context' | 'sources'>,
  rendered: ReadonlyMap<string, PageFacts>,
  removed: readonly string[],
): Promise<void> {
  const wanted = new Set([...rendered.values()].flatMap(({ assets }) => assets));
  for (const path of new Set([...wanted, ...context.absent])) {
    if (tree.files.has(inSite(path))) continue;
    const own = sources.release ? [join(sources.release, inSite(path))] : [];
    let found: { readonly from: string; readonly bytes: Buffer } | undefined;
    for (const from of [assetSource(path, sources), ...own]) {
      const bytes = found?.bytes ?? (await readFile(from).catch(unlessUnreadable));
      if (bytes) found ??= { from, bytes };
    }
    if (found) context.absent.delete(path);
    else context.absent.add(path);
    if (!found) continue;
    const { from, bytes } = found;
    tree.link(inSite(path), from, { hash: sha256(bytes), bytes: bytes.length });
  }
  const touched = new Set([...rendered.keys(), ...removed]);
  const doubtful = new Set([...touched].flatMap((page) => context.assets.get(page) ?? []));
  for (const path of wanted) doubtful.delete(path);
  if (doubtful.size === 0) return;
  for (const [page, assets] of context.assets) {
    if (!touched.has(page)) for (const path of assets) doubtful.delete(path);
  }
  for (const path of doubtful) {
    tree.remove(inSite(path));
    context.absent.delete(path);
  }
}

function unlessUnreadable(error: unknown): undefined {
  if (!isUnreadable(error)) throw error;
}
