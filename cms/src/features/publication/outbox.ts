import type { Core } from '@strapi/strapi';
import type { ContentType } from 'content-types';
import { lockAppends } from '../../kernel/database/append-lock';
import { currentOrigin } from '../../kernel/http/request';

const CHANGE = 'api::publication.change';

/** Emitted on Strapi's event hub once a transaction with changes is committed. */
export const CHANGED = 'publication.changed';

/** One row of the outbox: a version of a document in one language went live or was taken down. */
export interface OutboxChange {
  readonly id: number;
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly action: 'publish' | 'unpublish';
  /** The slug or code at that moment; null for types without one. */
  readonly key: string | null;
  readonly createdAt: string;
}

type DocumentName = Pick<OutboxChange, 'type' | 'document'>;

interface Version {
  readonly documentId: string;
  readonly locale: string;
  readonly [attribute: string]: unknown;
}

/**
 * Writes one row for each version. Must run in the transaction that publishes or takes down, so that
 * there is no row without the change and no change without its row. Other transactions wait with theirs until it ends.
 */
export async function recordChanges(
  strapi: Core.Strapi,
  type: ContentType,
  action: OutboxChange['action'],
  versions: readonly Version[],
): Promise<void> {
  if (versions.length === 0) return;
  await announceOnCommit(strapi);
  await strapi.db.transaction(async ({ trx }) => {
    await lockAppends(strapi, trx);
    let { position } = await lastChange(strapi);
    for (const { documentId: document, locale: language, ...version } of versions) {
      position += 1;
      const key = type.key ? version[type.key] : null;
      await strapi.db
        .query(CHANGE)
        .create({ data: { position, type: type.name, document, language, action, key, renamed: false } });
    }
    for (const document of new Set(versions.map(({ documentId }) => documentId)))
      await markRenamed(strapi, { type: type.name, document });
  });
}

/** Marks the rows of a document that has been live under several slugs or codes, by which the former are found. */
async function markRenamed(strapi: Core.Strapi, { type, document }: DocumentName): Promise<void> {
  const rows = await changesOf(strapi, { type, document });
  const keys = new Set(rows.flatMap(({ action, key }) => (action === 'publish' && key ? [key] : [])));
  if (keys.size < 2) return;
  await strapi.db.query(CHANGE).updateMany({ where: { type, document }, data: { renamed: true } });
}

/** Joins the transaction that is open, to be called back when it is committed. */
async function announceOnCommit(strapi: Core.Strapi): Promise<void> {
  // By its name the log of the builder leads back to who asked for it.
  const request = currentOrigin(strapi)?.request;
  await strapi.db.transaction(async ({ onCommit }) =>
    onCommit(() => {
      strapi.eventHub
        .emit(CHANGED, request)
        .catch((error: Error) => strapi.log.warn(`After a change of the outbox: ${error.message}`));
    }),
  );
}

/** The row with the highest id, or with the highest up to one; zeros where there is none. */
async function lastChange(
  strapi: Core.Strapi,
  upTo?: number,
): Promise<{ readonly id: number; readonly position: number }> {
  const [last] = await strapi.db.query(CHANGE).findMany({
    select: ['id', 'position'],
    where: upTo === undefined ? {} : { id: { $lte: upTo } },
    orderBy: { id: 'desc' },
    limit: 1,
  });
  return last ?? { id: 0, position: 0 };
}

/**
 * The state of the outbox as one short string, which differs whenever a row was added: how many rows there are, and
 * the highest id.
 */
export async function currentRevision(strapi: Core.Strapi): Promise<string> {
  const { id, position } = await lastChange(strapi);
  return `${position}-${id}`;
}

/** The highest id of a state of the outbox; undefined if this outbox was never in it. */
async function highestIdOf(strapi: Core.Strapi, revision: string): Promise<number | undefined> {
  const [count, newest] = revision.split('-').map(Number);
  if (!Number.isInteger(count) || newest === undefined || !Number.isInteger(newest)) return undefined;
  return (await lastChange(strapi, newest)).position === count ? newest : undefined;
}

/** Whether a state of the outbox has a row. */
export async function holdsChange(strapi: Core.Strapi, revision: string, id: number): Promise<boolean> {
  const newest = await highestIdOf(strapi, revision);
  return newest !== undefined && id <= newest;
}

/** What was added to the outbox after a state of it, newest first. */
export async function newestChanges(
  strapi: Core.Strapi,
  revision: string,
  limit: number,
): Promise<OutboxChange[]> {
  const newest = Number(revision.split('-')[1] ?? 0);
  return strapi.db.query(CHANGE).findMany({ where: { id: { $gt: newest } }, orderBy: { id: 'desc' }, limit });
}

/** The rows after a state of the outbox, oldest first. Undefined if it is not a state of this one, or if there are more than `most`. */
export async function changesAfter(
  strapi: Core.Strapi,
  revision: string,
  most: number,
): Promise<OutboxChange[] | undefined> {
  const newest = await highestIdOf(strapi, revision);
  if (newest === undefined) return undefined;
  const query = { where: { id: { $gt: newest } }, orderBy: { id: 'asc' }, limit: most + 1 };
  const rows: OutboxChange[] = await strapi.db.query(CHANGE).findMany(query);
  return rows.length > most ? undefined : rows;
}

/** All that ever happened to a document on the site, oldest first. */
async function changesOf(strapi: Core.Strapi, { type, document }: DocumentName): Promise<OutboxChange[]> {
  return strapi.db.query(CHANGE).findMany({ where: { type, document }, orderBy: { id: 'asc' } });
}

/** The same for several documents, by document. */
export async function changesByDocument(
  strapi: Core.Strapi,
  documents: readonly string[],
): Promise<Map<string, OutboxChange[]>> {
  if (documents.length === 0) return new Map();
  const rows: OutboxChange[] = await strapi.db
    .query(CHANGE)
    .findMany({ where: { document: { $in: documents } }, orderBy: { id: 'asc' } });
  const byDocument = new Map<string, OutboxChange[]>();
  for (const row of rows) byDocument.set(row.document, [...(byDocument.get(row.document) ?? []), row]);
  return byDocument;
}

/** What last happened to one language of a document on the site; null if nothing ever did. */
export async function newestChange(
  strapi: Core.Strapi,
  { type, document, language }: Pick<OutboxChange, 'type' | 'document' | 'language'>,
): Promise<OutboxChange | null> {
  return strapi.db.query(CHANGE).findOne({ where: { type, document, language }, orderBy: { id: 'desc' } });
}

/** Whether any language of a document was ever live, now or before. */
export async function wasEverLive(strapi: Core.Strapi, documentId: string): Promise<boolean> {
  return (await strapi.db.query(CHANGE).count({ where: { document: documentId } })) > 0;
}

/** Forgets under which slugs a document was live: its rows keep its id alone. */
export async function forgetKeys(strapi: Core.Strapi, { type, document }: DocumentName): Promise<void> {
  await strapi.db.query(CHANGE).updateMany({ where: { type, document }, data: { key: null } });
}

/** The documents that ever went live under a slug or code. */
export async function previousOwners(strapi: Core.Strapi, type: string, key: string): Promise<string[]> {
  const where = { type, key, action: 'publish' };
  const rows: OutboxChange[] = await strapi.db.query(CHANGE).findMany({ where, select: ['document'] });
  return [...new Set(rows.map(({ document }) => document))];
}

/** A slug or code that a document went live under in one language. */
export type PublishedKey = Pick<OutboxChange, 'type' | 'document' | 'language'> & { readonly key: string };

/**
 * The keys of documents that were live under several, each once for a language, with the document that last went live
 * under it; in the order of those publishes.
 */
export async function previousKeys(strapi: Core.Strapi): Promise<PublishedKey[]> {
  const { tableName } = strapi.db.metadata.get(CHANGE);
  const { connection: knex } = strapi.db;
  const renamed = knex(tableName).distinct('type', 'key').where({ renamed: true, action: 'publish' });
  const rows: PublishedKey[] = await knex(`${tableName} as one`)
    .join(renamed.whereNotNull('key').as('former'), { 'former.type': 'one.type', 'former.key': 'one.key' })
    .where('one.action', 'publish')
    .orderBy('one.id')
    .select('one.type', 'one.document', 'one.language', 'one.key');
  return [...new Map(rows.map((row) => [`${row.type}/${row.language}/${row.key}`, row])).values()];
}

/**
 * When versions first went live, ISO 8601, by `<document>/<language>`.
 * @param documents only theirs
 */
export async function firstPublished(
  strapi: Core.Strapi,
  documents?: readonly string[],
): Promise<Map<string, string>> {
  const { tableName } = strapi.db.metadata.get(CHANGE);
  const { connection: knex } = strapi.db;
  const first = knex(tableName).min('id').where({ action: 'publish' }).groupBy('document', 'language');
  const rows: Row[] = await knex(tableName)
    .whereIn('id', documents ? first.whereIn('document', [...documents]) : first)
    .select('document', 'language', { createdAt: 'created_at' });
  return new Map(
    rows.map(({ document, language, createdAt }) => [
      `${document}/${language}`,
      new Date(createdAt).toISOString(),
    ]),
  );
}

/** SQLite keeps milliseconds, PostgreSQL gives a date. */
type Row = Pick<OutboxChange, 'document' | 'language'> & { readonly createdAt: number | Date };
