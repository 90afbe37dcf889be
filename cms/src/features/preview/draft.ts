import type { Core } from '@strapi/strapi';
import { type ContentType, type EntryLine, type Label, typeByName } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { ownersOf } from '../access';
import { resolveKeys, wireFields } from '../publication';
import type { DraftSubject } from './token';

/** A stored draft as the site would read it. */
export interface Draft {
  readonly type: ContentType;
  readonly line: EntryLine;
  /** Fields that no page can be made without, and that are missing or not right. */
  readonly unfit: readonly Label[];
}

/** Whose a document is now, as a preview's address keeps it. */
export async function subjectOwners(
  strapi: Core.Strapi,
  { type: name, document }: Pick<DraftSubject, 'type' | 'document'>,
): Promise<string[]> {
  const type = typeByName(name);
  const owners = type && (await ownersOf(strapi, type, [document])).get(document);
  return (owners ?? []).map((owner) => owner ?? '');
}

/** Reads a draft as it is saved now; undefined when there is none in that language. */
export async function readDraft(
  strapi: Core.Strapi,
  subject: Omit<DraftSubject, 'owners'>,
): Promise<Draft | undefined> {
  const type = typeByName(subject.type);
  if (!type) return undefined;
  const where = { documentId: subject.document, locale: subject.language, publishedAt: null };
  const query = { where, populate: type.populate as never };
  const row = await strapi.db.query(uidOf(type)).findOne(query);
  if (!row) return undefined;
  const line = await lineOf(strapi, type, row);
  return { type, line, unfit: unfitFields(type, line.fields) };
}

/** A stored draft as the export would carry it if it were published now. */
export async function lineOf(
  strapi: Core.Strapi,
  type: ContentType,
  row: Readonly<Record<string, unknown>>,
): Promise<EntryLine> {
  const now = new Date().toISOString();
  return {
    line: 'entry',
    type: type.name,
    documentId: String(row.documentId),
    locale: String(row.locale),
    publishedAt: now,
    firstPublishedAt: now,
    fields: await resolveKeys(strapi, (keys) => wireFields(type, row, keys)),
  };
}

/** The labels of the fields that the model refuses. A reference to something that is not live is no fault. */
function unfitFields(type: ContentType, fields: Record<string, unknown>): Label[] {
  const { error } = type.entry.safeParse(fields);
  const names = new Set(error?.issues.map(({ path: [name] }) => String(name)));
  return Object.entries(type.fields)
    .filter(([name, field]) => names.has(name) && !field.reference)
    .map(([, field]) => field.label);
}
