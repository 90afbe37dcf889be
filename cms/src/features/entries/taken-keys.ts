import type { Core } from '@strapi/strapi';
import type { ContentType } from 'content-types';
import { currentActor } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { readable } from '../access';
import { findRecords } from '../documents';
import { previousOwners } from '../publication';

/** A slug or code, for which document, and within which vocabulary where codes are unique in one only. */
export interface KeyWish {
  readonly key: string;
  readonly documentId: string | undefined;
  readonly scope?: Readonly<Record<string, unknown>>;
}

/** What of others stands at an address on the site. */
export type Holder = 'live' | 'notice' | 'former';

/**
 * What another document has at this address for all to see: a live version, the notice of its withdrawal,
 * or a former address that leads to one of these. Undefined where the address is free.
 */
export async function publicHolder(
  strapi: Core.Strapi,
  type: ContentType,
  { key, documentId, scope = {} }: KeyWish,
): Promise<Holder | undefined> {
  if (type.key === undefined) return undefined;
  const others = documentId === undefined ? {} : { documentId: { $ne: documentId } };
  const rows = strapi.db.query(uidOf(type));
  const live = { ...others, publishedAt: { $notNull: true } };
  if ((await rows.count({ where: { ...live, ...scope, [type.key]: key } })) > 0) return 'live';
  const withdrawn = await findRecords(strapi, { type: type.name, withdrawnAt: { $notNull: true } });
  const notices = withdrawn.filter(({ document }) => document !== documentId);
  // The outbox and the records know a key, and not the vocabulary or course in which it is unique.
  const inScope = async (document: string) =>
    Object.keys(scope).length === 0 || (await rows.count({ where: { documentId: document, ...scope } })) > 0;
  for (const { withdrawn: notice, document } of notices) {
    if (notice?.key === key && (await inScope(document))) return 'notice';
  }
  for (const document of await previousOwners(strapi, type.name, key)) {
    if (document === documentId || !(await inScope(document))) continue;
    const stands =
      notices.some((record) => record.document === document) ||
      (await rows.count({ where: { documentId: document, publishedAt: { $notNull: true } } })) > 0;
    if (stands) return 'former';
  }
  return undefined;
}

/**
 * Whether a draft that the actor may read has this key. Those of other ministries do not count: that one is
 * taken would tell what they are working on. Whichever is approved first gets the address.
 */
export async function isKnownDraft(
  strapi: Core.Strapi,
  type: ContentType,
  { key, documentId, scope = {} }: KeyWish,
): Promise<boolean> {
  if (type.key === undefined) return false;
  const own = { [type.key]: key, ...scope, ...(documentId && { documentId: { $ne: documentId } }) };
  const where = { $and: [own, await readable(strapi, currentActor(strapi), type)] };
  return (await strapi.db.query(uidOf(type)).count({ where })) > 0;
}

/**
 * The key under which a draft would go live and that another document has on the site already; undefined
 * where nothing stands in its way. What is live under its key stays.
 */
export async function displacedKey(
  strapi: Core.Strapi,
  type: ContentType,
  versions: readonly { readonly draft?: object | undefined; readonly live?: object | undefined }[],
  documentId: string,
): Promise<string | undefined> {
  const { key: name, keyScope } = type;
  if (name === undefined) return undefined;
  const keyOf = (version: object | undefined) => (version as Record<string, unknown> | undefined)?.[name];
  const held = versions.map(({ live }) => keyOf(live));
  for (const { draft } of versions) {
    const key = keyOf(draft);
    if (typeof key !== 'string' || held.includes(key)) continue;
    const scope = keyScope && { [keyScope]: (draft as Record<string, unknown>)[keyScope] };
    if (await publicHolder(strapi, type, { key, documentId, ...(scope && { scope }) })) return key;
  }
  return undefined;
}
