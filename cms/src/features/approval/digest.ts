import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Core } from '@strapi/strapi';
import type { ContentType } from 'content-types';
import type { Version } from '../documents';
import { ANY_TARGET, filesIn, wireFields } from '../publication';

/**
 * Names what a version says: SHA-256 (FIPS 180-4, hex) of its fields as the export words them, owner
 * and key among them, with every reference as it is stored, and of the bytes of each attached file.
 * Two versions of one language have the same digest exactly if the site shows the same of them.
 */
export async function digestOf(strapi: Core.Strapi, type: ContentType, version: Version): Promise<string> {
  const fields = wireFields(type, version, ANY_TARGET);
  const files: Record<string, string> = {};
  for (const name of filesIn(type.fields, fields)) files[name] ??= await fileDigest(strapi, name);
  return createHash('sha256')
    .update(canonical({ type: type.name, language: version.locale, fields, files }))
    .digest('hex');
}

/** The SHA-256 of an uploaded file's bytes; a word instead when it is gone. */
async function fileDigest(strapi: Core.Strapi, name: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path.join(strapi.dirs.static.public, 'uploads', name)), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw error;
  }
  return hash.digest('hex');
}

/**
 * JSON with the members of every object in one order: PostgreSQL's jsonb keeps its own. Close to RFC
 * 8785, whose rules for numbers are JSON.stringify's.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
