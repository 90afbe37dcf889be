import type { Core } from '@strapi/strapi';
import type { Field } from 'content-types';
import type { Actor } from '../../kernel/actor';
import { storedField, targetOf, uidOf } from '../../kernel/content/references';
import { readable } from '../access';

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
