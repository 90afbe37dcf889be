import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ContentType } from 'content-types';
import { uidOf } from '../entries/references';
import { fieldValues } from '../entries/values';
import { membersOf } from './membership';

const FILE = 'plugin::upload.file';

interface FileCheck {
  readonly documentId: string | undefined;
  readonly data: Record<string, unknown>;
  readonly userId: number;
  readonly ministries: string[];
}

/** The ids of all files in an entry's data: Strapi takes an id or an object with one. */
function fileIds(type: ContentType, data: Record<string, unknown>): number[] {
  const ids: number[] = [];
  for (const { field, value } of fieldValues(type.fields, data)) {
    if (field.attribute.type !== 'media') continue;
    for (const file of Array.isArray(value) ? value : [value]) {
      const id = Number(typeof file === 'object' && file !== null ? file.id : file);
      if (Number.isInteger(id)) ids.push(id);
    }
  }
  return ids;
}

/**
 * Lets an editor attach only files of their own ministries, or files that the entry already has:
 * attaching a file by a guessed number would show its name and address.
 * @throws ForbiddenError
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
  const uploaders = [check.userId, ...(await membersOf(strapi, check.ministries))];
  const own = await strapi.db
    .query(FILE)
    .count({ where: { id: { $in: [...ids] }, createdBy: { id: { $in: uploaders } } } });
  if (own < ids.size) throw new errors.ForbiddenError('You can only use files that your ministry uploaded.');
}
