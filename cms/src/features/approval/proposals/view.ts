import type { Core } from '@strapi/strapi';
import { designationsOf, ownerNames, type Reader } from '../../access';
import type { ApprovalContext } from '../../documents';
import type { Proposal, ProposalAction, WaitingProposal } from '../api';
import { refusal } from '../messages';
import { caseOf, expiryOf, factsOf } from './facts';
import { authorsIn, personTo } from './people';
import { mayDecide, type ProposalFacts } from './rules';
import { openProposals, type StoredProposal } from './store';

const ACTIONS: readonly ProposalAction[] = ['confirm', 'decline', 'take-back'];

/** What is never said to a person who cannot do it anyway. */
const NEVER = ['not-allowed', 'super-admin-only', 'own-proposal', 'not-own-proposal'];

/** What of a document waits for a second person, as one person may see it. */
export async function proposalsOf(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (const proposal of await openProposals(strapi, { document: entry.document })) {
    const shown = await shownTo(strapi, reader, entry, proposal);
    if (shown) found.push(shown);
  }
  return found;
}

/** All that waits for a second person, oldest first; nothing for editors, who decide on none of it. */
export async function waitingProposals(
  strapi: Core.Strapi,
  reader: Reader,
  named: string,
): Promise<WaitingProposal[]> {
  if (reader.actor.kind === 'editor') return [];
  const ministries = await ownerNames(strapi, named);
  const found: WaitingProposal[] = [];
  for (const proposal of await openProposals(strapi)) {
    const entry = await caseOf(strapi, proposal);
    const shown = entry && (await shownTo(strapi, reader, entry, proposal));
    const { type, document, ministry } = proposal;
    const ministryName = ministry === null ? '' : (ministries.get(ministry) ?? ministry);
    if (shown) found.push({ ...shown, type, document, ministryName });
  }
  return found;
}

async function shownTo(
  strapi: Core.Strapi,
  { actor }: Reader,
  entry: ApprovalContext,
  proposal: StoredProposal,
): Promise<Proposal | undefined> {
  const facts = await factsOf(strapi, proposal, entry);
  if (facts.lapsed) return undefined;
  const { id, kind, title, language, reason, payload, proposedBy, proposedAt } = proposal;
  const who = personTo(actor, authorsIn(entry), proposedBy);
  return {
    id,
    kind,
    title: title ?? '',
    language,
    reason,
    notice: payload.notice ?? null,
    publishAt: payload.publishAt ?? null,
    proposedBy: (await designationsOf(strapi, [proposedBy])).get(proposedBy) ?? null,
    proposedAt: new Date(proposedAt).toISOString(),
    expiresAt: expiryOf(proposal),
    somebody: facts.somebodyElse,
    actions: ACTIONS.flatMap((action) => offer(action, proposal, who, facts)),
  };
}

function offer(
  action: ProposalAction,
  { kind }: StoredProposal,
  who: Parameters<typeof mayDecide>[2],
  facts: ProposalFacts,
): Proposal['actions'] {
  const code = mayDecide(action, kind, who, facts);
  if (code === null) return [{ action, allowed: true }];
  return NEVER.includes(code) ? [] : [{ action, allowed: false, reason: refusal(code) }];
}
