import { open } from 'node:fs/promises';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import sharp from 'sharp';

/** Larger pictures are refused before anything unpacks them, in pixels. */
const MAX_PIXELS = 50_000_000;

/** A file of a multipart request, as the body parser has put it down. */
interface IncomingFile {
  readonly originalFilename: string | null;
  readonly mimetype: string | null;
  readonly filepath: string;
}

/** First bytes of the formats that are no pictures. */
const SIGNATURES: readonly [mime: RegExp, bytes: string][] = [
  [/^application\/pdf$/, '%PDF-'],
  [/^application\/vnd\./, 'PK\u0003\u0004'],
];

/**
 * Looks into every file of a request before Strapi does: Strapi believes a name where it cannot tell
 * from the content, and unpacks a picture of any size to measure it.
 * @throws ValidationError naming the file
 */
export async function checkIncomingFiles(ctx: Context, next: Next): Promise<void> {
  const { files } = ctx.request as unknown as { files?: Record<string, IncomingFile | IncomingFile[]> };
  for (const file of Object.values(files ?? {}).flat()) await checkContent(file);
  await next();
}

async function checkContent({ originalFilename, mimetype, filepath }: IncomingFile): Promise<void> {
  const refuse = (why: string) => new errors.ValidationError(`“${originalFilename}” ${why}`);
  const mime = mimetype ?? '';
  if (mime.startsWith('image/')) {
    const { format, width = 0, height = 0 } = await pictureOf(filepath);
    if (mime !== `image/${format}`) throw refuse('is not the picture that its name says');
    if (width * height > MAX_PIXELS) {
      throw refuse(`has more than ${MAX_PIXELS / 1_000_000} million pixels; make it smaller`);
    }
    return;
  }
  const start = await firstBytes(filepath);
  const [, signature] = SIGNATURES.find(([pattern]) => pattern.test(mime)) ?? [];
  const fits = signature === undefined ? !start.includes('\u0000') : start.startsWith(signature);
  if (!fits) throw refuse('is not what its name says');
}

/** Reads a picture's header only. */
async function pictureOf(filepath: string): Promise<{ format?: string; width?: number; height?: number }> {
  try {
    const { format, width, height } = await sharp(filepath).metadata();
    return { format: format === 'heif' ? 'avif' : format, width, height };
  } catch {
    return {};
  }
}

async function firstBytes(filepath: string): Promise<string> {
  const file = await open(filepath);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
