import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type ContentType, isReserved, type Locale } from 'content-types';
import type { Knex } from 'knex';
import { uidOf } from '../../kernel/content/references';
import { isUnitCode } from '../access';
import { wasEverLive } from '../publication';
import { firstFree, settleKey, toKey } from './keys';
import { type Holder, isKnownDraft, publicHolder } from './taken-keys';

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
 * Keys of one type (or of one vocabulary) are unique among what is on the site and the drafts that the
 * actor may read; see `taken-keys.ts`.
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
  const wasLive = documentId !== undefined && (await wasEverLive(strapi, documentId));
  const wish = settleKey({ typed, stored, wasLive, titles: { bn: text(titles.bn), en: text(titles.en) } });
  const scope = type.keyScope ? { [type.keyScope]: data[type.keyScope] ?? rows[0]?.[type.keyScope] } : {};
  const holderOf = (key: string) => publicHolder(strapi, type, { key, documentId, scope });
  const isTaken = async (key: string) =>
    isReserved(type.name, key) ||
    // What owns entries by its key has one that no department or organisation has.
    (type.key === type.owner && (await isUnitCode(strapi, key))) ||
    (await holderOf(key)) !== undefined ||
    isKnownDraft(strapi, type, { key, documentId, scope });
  // Somebody else's draft may have gone live under it first.
  const isLost = async () => stored !== undefined && !wasLive && (await holderOf(stored)) !== undefined;
  const isCleared = typed !== undefined && !text(typed);
  if (keyField === 'code' && stored !== undefined && text(typed) && toKey(typed ?? '') !== stored) {
    if (!(await isLost()))
      throw keyError(keyField, `the code “${stored}” cannot change: other entries refer to it`);
  }
  if (wish === stored && !(keyField === 'slug' && isCleared && (await isLost()))) {
    data[keyField] = stored;
    return;
  }
  if (keyField === 'code') {
    if (wish === '') throw keyError(keyField, 'is missing');
    if (await isTaken(wish)) throw keyError(keyField, takenText('code', wish, await holderOf(wish)));
    data[keyField] = wish;
    return;
  }
  // A typed slug that is taken is refused, so that nobody gets an address they did not choose.
  if (text(typed) && wish === toKey(typed ?? '') && (await isTaken(wish))) {
    throw keyError(keyField, takenText('slug', wish, await holderOf(wish)));
  }
  data[keyField] = await firstFree(wish || type.name, isTaken);
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

/** Why a key that was typed cannot be had, and what to do; of others' drafts it says nothing. */
function takenText(field: 'slug' | 'code', key: string, holder: Holder | undefined): string {
  const instead = field === 'slug' ? '; choose another or leave it empty' : '; choose another';
  if (holder === 'notice')
    return `the ${field} “${key}” is taken by a page that was withdrawn, whose notice stands there${instead}`;
  if (holder === 'former')
    return `the ${field} “${key}” is taken: it was the address of another page and leads on to it${instead}`;
  return `the ${field} “${key}” is taken${instead}`;
}

function keyError(field: string, message: string) {
  return new errors.ValidationError(`${field}: ${message}`, {
    errors: [{ path: [field], message, name: 'ValidationError' }],
  });
}
