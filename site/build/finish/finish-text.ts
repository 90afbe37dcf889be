import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMissing, linkOrCopy } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';
import { isFindable } from '../../src/search/findable.ts';
import { type OwnCode, withPolicy } from '../../src/security/csp.ts';
import { type PageParts, partsOf } from '../check/check-page.ts';
import { assetsIn } from './assets.ts';
import {
  type Ending,
  endings,
  isPacked,
  type Packed,
  packQuickly,
  packText,
  QUICK,
  wasPacked,
} from './compress.ts';

/** What a sealed release has at the same path: the SHA-256 (hex) of the text and of what is packed beside it. */
export interface ReusableText {
  /** Its web root. */
  readonly site: string;
  readonly hash: string;
  readonly packed: Readonly<Partial<Record<Ending, string>>>;
}

/** A text of the site, a page most often, and where it goes. */
export interface TextTask {
  /** Its path in the web root. */
  readonly file: string;
  /** UTF-8; a page without its policy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The web root of the release that is being made. */
  readonly site: string;
  /** SHA-256 (hex) of the file that is there now, if one is. */
  readonly there: string | undefined;
  readonly reusable: ReusableText | undefined;
  /** The folder of packed files. */
  readonly packed: string;
  /** Whether thousands wait, so that it is packed quickly. */
  readonly quick: boolean;
  /** What may style and run pages. */
  readonly own: OwnCode;
}

/** What a text of the site holds that others need to know, and what was written. */
export interface TextDone extends PageParts, FileFacts {
  /** Whether nothing had to be written. */
  readonly same: boolean;
  /** The packed files beside it, where there are any and not all stays as it is. */
  readonly packed: Partial<Record<Ending, FileFacts>>;
  /** Whether it could be packed better. */
  readonly quicklyPacked: boolean;
  /** The pictures and files that it names, as paths in the web root. */
  readonly assets: readonly string[];
  /** Whether it is to be found by the search. */
  readonly findable: boolean;
}

/**
 * Puts a page's policy into it, looks at a text, writes it into a release and packs it. It runs in a thread beside the one that
 * renders, and so does one thing after the other.
 * @throws Error of the file system
 */
export function finishText(task: TextTask): TextDone {
  const { file, site, there, reusable } = task;
  const { text, parts } = readText(task);
  const bytes = Buffer.from(text);
  const hash = sha256(bytes);
  const facts = {
    ...parts,
    hash,
    bytes: bytes.length,
    assets: assetsIn(text),
    findable: isFindable(text),
  };
  if (there === hash) return { ...facts, same: true, packed: {}, quicklyPacked: false };
  const target = join(site, file);
  const same = reusable?.hash === hash ? reusable : undefined;
  if (!same || !takeOver(join(same.site, file), target, hash)) writeAnew(target, bytes, there !== undefined);
  return { ...facts, same: false, ...pack(task, bytes, hash, same) };
}

/** The text with its policy, and what is in it. One that cannot be read is a problem of the page, and stops no other. */
function readText({ file, bytes, own }: TextTask): { text: string; parts: PageParts } {
  const bare = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  try {
    const text = file.endsWith('.html') ? withPolicy(bare, own) : bare;
    return { text, parts: partsOf(file, text, own) };
  } catch (error) {
    return {
      text: bare,
      parts: { ids: new Set(), addresses: new Set(), problems: [(error as Error).message] },
    };
  }
}

function pack(
  { file, site, packed, quick }: TextTask,
  bytes: Uint8Array,
  hash: string,
  same: ReusableText | undefined,
): Pick<TextDone, 'packed' | 'quicklyPacked'> {
  const target = (ending: Ending) => join(site, `${file}.${ending}`);
  if (!isPacked(file, bytes.length)) return { packed: {}, quicklyPacked: false };
  if (!quick || wasPacked(hash, packed)) {
    const kinds = packText(bytes, hash, packed);
    for (const { ending, file: from } of kinds) linkOrCopy(from, target(ending));
    return {
      packed: Object.fromEntries(kinds.map((kind) => [kind.ending, factsOf(kind)])),
      quicklyPacked: false,
    };
  }
  const found = endings.flatMap((ending) => {
    const sealed = same?.packed[ending];
    const kept = same && sealed && takeOver(join(same.site, `${file}.${ending}`), target(ending), sealed);
    if (kept) return [[ending, { hash: sha256(kept), bytes: kept.length }]];
    if (ending !== QUICK) return [];
    const made = packQuickly(bytes);
    writeAnew(target(ending), made, true);
    return [[ending, { hash: sha256(made), bytes: made.length }]];
  });
  return { packed: Object.fromEntries(found), quicklyPacked: true };
}

function factsOf({ hash, bytes }: Packed): FileFacts {
  return { hash, bytes };
}

/**
 * Gives a file a second name if it is what it was when it was sealed: what has been damaged since would
 * otherwise live on in every release.
 * @returns what is in it
 */
function takeOver(from: string, to: string, hash: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(from);
    if (sha256(bytes) !== hash) return undefined;
    linkOrCopy(from, to);
    return bytes;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes a file, never into one that is there: an older release has the same one. */
function writeAnew(target: string, bytes: Uint8Array, replaces: boolean): void {
  if (replaces) rmSync(target, { force: true });
  try {
    writeFileSync(target, bytes);
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}
