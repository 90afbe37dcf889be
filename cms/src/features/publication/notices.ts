import type { Core } from '@strapi/strapi';
import { type NoticeLine, parentOf } from 'content-types';
import { type ApprovalRecord, findRecords } from '../documents';
import type { LiveKeys } from './live-keys';

/** The records of what was withdrawn, oldest first. */
export async function withdrawnRecords(strapi: Core.Strapi): Promise<ApprovalRecord[]> {
  const records = await findRecords(strapi, { withdrawnAt: { $notNull: true } });
  // What was never submitted comes first from SQLite and last from PostgreSQL.
  return records.sort((a, b) => a.id - b.id);
}

/** What stands at the addresses of documents that were withdrawn and are not live again, by `<type>/<document>`. */
export function notices(records: readonly ApprovalRecord[], keys: LiveKeys): Map<string, NoticeLine> {
  const found = new Map<string, NoticeLine>();
  for (const { type, document, language, notice, withdrawn, withdrawnAt } of records) {
    if (!notice || !withdrawn || !withdrawnAt || keys.keyOf(type, document) !== undefined) continue;
    if (keys.isLive(type, withdrawn.key)) continue;
    const known = found.get(`${type}/${document}`);
    found.set(`${type}/${document}`, {
      line: 'notice',
      type,
      documentId: document,
      key: withdrawn.key,
      ...(withdrawn.course !== undefined && { course: withdrawn.course }),
      title: { ...known?.title, [language]: withdrawn.title },
      notice,
      withdrawnAt,
    });
  }
  for (const [name, line] of found) {
    // A lesson's record names its course by the document, whose slug may have changed since.
    const { course, ...rest } = line;
    const parent = parentOf(line.type)?.type;
    if (course === undefined) continue;
    const slug = parent && (keys.keyOf(parent, course) ?? found.get(`${parent}/${course}`)?.key);
    found.set(name, slug === undefined ? rest : { ...rest, course: slug });
  }
  return found;
}
