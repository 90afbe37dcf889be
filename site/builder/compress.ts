import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { filesBelow, forEach, isMissing, linkOrCopy, writeWhole } from './files.ts';

const TEXT = /\.(html|xml|css|js|json|svg|txt|ics|csv|webmanifest)$/;
/** Bytes below which packing gains nothing. */
const WORTH_IT = 200;
/** Days that a packed file stays which no release uses. */
const KEPT = 14;

const packers = {
  br: (text: Uint8Array) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gz: (text: Uint8Array) => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
};

/**
 * Packs every text file of a site into `.br` and `.gz` beside it. A content is packed once: `cache`
 * keeps it by its hash and the releases share the same file on disk.
 */
export async function compressSite(site: string, cache: string): Promise<void> {
  const files = (await filesBelow(site)).filter((file) => TEXT.test(file));
  await forEach(files, async (file) => {
    const path = join(site, file);
    const text = await readFile(path);
    if (text.length < WORTH_IT) return;
    const hash = createHash('sha256').update(text).digest('hex');
    for (const [extension, pack] of Object.entries(packers)) {
      const kept = join(cache, hash.slice(0, 2), `${hash}.${extension}`);
      const target = `${path}.${extension}`;
      await linkOrCopy(kept, target).catch(async (error) => {
        if (!isMissing(error)) throw error;
        await writeWhole(kept, await pack(text));
        await linkOrCopy(kept, target);
      });
    }
  });
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
