import type { Core } from '@strapi/strapi';
import type { Person as SignedIn } from '../../kernel/actor';
import { approvesFor, ministriesOf } from './membership';

/** A signed-in person with the ministries that they belong to and agree for. */
export interface Reader {
  readonly actor: SignedIn;
  readonly ministries: readonly string[];
  readonly agreesFor: readonly string[];
}

export async function readerOf(strapi: Core.Strapi, actor: SignedIn): Promise<Reader> {
  if (actor.kind !== 'editor') return { actor, ministries: [], agreesFor: [] };
  const { userId } = actor;
  return {
    actor,
    ministries: await ministriesOf(strapi, userId),
    agreesFor: await approvesFor(strapi, userId),
  };
}
