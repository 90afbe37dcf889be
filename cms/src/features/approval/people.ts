import type { Core } from '@strapi/strapi';
import { type ContentType, types } from 'content-types';
import type { Person as SignedIn } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { approvesFor, ministriesOf } from '../access/membership';
import type { ApprovalRecord } from '../documents/record';
import { ownerOf } from '../documents/versions';
import type { Case } from './context';
import type { Person } from './transitions';

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

/** Whether a person may know of a document: an editor when all its drafts belong to their ministries. */
export function maySee({ actor, ministries }: Reader, { type, languages }: Case): boolean {
  if (actor.kind !== 'editor') return true;
  const all = [...languages.values()];
  const drafts = all.flatMap(({ draft }) => draft ?? []);
  const judged = drafts.length > 0 ? drafts : all.flatMap(({ live }) => live ?? []);
  return judged.every((version) => ministries.includes(ownerOf(type, version) ?? ''));
}

/** What a person is to one language of a document. */
export function personIn(
  { actor, ministries, agreesFor }: Reader,
  ministry: string | null,
  { submittedBy, writers }: Pick<ApprovalRecord, 'submittedBy' | 'writers'>,
): Person {
  return {
    kind: actor.kind,
    member: ministry !== null && ministries.includes(ministry),
    ministryApprover: ministry !== null && agreesFor.includes(ministry),
    author: submittedBy === actor.userId || writers.includes(actor.userId),
  };
}

/** The names of all ministries by code, in a language where they have one in it. */
export async function ministryNames(strapi: Core.Strapi, language: string): Promise<Map<string, string>> {
  const ministry: ContentType = types.ministry;
  const rows = await strapi.db.query(uidOf(ministry)).findMany({ select: ['code', 'name', 'locale'] });
  const inOrder = [...rows].sort((a, b) => Number(a.locale === language) - Number(b.locale === language));
  return new Map(inOrder.filter(({ name }) => name).map(({ code, name }) => [code, name]));
}
