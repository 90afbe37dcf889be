import type { Core } from '@strapi/strapi';
import type { ContentType } from 'content-types';
import { currentOrigin } from '../../kernel/http/request';
import { columnsOf } from './columns';

const CHANGE = 'api::publication.change';

/** Emitted on Strapi's event hub once a transaction with changes is committed. */
export const CHANGED = 'publication.changed';

/** One row of the outbox: a version of a document in one language went live or was taken down. */
export interface Change {
  readonly id: number;
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly action: 'publish' | 'unpublish';
  /** The slug or code at that moment; null for types without one. */
  readonly key: string | null;
  readonly createdAt: string;
}

interface Version {
  readonly documentId: string;
  readonly locale: string;
  readonly [attribute: string]: unknown;
}

/**
 * Writes one row for each version. Must run in the transaction that publishes or takes down, so that
 * there is no row without the change and no change without its row.
 */
export async function recordChanges(
  strapi: Core.Strapi,
  type: ContentType,
  action: Change['action'],
  versions: readonly Version[],
): Promise<void> {
  if (versions.length > 0) await announceOnCommit(strapi);
  for (const version of versions) {
    await strapi.db.query(CHANGE).create({
      data: {
        type: type.name,
        document: version.documentId,
        language: version.locale,
        action,
        key: type.key ? version[type.key] : null,
      },
    });
  }
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

/**
 * The state of the outbox as one short string, which differs whenever a row was added. Counting as
 * well as the highest id matters: PostgreSQL may commit a lower id after a higher one.
 */
export async function currentRevision(strapi: Core.Strapi): Promise<string> {
  const [newest] = await strapi.db
    .query(CHANGE)
    .findMany({ select: ['id'], orderBy: { id: 'desc' }, limit: 1 });
  return `${await strapi.db.query(CHANGE).count()}-${newest?.id ?? 0}`;
}

/**
 * Whether a state of the outbox, worded as above, certainly has a row. Where fewer rows than now lie up
 * to its highest id, one was committed late, and it cannot be told which.
 */
export async function holdsChange(strapi: Core.Strapi, revision: string, id: number): Promise<boolean> {
  const [count, newest] = revision.split('-').map(Number);
  if (count === undefined || newest === undefined || !(id <= newest)) return false;
  return (await strapi.db.query(CHANGE).count({ where: { id: { $lte: newest } } })) === count;
}

/** What was added to the outbox after a state of it, newest first. */
export async function newestChanges(strapi: Core.Strapi, revision: string, limit: number): Promise<Change[]> {
  const newest = Number(revision.split('-')[1] ?? 0);
  return strapi.db.query(CHANGE).findMany({ where: { id: { $gt: newest } }, orderBy: { id: 'desc' }, limit });
}

/**
 * The rows after a state of the outbox, oldest first. Undefined if it is not a state of this one, if a
 * row that lies before it came later, or if there are more than `most`.
 */
export async function changesAfter(
  strapi: Core.Strapi,
  revision: string,
  most: number,
): Promise<Change[] | undefined> {
  const [count, newest] = revision.split('-').map(Number);
  if (!Number.isInteger(count) || !Number.isInteger(newest)) return undefined;
  const before = await strapi.db.query(CHANGE).count({ where: { id: { $lte: newest } } });
  if (before !== count) return undefined;
  const query = { where: { id: { $gt: newest } }, orderBy: { id: 'asc' }, limit: most + 1 };
  const rows: Change[] = await strapi.db.query(CHANGE).findMany(query);
  return rows.length > most ? undefined : rows;
}

/** All that ever happened to a document on the site, oldest first. */
export async function changesOf(
  strapi: Core.Strapi,
  { type, document }: Pick<Change, 'type' | 'document'>,
): Promise<Change[]> {
  return strapi.db.query(CHANGE).findMany({ where: { type, document }, orderBy: { id: 'asc' } });
}

/** What last happened to one language of a document on the site; null if nothing ever did. */
export async function newestChange(
  strapi: Core.Strapi,
  { type, document, language }: Pick<Change, 'type' | 'document' | 'language'>,
): Promise<Change | null> {
  return strapi.db.query(CHANGE).findOne({ where: { type, document, language }, orderBy: { id: 'desc' } });
}

/** Whether any language of a document was ever live, now or before. */
export async function wasEverLive(strapi: Core.Strapi, documentId: string): Promise<boolean> {
  return (await strapi.db.query(CHANGE).count({ where: { document: documentId } })) > 0;
}

/** Forgets under which slugs a document was live: its rows keep its id alone. */
export async function forgetKeys(
  strapi: Core.Strapi,
  { type, document }: Pick<Change, 'type' | 'document'>,
): Promise<void> {
  await strapi.db.query(CHANGE).updateMany({ where: { type, document }, data: { key: null } });
}

/** The documents that ever went live under a slug or code. */
export async function formerOwners(strapi: Core.Strapi, type: string, key: string): Promise<string[]> {
  const where = { type, key, action: 'publish' };
  const rows: Change[] = await strapi.db.query(CHANGE).findMany({ where, select: ['document'] });
  return [...new Set(rows.map(({ document }) => document))];
}

/** What the export needs to know of a publish. */
export type Publish = Pick<Change, 'type' | 'document' | 'language' | 'key'> & { readonly createdAt: Date };

/** All publishes, oldest first. */
export async function publishes(strapi: Core.Strapi): Promise<Publish[]> {
  const names = ['id', 'type', 'document', 'language', 'action', 'key', 'createdAt'];
  const rows = await columnsOf(strapi, CHANGE, names, 'all');
  return rows
    .filter(({ action }) => action === 'publish')
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ createdAt, ...row }) => ({ ...row, createdAt: new Date(createdAt as number | Date) }) as Publish);
}
