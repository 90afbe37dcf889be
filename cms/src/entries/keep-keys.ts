import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ContentType, Locale } from 'content-types';
import type { Knex } from 'knex';
import { wasEverLive } from '../publication/outbox';
import { firstFree, isReserved, settleKey, toKey } from './keys';
import { uidOf } from './references';

interface Row {
  readonly documentId: string;
  readonly locale: Locale;
  readonly publishedAt: string | null;
  readonly [attribute: string]: unknown;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** All stored versions of a document: its drafts first, the newest first; they say what will be. */
async function versionsOf(strapi: Core.Strapi, type: ContentType, documentId: string): Promise<Row[]> {
  const rows: Row[] = await strapi.db
    .query(uidOf(type))
    .findMany({ where: { documentId }, orderBy: { updatedAt: 'desc' } });
  return [...rows.filter((row) => !row.publishedAt), ...rows.filter((row) => row.publishedAt)];
}

/**
 * Settles the key of an entry that is about to be stored and puts it into `data`.
 * Keys of one type (or of one vocabulary) are unique across documents, drafts included.
 * @throws ValidationError when a code would change, or no key can be made of what is there.
 */
export async function settleEntryKey(
  strapi: Core.Strapi,
  type: ContentType,
  { documentId, locale }: { documentId: string | undefined; locale: Locale },
  data: Record<string, unknown>,
): Promise<void> {
  const keyField = type.key;
  if (keyField === undefined) return;
  const rows = documentId ? await versionsOf(strapi, type, documentId) : [];
  const stored = text(rows.find((row) => text(row[keyField]))?.[keyField]);
  const drafts = Object.fromEntries(
    rows.filter((row) => !row.publishedAt).map((row) => [row.locale, row[type.title]]),
  );
  const titles = { ...drafts, ...(data[type.title] !== undefined && { [locale]: data[type.title] }) };
  const typed = data[keyField] as string | null | undefined;
  const wish = settleKey({
    typed,
    stored,
    wasLive: documentId !== undefined && (await wasEverLive(strapi, documentId)),
    titles: { bn: text(titles.bn), en: text(titles.en) },
  });
  if (
    keyField === 'code' &&
    stored !== undefined &&
    text(typed) !== undefined &&
    toKey(typed ?? '') !== stored
  ) {
    throw keyError(keyField, `the code “${stored}” cannot change: other entries refer to it`);
  }
  if (wish === stored) {
    data[keyField] = stored;
    return;
  }
  const scope = type.keyScope ? { [type.keyScope]: data[type.keyScope] ?? rows[0]?.[type.keyScope] } : {};
  const isTaken = async (key: string) =>
    isReserved(type.name, key) ||
    (await strapi.db.query(uidOf(type)).count({
      where: { [keyField]: key, ...scope, ...(documentId && { documentId: { $ne: documentId } }) },
    })) > 0;
  if (keyField === 'code') {
    if (wish === '') throw keyError(keyField, 'is missing');
    if (await isTaken(wish)) throw keyError(keyField, `the code “${wish}” is taken`);
    data[keyField] = wish;
    return;
  }
  // A typed slug that is taken is refused, so that nobody gets an address they did not choose.
  if (text(typed) && wish === toKey(typed ?? '') && (await isTaken(wish))) {
    throw keyError(keyField, `the slug “${wish}” is taken; choose another or leave it empty`);
  }
  data[keyField] = await firstFree(wish || type.name, isTaken);
}

/**
 * Puts the document's owner into the data of a language that does not say whose it is, such as one
 * that is new.
 */
export async function keepOwner(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string | undefined,
  data: Record<string, unknown>,
): Promise<void> {
  const { owner } = type;
  if (owner === undefined || owner === type.key || documentId === undefined || text(data[owner])) return;
  const stored = (await versionsOf(strapi, type, documentId)).find((row) => text(row[owner]));
  if (stored) data[owner] = stored[owner];
}

/** Gives the other languages' drafts of a document the key and the owner that one of them now has. */
export async function spreadCodes(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  data: Record<string, unknown>,
): Promise<void> {
  for (const field of new Set([type.key, type.owner])) {
    const value = field && text(data[field]);
    if (!field || !value) continue;
    await strapi.db.query(uidOf(type)).updateMany({
      where: {
        documentId,
        publishedAt: null,
        $or: [{ [field]: { $ne: value } }, { [field]: { $null: true } }],
      },
      data: { [field]: value },
    });
  }
}

/**
 * Lets one transaction at a time settle the keys of a type. PostgreSQL needs to be told; SQLite has
 * one writer anyway.
 */
export async function lockKeys(
  strapi: Core.Strapi,
  type: ContentType,
  transaction: Knex.Transaction,
): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres') return;
  await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', [`keys of ${type.name}`]);
}

function keyError(field: string, message: string) {
  return new errors.ValidationError(`${field}: ${message}`, {
    errors: [{ path: [field], message, name: 'ValidationError' }],
  });
}
