import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Notice } from '../../documents';
import type { ProposalKind } from '../api';

const PROPOSAL = 'api::approval.proposal';

/** What is asked for beyond the kind. */
interface Payload {
  readonly notice?: Notice;
  /** ISO 8601. */
  readonly publishAt?: string;
  /** Files of what was erased that are still to be deleted. */
  readonly files?: readonly number[];
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

/** Forgets what was asked for about a document; that it was erased is kept, without a word. */
export async function forgetProposals(
  strapi: Core.Strapi,
  { type, document }: Pick<StoredProposal, 'type' | 'document'>,
): Promise<void> {
  const proposals = strapi.db.query(PROPOSAL);
  await proposals.deleteMany({ where: { type, document, kind: { $ne: 'erase' } } });
  const blank = { title: null, reason: null, comment: null, payload: {} };
  await proposals.updateMany({ where: { type, document }, data: blank });
}

/** Erasures whose files are not deleted yet. */
export async function unfinishedErasures(strapi: Core.Strapi): Promise<StoredProposal[]> {
  const erased: StoredProposal[] = await strapi.db
    .query(PROPOSAL)
    .findMany({ where: { kind: 'erase', state: 'confirmed' } });
  return erased.filter(({ payload }) => (payload.files ?? []).length > 0);
}

/** Notes the files of an erasure that are still to be deleted. */
export async function keepFilesLeft(
  strapi: Core.Strapi,
  { id }: StoredProposal,
  files: readonly number[],
): Promise<void> {
  await strapi.db.query(PROPOSAL).update({ where: { id }, data: { payload: { files } } });
}
