import type { Core } from '@strapi/strapi';
import { activeKind } from '../../../kernel/actor';
import { type ApprovalContext, readContext } from '../../documents';
import type { Lapse } from '../api';
import { knownType } from '../decide';
import { subjectDigest } from './digest';
import { authorsIn, personTo, seconds } from './people';
import { mayPropose, PROPOSAL_DAYS, type ProposalFacts } from './rules';
import type { StoredProposal } from './store';

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a proposal ends by itself, ISO 8601. */
export const expiryOf = ({ proposedAt }: Pick<StoredProposal, 'proposedAt'>) =>
  new Date(new Date(proposedAt).getTime() + PROPOSAL_DAYS * DAY_MS).toISOString();

/** Why a proposal does not hold any more; null while it does. */
export async function lapseOf(
  strapi: Core.Strapi,
  proposal: StoredProposal,
  entry: ApprovalContext | undefined,
): Promise<Lapse | null> {
  const { kind, language, digest, proposedBy, state } = proposal;
  if (state === 'lapsed') return 'changed';
  if (state !== 'open') return 'decided';
  if (Date.now() > Date.parse(expiryOf(proposal))) return 'expired';
  if (!entry || subjectDigest(kind, entry, language) !== digest) return 'changed';
  const role = await activeKind(strapi, proposedBy);
  if (role !== 'super-admin' && role !== 'moderator') return 'proposer-gone';
  const asked = personTo({ kind: role, userId: proposedBy }, authorsIn(entry), proposedBy);
  return mayPropose(kind, asked, NOTHING_AGAINST) === null ? null : 'proposer-gone';
}

const NOTHING_AGAINST: ProposalFacts = { possible: true, waits: false, somebodyElse: true, lapsed: null };

/** The document that a proposal is about. */
export function caseOf(
  strapi: Core.Strapi,
  { type, document }: StoredProposal,
): Promise<ApprovalContext | undefined> {
  return readContext(strapi, knownType(type), document);
}

/** What the rules want to know of a proposal. */
export async function factsOf(
  strapi: Core.Strapi,
  proposal: StoredProposal,
  entry: ApprovalContext | undefined,
): Promise<ProposalFacts> {
  const { kind, proposedBy } = proposal;
  const able = entry ? await seconds(strapi, kind, authorsIn(entry), proposedBy) : [];
  return {
    possible: true,
    waits: true,
    somebodyElse: able.length > 0,
    lapsed: await lapseOf(strapi, proposal, entry),
  };
}
