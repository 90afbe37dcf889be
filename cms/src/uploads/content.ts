import { open } from 'node:fs/promises';
import path from 'node:path';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import sharp from 'sharp';

/** What may be uploaded, by the end of its name; servers tell browsers what a file is by that end. */
const TYPES: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.odp': 'application/vnd.oasis.opendocument.presentation',
};
export const ALLOWED_TYPES = [...new Set(Object.values(TYPES))];

/** Larger pictures are refused before anything unpacks them, in pixels. */
const MAX_PIXELS = 50_000_000;
const MAX_NAME = 200;

/** A file of a multipart request, as the body parser has put it down. */
interface IncomingFile {
  readonly originalFilename: string | null;
  readonly filepath: string;
}

interface UploadRequest {
  files?: Record<string, IncomingFile | IncomingFile[]>;
  body?: { fileInfo?: unknown };
}

/**
 * Looks into every file of a request before Strapi does: Strapi believes a name where it cannot tell
 * from the content, and unpacks a picture of any size to measure it. Of the other fields only the
 * file's description is let through; the rest would attach the file to an entry, live ones too.
 * @throws ValidationError naming the file
 */
export async function checkIncomingFiles(ctx: Context, next: Next): Promise<void> {
  const request = ctx.request as unknown as UploadRequest;
  for (const file of Object.values(request.files ?? {}).flat()) await checkContent(file);
  const { fileInfo } = request.body ?? {};
  request.body = fileInfo === undefined ? {} : { fileInfo };
  await next();
}

async function checkContent({ originalFilename, filepath }: IncomingFile): Promise<void> {
  const name = originalFilename ?? '';
  const refuse = (why: string) => new errors.ValidationError(`“${name.slice(0, MAX_NAME)}” ${why}`);
  const mime = TYPES[path.extname(name).toLowerCase()];
  if (mime === undefined) {
    throw refuse(`cannot be uploaded: its name must end in one of ${Object.keys(TYPES).join(', ')}`);
  }
  if (name.length > MAX_NAME) throw refuse(`has a name of more than ${MAX_NAME} characters`);
  if (mime.startsWith('image/')) {
    const { format, width = 0, height = 0 } = await pictureOf(filepath);
    if (mime !== `image/${format}`) throw refuse('is not the picture that its name says');
    if (width * height > MAX_PIXELS) {
      throw refuse(`has more than ${MAX_PIXELS / 1_000_000} million pixels; make it smaller`);
    }
    return;
  }
  const start = await firstBytes(filepath);
  if (!fits(mime, start)) throw refuse('is not what its name says');
}

function fits(mime: string, start: string): boolean {
  if (mime === 'application/pdf') return start.startsWith('%PDF-');
  if (mime === 'text/csv') return !start.includes('\u0000');
  // The office formats are ZIP archives.
  return start.startsWith('PK\u0003\u0004');
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
