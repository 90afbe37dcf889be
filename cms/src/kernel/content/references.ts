import type { Core, UID } from '@strapi/strapi';
import { type ContentType, type Field, typeByName } from 'content-types';
import { ministriesOf } from '../../features/access/membership';
import type { Actor } from '../actor';

/** Strapi's uid of one of our types, as its TypeScript types want it. */
export const uidOf = (type: ContentType) => type.uid as UID.ContentType;

/** The type that a reference points at. */
export function targetOf(field: Field): ContentType | undefined {
  return typeByName(field.reference?.target.type);
}

/** The attribute whose value a reference to this type stores: a code never changes, a slug may. */
export function storedField(target: ContentType): string {
  return target.key === 'code' ? 'code' : 'documentId';
}

/** The values of a reference field, one or several. */
export function referenceValues(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((v): v is string => typeof v === 'string' && v !== '');
}

/**
 * Those of a reference's values that point at nothing that the actor can see, not even at a draft of
 * their own: what others are writing must not show in what is accepted.
 */
export async function unknownReferences(
  strapi: Core.Strapi,
  actor: Actor,
  field: Field,
  values: string[],
): Promise<string[]> {
  const target = targetOf(field);
  if (!target || values.length === 0) return [];
  const stored = storedField(target);
  const vocabulary = field.reference?.target.vocabulary;
  const rows = await strapi.db.query(uidOf(target)).findMany({
    select: [stored],
    where: {
      $and: [
        { [stored]: { $in: values }, ...(vocabulary && { vocabulary }) },
        await readable(strapi, actor, target),
      ],
    },
  });
  const known = new Set(rows.map((row: Record<string, string>) => row[stored]));
  return values.filter((value) => !known.has(value));
}

/** The condition under which an actor can see an entry as something to refer to: live, or theirs. */
export async function readable(
  strapi: Core.Strapi,
  actor: Actor,
  type: ContentType,
): Promise<Record<string, unknown>> {
  if (actor.kind !== 'editor') return {};
  const live = { publishedAt: { $notNull: true } };
  if (type.owner === undefined) return live;
  return { $or: [live, { [type.owner]: { $in: await ministriesOf(strapi, actor.userId) } }] };
}
