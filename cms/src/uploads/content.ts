import { open } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import sharp from 'sharp';

/** Larger pictures are refused before anything unpacks them, in pixels. */
const MAX_PIXELS = 50_000_000;

interface IncomingFile {
  readonly name: string;
  readonly mime: string;
  readonly filepath: string;
}

/** First bytes of the formats that are no pictures. */
const SIGNATURES: readonly [mime: RegExp, bytes: string][] = [
  [/^application\/pdf$/, '%PDF-'],
  [/^application\/vnd\./, 'PK\u0003\u0004'],
];

/**
 * Looks into a file, because Strapi believes a name where it cannot tell from the content.
 * @throws ValidationError naming the file
 */
async function checkContent({ name, mime, filepath }: IncomingFile): Promise<void> {
  const refuse = (why: string) => new errors.ValidationError(`“${name}” ${why}`);
  if (mime.startsWith('image/')) {
    const {
      format,
      width = 0,
      height = 0,
    } = await sharp(filepath)
      .metadata()
      .catch(() => ({ format: undefined, width: 0, height: 0 }));
    const formats = format === 'heif' ? ['avif'] : [format];
    if (!formats.some((known) => mime === `image/${known}`))
      throw refuse('is not the picture that its name says');
    if (width * height > MAX_PIXELS)
      throw refuse(`has more than ${MAX_PIXELS / 1_000_000} million pixels; make it smaller`);
    return;
  }
  const start = await firstBytes(filepath);
  const [, signature] = SIGNATURES.find(([pattern]) => pattern.test(mime)) ?? [];
  const fits = signature === undefined ? !start.includes('\u0000') : start.startsWith(signature);
  if (!fits) throw refuse('is not what its name says');
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

/** Adds the look into the content to the check that every upload goes through before it is stored. */
export function checkUploads(strapi: Core.Strapi): void {
  const { provider } = strapi.plugin('upload');
  const checkSize = provider.checkFileSize;
  provider.extend({
    async checkFileSize(file: IncomingFile, options: unknown) {
      await checkSize(file, options);
      await checkContent(file);
    },
  });
}
