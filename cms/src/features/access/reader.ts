import type { Core } from '@strapi/strapi';
import type { Person as SignedIn } from '../../kernel/actor';
import { approvesFor, scopeOfUser } from './membership';

/** A signed-in person with the codes of ministries and units that they may act and agree for; editors alone have some. */
export interface Reader {
  readonly actor: SignedIn;
  readonly scope: readonly string[];
  readonly agreesFor: readonly string[];
}

export async function readerOf(strapi: Core.Strapi, actor: SignedIn): Promise<Reader> {
  if (actor.kind !== 'editor') return { actor, scope: [], agreesFor: [] };
  const { userId } = actor;
  return {
    actor,
    scope: (await scopeOfUser(strapi, userId)).codes,
    agreesFor: await approvesFor(strapi, userId),
  };
}
