import sharp from 'sharp';
import { Found } from './finding';

/** Larger pictures are refused before anything unpacks them, in pixels. */
const MAX_PIXELS = 50_000_000;
/** What pages and programs on servers begin with; long enough not to stand in packed pixels by chance. */
const PAGE = /<(script|html|!doctype|svg|iframe|\?php)[\s>/]/i;

/** @throws Found when it is not the picture that its name says, too large, moving, or more than a picture */
export async function lookIntoPicture(content: Buffer, type: string): Promise<void> {
  const { format, width = 0, height = 0, pages = 1 } = await headerOf(content);
  if (type !== `image/${format}`) throw new Found('not-its-name');
  if (width * height * pages > MAX_PIXELS)
    throw new Found('picture-pixels', { limit: MAX_PIXELS / 1_000_000 });
  if (pages > 1) throw new Found('picture-moves');
  const rest = content.subarray(endOf(content, type));
  if (!isHarmless(rest, type) || PAGE.test(content.toString('latin1'))) throw new Found('two-files');
}

interface Header {
  readonly format?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pages?: number;
}

/** Reads a picture's header only. */
async function headerOf(content: Buffer): Promise<Header> {
  try {
    const { format, width, height, pages } = await sharp(content).metadata();
    return { format: format === 'heif' ? 'avif' : format, width, height, pages };
  } catch {
    return {};
  }
}

/** Phones put further pictures, a short film or a list of both behind a JPEG's end; nobody needs more elsewhere. */
function isHarmless(rest: Buffer, type: string): boolean {
  if (rest.every((byte) => byte === 0)) return true;
  if (type !== 'image/jpeg') return false;
  const start = rest.subarray(rest.findIndex((byte) => byte !== 0));
  const isPicture = start[0] === 0xff && start[1] === 0xd8;
  const isFilm = rest.toString('latin1', 4, 8) === 'ftyp';
  return isPicture || isFilm || rest.subarray(-4).toString('latin1') === 'SEFT';
}

/** Where the picture ends, as its format says; the file's length where it does not. */
function endOf(content: Buffer, type: string): number {
  const ends: Record<string, (content: Buffer) => number> = {
    'image/png': endOfPng,
    'image/jpeg': endOfJpeg,
    // RIFF: the length of all that follows stands in bytes 4 to 7, padded to an even number.
    'image/webp': (webp) => 8 + webp.readUInt32LE(4) + (webp.readUInt32LE(4) % 2),
    'image/avif': endOfBoxes,
  };
  try {
    return Math.min(ends[type]?.(content) ?? content.length, content.length);
  } catch {
    // A length that leads out of the file: broken off, and nothing behind it.
    return content.length;
  }
}

/** Chunks of length, name, content and checksum, to the one called IEND (https://www.w3.org/TR/png-3/#5Chunk-layout). */
function endOfPng(content: Buffer): number {
  let at = 8;
  for (let name = ''; name !== 'IEND'; ) {
    name = content.toString('latin1', at + 4, at + 8);
    at += 12 + content.readUInt32BE(at);
  }
  return at;
}

/** Boxes of length and name (ISO/IEC 14496-12), as far as they follow each other. */
function endOfBoxes(content: Buffer): number {
  let at = 0;
  while (at < content.length) {
    const size = content.readUInt32BE(at);
    // 0: to the end of the file; 1: a length of eight bytes follows.
    if (size === 0) return content.length;
    const next = at + (size === 1 ? Number(content.readBigUInt64BE(at + 8)) : Math.max(size, 8));
    if (next > content.length) return at;
    at = next;
  }
  return at;
}

/** Segments, and after each start of scan the packed pixels, to the marker D9 (ITU-T T.81, B.1.1). */
function endOfJpeg(content: Buffer): number {
  let at = 2;
  for (;;) {
    const marker = content.readUInt16BE(at);
    if (marker === 0xffd9) return at + 2;
    at += 2 + content.readUInt16BE(at + 2);
    if (marker === 0xffda) at = nextMarker(content, at);
  }
}

/** The next marker after packed pixels, in which FF is followed by 00, or by a restart marker. */
function nextMarker(content: Buffer, from: number): number {
  let at = content.indexOf(0xff, from);
  for (; at >= 0; at = content.indexOf(0xff, at + 1)) {
    const code = content.readUInt8(at + 1);
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
  }
  return content.length;
}
