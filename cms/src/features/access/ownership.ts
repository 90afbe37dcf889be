import type { Core } from '@strapi/strapi';
import { type ContentType, documentOwners, type OwnedVersion, ownsAll } from 'content-types';
import type { Actor } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { scopeOfUser } from './membership';

type Row = OwnedVersion & { readonly documentId: string };

/** The owners of stored documents of one type, as `documentOwners` says; of what is not stored none. */
export async function ownersOf(
  strapi: Core.Strapi,
  type: ContentType,
  documentIds: readonly string[],
): Promise<Map<string, readonly (string | null)[]>> {
  const rows: Row[] = await strapi.db.query(uidOf(type)).findMany({
    select: ['documentId', 'publishedAt', ...(type.owner === undefined ? [] : [type.owner])],
    where: { documentId: { $in: [...documentIds] } },
  });
  const versions = new Map<string, Row[]>(documentIds.map((documentId) => [documentId, []]));
  for (const row of rows) versions.get(row.documentId)?.push(row);
  return new Map([...versions].map(([documentId, stored]) => [documentId, documentOwners(type, stored)]));
}

/** Whether an actor may read and write the drafts of a document: an editor what is theirs in every language. */
export async function mayActOn(
  strapi: Core.Strapi,
  actor: Actor,
  type: ContentType,
  documentId: string,
): Promise<boolean> {
  if (actor.kind === 'super-admin' || actor.kind === 'moderator') return true;
  if (actor.kind !== 'editor') return false;
  const owners = await ownersOf(strapi, type, [documentId]);
  const { codes } = await scopeOfUser(strapi, actor.userId);
  return ownsAll(codes, owners.get(documentId) ?? []);
}
