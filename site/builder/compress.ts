import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { forEach, isMissing, writeWhole } from './files.ts';
import { type FileFacts, sha256 } from './release-tree.ts';

const TEXT = /\.(html|xml|css|js|json|svg|txt|ics|csv|webmanifest)$/;
/** Bytes below which packing gains nothing. */
const WORTH_IT = 200;
/** Days that a packed file stays which no release uses. */
const KEPT = 14;
/** Brotli's quality where thousands of pages wait: 20 times as fast as the best for 6 % more bytes. */
const QUICK = 5;

const brotli = (text: Uint8Array, quality: number) =>
  promisify(brotliCompress)(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });

const packers = {
  br: (text: Uint8Array) => brotli(text, constants.BROTLI_MAX_QUALITY),
  'quick.br': (text: Uint8Array) => brotli(text, QUICK),
  gz: (text: Uint8Array) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
};
type Packer = keyof typeof packers;

/** A packed file, kept by the hash of what is packed in it. */
export interface Packed extends FileFacts {
  /** Ending of the name that it has beside what is packed. */
  readonly ending: 'br' | 'gz';
  /** Where it is kept. */
  readonly file: string;
  /** Whether it can be packed better, given time. */
  readonly coarse: boolean;
}

export function isText(path: string): boolean {
  return TEXT.test(path);
}

/**
 * Packs a text with Brotli and gzip. A content is packed once: `cache` keeps it by its hash.
 * @param quick packs in little time, unless it has been packed well before
 * @returns nothing for what is too short to gain by it
 */
export async function packText(
  text: Uint8Array,
  hash: string,
  cache: string,
  quick: boolean,
): Promise<readonly Packed[]> {
  if (text.length < WORTH_IT) return [];
  const keptWell = quick && (await find(cache, hash, 'br'));
  const brotli = keptWell || (await pack(text, hash, cache, quick ? 'quick.br' : 'br'));
  return [
    { ...brotli, ending: 'br', coarse: quick && !keptWell },
    { ...(await pack(text, hash, cache, 'gz')), ending: 'gz', coarse: false },
  ];
}

type Kept = FileFacts & { readonly file: string };

async function pack(text: Uint8Array, hash: string, cache: string, packer: Packer): Promise<Kept> {
  const found = await find(cache, hash, packer);
  if (found) return found;
  const bytes = await packers[packer](text);
  const file = keptFile(cache, hash, packer);
  await writeWhole(file, bytes);
  return { file, hash: sha256(bytes), bytes: bytes.length };
}

async function find(cache: string, hash: string, packer: Packer): Promise<Kept | undefined> {
  const file = keptFile(cache, hash, packer);
  const bytes = await readFile(file).catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return bytes && { file, hash: sha256(bytes), bytes: bytes.length };
}

function keptFile(cache: string, hash: string, packer: Packer): string {
  return join(cache, hash.slice(0, 2), `${hash}.${packer}`);
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
