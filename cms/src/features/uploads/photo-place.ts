import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';

/** The tag under which a photo keeps the place where it was taken (Exif 2.32, 4.6.3). */
const GPS = 0x8825;

/** Whether a picture, read from a stream, says where it was taken; cameras and phones write that into photos. */
export async function namesPlace(stream: Readable): Promise<boolean> {
  const { exif, xmp } = await sharp(await buffer(stream)).metadata();
  return (exif !== undefined && hasGps(exif)) || /GPSL(at|ong)itude/.test(xmp?.toString('latin1') ?? '');
}

/** Looks through the first list of tags, each of twelve bytes (TIFF 6.0, section 2). */
function hasGps(exif: Buffer): boolean {
  const tiff = exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  try {
    const list = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    const tags = Array.from({ length: short(list) }, (_one, n) => short(list + 2 + n * 12));
    return tags.includes(GPS);
  } catch {
    // Not as the standard says: there is no telling what else it has.
    return true;
  }
}
