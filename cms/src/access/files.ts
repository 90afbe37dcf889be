import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ContentType } from 'content-types';
import { uidOf } from '../entries/references';
import { fieldValues } from '../entries/values';

const FILE = 'plugin::upload.file';

interface FileCheck {
  readonly documentId: string | undefined;
  readonly data: Record<string, unknown>;
  readonly ministries: string[];
}

/**
 * The ids of all files in an entry's data.
 * @throws ValidationError for a shape other than the admin's, an id or an object with one: Strapi
 * takes several more, each a way past this check
 */
function fileIds(type: ContentType, data: Record<string, unknown>): number[] {
  const ids: number[] = [];
  for (const { field, value, path } of fieldValues(type.fields, data)) {
    if (field.attribute.type !== 'media') continue;
    for (const file of Array.isArray(value) ? value : [value]) {
      const id = typeof file === 'object' && file !== null && 'id' in file ? file.id : file;
      if ((typeof id !== 'number' && typeof id !== 'string') || !/^\d+$/.test(String(id))) {
        throw new errors.ValidationError(`${path}: must name a file by its number`);
      }
      ids.push(Number(id));
    }
  }
  return ids;
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
  const where = { id: { $in: [...ids] }, ministry: { $in: check.ministries } };
  if ((await strapi.db.query(FILE).count({ where })) < ids.size) {
    throw new errors.PolicyError('You can only use files that your ministry uploaded.');
  }
}
