import type { Core } from '@strapi/strapi';
import type { Actor } from '../../../kernel/actor';
import { recordEvent } from '../../audit/record';
import { queueMail } from '../../mail/queue';
import { knowing, type Reader } from '../../mail/recipients';
import { proposalEndMail, proposedMail } from '../../notifications/messages';
import type { Lapse, ProposalAction } from '../api';
import type { StoredProposal } from './store';

/** Records that something was asked for, and tells those who can confirm it. */
export async function tellProposed(
  strapi: Core.Strapi,
  actor: Actor,
  proposal: StoredProposal,
  able: readonly Reader[],
): Promise<void> {
  const { kind, reason, payload } = proposal;
  const details = { kind, ...(reason && { comment: reason }), ...payload };
  await recordEvent(strapi, { action: 'approval.propose', ...subjectOf(proposal, actor), details });
  for (const { email, language } of able)
    await queueMail(strapi, { to: email, ...proposedMail(strapi, mailed(proposal), language) });
}

const DID = {
  confirm: 'approval.confirm',
  decline: 'approval.decline',
  'take-back': 'approval.proposal-taken-back',
} as const;

/** Records what became of a proposal, and tells whoever asked. */
export async function tellDecided(
  strapi: Core.Strapi,
  actor: Actor,
  proposal: StoredProposal,
  action: ProposalAction,
  comment: string | undefined,
): Promise<void> {
  const details = { kind: proposal.kind, ...(comment && { comment }) };
  await recordEvent(strapi, { action: DID[action], ...subjectOf(proposal, actor), details });
  if (action !== 'take-back')
    await tellProposer(strapi, proposal, action === 'confirm' ? 'confirmed' : 'declined', comment);
}

/** Records that a proposal is over by itself, and tells whoever asked. */
export async function tellLapsed(strapi: Core.Strapi, proposal: StoredProposal, lapse: Lapse): Promise<void> {
  const details = { kind: proposal.kind, lapse };
  const subject = subjectOf(proposal, { kind: 'schedule' });
  await recordEvent(strapi, { action: 'approval.proposal-lapsed', ...subject, details });
  await tellProposer(strapi, proposal, 'lapsed');
}

async function tellProposer(
  strapi: Core.Strapi,
  proposal: StoredProposal,
  end: Parameters<typeof proposalEndMail>[1],
  comment?: string,
): Promise<void> {
  for (const { email, language } of await knowing(strapi, proposal.proposedBy, proposal.ministry)) {
    const entry = { ...mailed(proposal), comment: comment ?? null };
    await queueMail(strapi, { to: email, ...proposalEndMail(strapi, end, entry, language) });
  }
}

function subjectOf(proposal: StoredProposal, actor: Actor) {
  const { type, document, language, ministry, title } = proposal;
  return { actor, type, document, ...(language && { language }), ministry, title: title ?? '' };
}

/** What is about all languages is opened in Bengali. */
function mailed({ kind, type, document, language, title, reason }: StoredProposal) {
  return { kind, type, document, language: language ?? 'bn', title: title ?? '', comment: reason };
}
