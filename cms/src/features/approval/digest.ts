import { createHash } from 'node:crypto';
import { type ContentType, visit } from 'content-types';
import { storedName } from '../../kernel/files/store';
import type { Version } from '../documents';
import { ANY_TARGET, wireFields } from '../publication';

/** An attached file, as a version holds it. */
export interface AttachedFile {
  readonly hash: string;
  readonly ext: string | null;
  readonly sha256: string | null;
  readonly hashedAt: number | string | null;
}

/** The files of a version, each as often as it is attached. */
export function attachedFiles(type: ContentType, version: Version): AttachedFile[] {
  return [...visit(type.fields, version)]
    .filter(({ field }) => field.attribute.type === 'media')
    .map(({ value }) => value as AttachedFile);
}

/**
 * Names what a version says: SHA-256 (FIPS 180-4, hex) of its fields as the export words them, owner
 * and key among them, with every reference as it is stored, and of each attached file's hash, which its row keeps.
 * Two versions of one language have the same digest exactly if the site shows the same of them.
 */
export function digestOf(type: ContentType, version: Version): string {
  const fields = wireFields(type, version, ANY_TARGET);
  const hashes = attachedFiles(type, version).map((file) => [storedName(file), file.sha256 ?? 'missing']);
  return createHash('sha256')
    .update(
      canonical({ type: type.name, language: version.locale, fields, files: Object.fromEntries(hashes) }),
    )
    .digest('hex');
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
