import type { Core } from '@strapi/strapi';
import type { ContentType } from 'content-types';
import type { Actor } from '../../kernel/actor';
import { scopeOfUser } from './membership';

/** The condition under which an actor can see an entry as something to refer to: live, or theirs. */
export async function readable(
  strapi: Core.Strapi,
  actor: Actor,
  type: ContentType,
): Promise<Record<string, unknown>> {
  if (actor.kind !== 'editor') return {};
  const live = { publishedAt: { $notNull: true } };
  if (type.owner === undefined) return live;
  const { codes } = await scopeOfUser(strapi, actor.userId);
  return { $or: [live, { [type.owner]: { $in: [...codes] } }] };
}
