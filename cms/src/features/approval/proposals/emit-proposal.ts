import type { Core } from '@strapi/strapi';
import type { Actor } from '../../../kernel/actor';
import { emit } from '../../../kernel/events/domain-events';
import type { Recipient } from '../../mail';
import type { Lapse, ProposalAction } from '../api';
import type { ApprovalEvent, EntryEvent } from '../events';
import type { StoredProposal } from './store';

/** Tells that something was asked for, and of those who can confirm it. */
export async function emitProposed(
  strapi: Core.Strapi,
  actor: Actor,
  proposal: StoredProposal,
  able: readonly Recipient[],
): Promise<void> {
  const { kind, reason, payload } = proposal;
  await emit<ApprovalEvent>(strapi, {
    name: 'proposed',
    ...subjectOf(proposal, actor),
    askedOf: able.map(({ id }) => id),
    details: { kind, ...(reason && { comment: reason }), ...payload },
  });
}

const DONE = {
  confirm: 'proposal-confirmed',
  decline: 'proposal-declined',
  'take-back': 'proposal-taken-back',
} as const satisfies Record<ProposalAction, EntryEvent['name']>;

/** Tells what became of a proposal. */
export async function emitProposalDecided(
  strapi: Core.Strapi,
  actor: Actor,
  proposal: StoredProposal,
  action: ProposalAction,
  comment: string | undefined,
): Promise<void> {
  await emit<ApprovalEvent>(strapi, {
    name: DONE[action],
    ...subjectOf(proposal, actor),
    proposedBy: proposal.proposedBy,
    details: { kind: proposal.kind, ...(comment && { comment }) },
  });
}

/** Tells that a proposal is over by itself. */
export async function emitProposalLapsed(
  strapi: Core.Strapi,
  proposal: StoredProposal,
  lapse: Lapse,
): Promise<void> {
  await emit<ApprovalEvent>(strapi, {
    name: 'proposal-lapsed',
    ...subjectOf(proposal, { kind: 'schedule' }),
    proposedBy: proposal.proposedBy,
    details: { kind: proposal.kind, lapse },
  });
}

function subjectOf(proposal: StoredProposal, actor: Actor) {
  const { type, document, language, ministry, title } = proposal;
  return { actor, type, document, ...(language && { language }), ministry, title: title ?? '' };
}
