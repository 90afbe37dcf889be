import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import { forEach } from '../../kernel/files.ts';
import type { FileFacts } from '../../release/file-list.ts';
import { sha256 } from '../../release/release-tree.ts';

const TEXT = /\.(html|xml|css|js|json|svg|txt|ics|csv|webmanifest)$/;
/** Bytes below which packing gains nothing. */
const WORTH_IT = 200;
/** Days that a packed file stays which no release uses. */
const KEPT = 14;
/** What is made where thousands of pages wait, and its level: every browser takes gzip. */
export const QUICK = 'gz';
const QUICK_LEVEL = 2;
const BEST = { br: constants.BROTLI_MAX_QUALITY, gz: constants.Z_BEST_COMPRESSION } as const;
/**
 * Bytes from which Brotli's best level is not used: only sitemaps of thousands of addresses are so long,
 * and one of 2.7 MB took 8.1 s at level 11 and 0.07 s at 9, where it became a quarter longer.
 */
const LONG = 500_000;
const LONG_QUALITY = 9;

const packers = {
  br: (text: Uint8Array, quality: number) =>
    brotliCompressSync(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: text.length < LONG ? quality : LONG_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gz: (text: Uint8Array, level: number) => gzipSync(text, { level }),
};
const unpackers = { br: brotliDecompressSync, gz: gunzipSync };
export type Ending = keyof typeof packers;

/** The endings of the names that packed files have beside what is packed. */
export const endings = ['br', 'gz'] as const satisfies readonly Ending[];

/** A text packed as well as can be in a moment, kept by the hash of what is packed in it. */
export interface Packed extends FileFacts {
  readonly ending: Ending;
  /** Where it is kept. */
  readonly file: string;
}

/** Whether a file holds text; what does not is packed already. */
export function isText(path: string): boolean {
  return TEXT.test(path);
}

/** Whether a file is packed for those who get it: of a few bytes none are saved. */
export function isPacked(path: string, bytes: number): boolean {
  return isText(path) && bytes >= WORTH_IT;
}

/** Packs a text as well as can be. A content is packed once: `cache` keeps it by its hash (SHA-256, hex), and anew if what is kept was damaged. */
export function packText(text: Uint8Array, hash: string, cache: string): readonly Packed[] {
  return endings.map((ending) => {
    const file = keptFile(cache, hash, ending);
    const kept = keptOf(file, text, ending) ?? keep(file, packers[ending](text, BEST[ending]));
    return { ending, file, hash: sha256(kept), bytes: kept.length };
  });
}

/** What is kept, unless it was damaged. */
function keptOf(file: string, text: Uint8Array, ending: Ending): Uint8Array | undefined {
  if (!existsSync(file)) return undefined;
  const packed = readFileSync(file);
  try {
    return unpackers[ending](packed).equals(text) ? packed : undefined;
  } catch {
    return undefined;
  }
}

/** Readers find all of it or nothing. */
function keep(file: string, bytes: Uint8Array): Uint8Array {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}-${threadId}.tmp`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, file);
  return bytes;
}

/** Whether a text of this hash has been packed before, so that `packText` only has to find it. */
export function wasPacked(hash: string, cache: string): boolean {
  return endings.every((ending) => existsSync(keptFile(cache, hash, ending)));
}

/** Packs a text as `QUICK` in little time and keeps nothing. */
export function packQuickly(text: Uint8Array): Uint8Array {
  return packers[QUICK](text, QUICK_LEVEL);
}

function keptFile(cache: string, hash: string, ending: Ending): string {
  return join(cache, hash.slice(0, 2), `${hash}.${ending}`);
}

/** Removes packed files that no release shares any more. */
export async function pruneCompressed(cache: string, now = Date.now()): Promise<void> {
  const unused = now - KEPT * 24 * 60 * 60 * 1000;
  const names = await readdir(cache, { recursive: true }).catch(() => []);
  await forEach(names, async (name) => {
    const path = join(cache, name);
    const { nlink, mtimeMs } = await stat(path);
    if (/\.(br|gz)$/.test(name) && nlink === 1 && mtimeMs < unused) await rm(path, { force: true });
  });
}
