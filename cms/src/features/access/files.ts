import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type ContentType, visit } from 'content-types';
import { uidOf } from '../../kernel/content/references';

const FILE = 'plugin::upload.file';

interface FileCheck {
  readonly documentId: string | undefined;
  readonly data: Record<string, unknown>;
  /** The codes that the editor may act for. */
  readonly scope: readonly string[];
}

/** The numbers of all files in an entry, as stored with its files or as cleaned for storing. */
export function fileIds(type: ContentType, data: Record<string, unknown>): number[] {
  return [...visit(type.fields, data)]
    .filter(({ field }) => field.attribute.type === 'media')
    .map(({ value }) => (typeof value === 'number' ? value : (value as { id: number }).id));
}

/**
 * Lets an editor attach only files of their own ministries, or files that the entry already has:
 * attaching a file by a guessed number would show its name and address.
 * @throws PolicyError
 */
export async function checkFiles(strapi: Core.Strapi, type: ContentType, check: FileCheck): Promise<void> {
  const ids = new Set(fileIds(type, check.data));
  if (ids.size === 0) return;
  if (check.documentId !== undefined) {
    const versions = await strapi.db
      .query(uidOf(type))
      .findMany({ where: { documentId: check.documentId }, populate: type.populate as never });
    for (const id of versions.flatMap((version) => fileIds(type, version))) ids.delete(id);
  }
  const where = { id: { $in: [...ids] }, ministry: { $in: [...check.scope] } };
  if ((await strapi.db.query(FILE).count({ where })) < ids.size) {
    throw new errors.PolicyError('You can only use files that your ministry uploaded.');
  }
}
