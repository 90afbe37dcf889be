import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Notice, ProposalKind } from '../api';

const PROPOSAL = 'api::approval.proposal';

/** What is asked for beyond the kind. */
export interface Payload {
  readonly notice?: Notice;
  /** ISO 8601. */
  readonly publishAt?: string;
}

/** Something that one person asked for and a second one has to confirm. People are ids of admin users. */
export interface StoredProposal {
  readonly id: number;
  readonly kind: ProposalKind;
  readonly type: string;
  readonly document: string;
  /** Null where it is about all languages. */
  readonly language: Locale | null;
  readonly ministry: string | null;
  readonly title: string | null;
  readonly payload: Payload;
  readonly reason: string | null;
  /** Names what it was made for; see `digest.ts`. */
  readonly digest: string;
  readonly proposedBy: number;
  readonly proposedAt: string;
  readonly state: 'open' | 'confirmed' | 'declined' | 'taken-back' | 'lapsed';
  readonly decidedBy: number | null;
  readonly decidedAt: string | null;
  readonly comment: string | null;
}

/** What nobody has decided on, oldest first. */
export async function openProposals(strapi: Core.Strapi, where: object = {}): Promise<StoredProposal[]> {
  return strapi.db
    .query(PROPOSAL)
    .findMany({ where: { $and: [{ state: 'open' }, where] }, orderBy: { id: 'asc' } });
}

export async function findProposal(strapi: Core.Strapi, id: number): Promise<StoredProposal | null> {
  return strapi.db.query(PROPOSAL).findOne({ where: { id } });
}

type New = Omit<StoredProposal, 'id' | 'proposedAt' | 'state' | 'decidedBy' | 'decidedAt' | 'comment'>;

export async function keepProposal(strapi: Core.Strapi, data: New): Promise<StoredProposal> {
  return strapi.db
    .query(PROPOSAL)
    .create({ data: { ...data, state: 'open', proposedAt: new Date().toISOString() } });
}

/** Notes how a proposal ended. */
export async function endProposal(
  strapi: Core.Strapi,
  { id }: StoredProposal,
  end: Pick<StoredProposal, 'state'> & Partial<Pick<StoredProposal, 'decidedBy' | 'comment'>>,
): Promise<void> {
  const data = { ...end, decidedAt: new Date().toISOString() };
  await strapi.db.query(PROPOSAL).update({ where: { id }, data });
}
