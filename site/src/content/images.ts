import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from 'content-types';
import type { Sharp } from 'sharp';
import { setting } from './settings.ts';

/** One picture in two formats of the same size. */
export interface ResponsiveImage {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Root-relative addresses under `/media/`; names change with the content. */
  readonly avif: string;
  readonly webp: string;
}

interface Folders {
  /** Where the exported files are, by their `file` name. */
  readonly media: string;
  /** Where encoded pictures are kept, by their content's hash. */
  readonly images: string;
}

/** Most bytes of one picture; product.md's budget. */
const MAX_BYTES = 10_000;
/** Pixels; the first that meets the budget is taken. Pictures are never enlarged. */
const WIDTHS = [480, 360, 240];
/** From the best down; below these, faces and lettering fall apart, and a smaller size looks better. */
const QUALITIES = { avif: [50, 42, 34, 26], webp: [75, 60, 45, 30] } as const;
/** A small file can unpack to a picture that fills the memory. */
const MAX_PIXELS = 60_000_000;
/** Few need more than one; what takes longer was made to. */
const MAX_SECONDS = 60;
/** Part of the hash, so that a change of the above encodes anew. */
const RECIPE = JSON.stringify([MAX_BYTES, WIDTHS, QUALITIES]);

type Format = keyof typeof QUALITIES;

const known = new Map<string, Promise<ResponsiveImage | undefined>>();

/**
 * A picture of the export, small enough for a slow line: at most 480 pixels wide and 10,000 bytes in
 * each format. Undefined if it is missing or cannot be read: the page stands without it, and the
 * builder, which encodes all pictures beforehand, reports it.
 */
export function responsiveImage(file: FileEntry): Promise<ResponsiveImage | undefined> {
  const folders = { media: setting('MEDIA_DIR'), images: join(setting('CACHE_DIR'), 'images') };
  const name = join(folders.images, file.file);
  const found =
    known.get(name) ??
    encodeImage(file, folders).catch(() => {
      // It may be there when it is asked for again.
      known.delete(name);
      return undefined;
    });
  known.set(name, found);
  return found;
}

/** The address of a file to download. The builder puts the file there. */
export function fileUrl(file: FileEntry): string {
  return `/files/${file.file}`;
}

/**
 * Encodes a picture once for each content, or finds it encoded.
 * @throws Error if the picture is missing or is not one that sharp can read.
 */
export async function encodeImage(file: FileEntry, folders: Folders): Promise<ResponsiveImage> {
  const source = await readFile(join(folders.media, file.file));
  const hash = createHash('sha256').update(RECIPE).update(source).digest('hex').slice(0, 20);
  const record = join(folders.images, `${hash}.json`);
  const kept = await readFile(record, 'utf8').catch(() => undefined);
  if (kept) {
    const image = JSON.parse(kept) as ResponsiveImage;
    if (await areThere([image.avif, image.webp], folders.images)) return image;
  }
  const encoded = await fit(source);
  const image: ResponsiveImage = {
    width: encoded.width,
    height: encoded.height,
    avif: `/media/${hash}.avif`,
    webp: `/media/${hash}.webp`,
  };
  await mkdir(folders.images, { recursive: true });
  await writeWhole(join(folders.images, `${hash}.avif`), encoded.avif);
  await writeWhole(join(folders.images, `${hash}.webp`), encoded.webp);
  await writeWhole(record, JSON.stringify(image));
  return image;
}

async function areThere(urls: string[], folder: string): Promise<boolean> {
  const found = urls.map((url) => access(join(folder, url.slice('/media/'.length))).then(() => true));
  return Promise.all(found).then(
    () => true,
    () => false,
  );
}

interface Encoded {
  readonly width: number;
  readonly height: number;
  readonly avif: Uint8Array;
  readonly webp: Uint8Array;
}

/** The largest size whose two formats both meet the budget; the smallest if none does. */
async function fit(source: Uint8Array): Promise<Encoded> {
  const { default: sharp } = await import('sharp');
  let encoded: Encoded | undefined;
  for (const width of WIDTHS) {
    const { data, info } = await sharp(source, { limitInputPixels: MAX_PIXELS })
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    const [avif, webp] = [await squeeze(pixels, 'avif'), await squeeze(pixels, 'webp')];
    encoded = { width: info.width, height: info.height, avif, webp };
    if (avif.length <= MAX_BYTES && webp.length <= MAX_BYTES) break;
  }
  if (!encoded) throw new Error('no width to encode at');
  return encoded;
}

/** The best quality within the budget, else the lowest. */
async function squeeze(pixels: Sharp, format: Format): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array();
  for (const quality of QUALITIES[format]) {
    bytes = await pixels.clone().toFormat(format, { quality, effort: 4 }).toBuffer();
    if (bytes.length <= MAX_BYTES) break;
  }
  return bytes;
}

/** A reader finds all of a file or none of it, whoever is killed when and whoever else writes it. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
