import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Knex } from 'knex';
import type { Reader } from '../../access';
import type { ApprovalContext } from '../../documents';
import type { ProposalAction } from '../api';
import { boundLanguages } from '../bound-languages';
import { readLanguage } from '../context';
import { checkPages, decideChecked, knownType, openContext } from '../decide';
import type { Decision } from '../decision';
import { sameTitle } from '../isomorphic/same-title';
import { refused } from '../messages';
import { removeNotice, wordNotice } from '../take-down';
import { emitProposalDecided } from './emit-proposal';
import { eraseDocument } from './erase';
import { eraseFilesLeft } from './erase-files';
import { caseOf, factsOf } from './facts';
import { authorsIn, personTo } from './people';
import { mayDecide } from './rules';
import { endProposal, findProposal, keepFilesLeft, type StoredProposal } from './store';

/** What a second person decides on a proposal. */
export interface ProposalDecision {
  readonly action: ProposalAction;
  readonly type: string;
  readonly document: string;
  readonly id: number;
  readonly comment?: string | undefined;
  /** The title of what is to be erased, typed by whoever confirms it. */
  readonly typed?: string | undefined;
}

/**
 * Does what a second person decided on a proposal, if the rules allow it. What was asked for, the end of
 * the proposal, the audit event and the e-mail to whoever asked are one transaction.
 * @throws PolicyError, ValidationError or NotFoundError with the refusal's code in its details
 */
export async function decideProposal(
  strapi: Core.Strapi,
  reader: Reader,
  { action, type, document, id, comment, typed }: ProposalDecision,
): Promise<void> {
  if (action === 'confirm') await checkOverridden(strapi, reader, { type, document, id });
  await strapi.db.transaction(async ({ trx }) => {
    const entry = await openContext(strapi, reader, knownType(type), document, trx);
    const proposal = await findProposal(strapi, id);
    if (proposal?.type !== type || proposal.document !== document) throw refused('unknown');
    const who = personTo(reader.actor, authorsIn(entry), proposal.proposedBy);
    const refusal = mayDecide(action, proposal.kind, who, await factsOf(strapi, proposal, entry));
    if (refusal) throw refused(refusal);
    if (action === 'confirm' && proposal.kind === 'erase' && !sameTitle(typed ?? '', proposal.title ?? ''))
      throw refused('title-differs');
    await endProposal(strapi, proposal, {
      state: ENDS[action],
      decidedBy: reader.actor.userId,
      comment: comment ?? null,
    });
    if (action === 'confirm') await EFFECTS[proposal.kind](strapi, reader, entry, proposal, trx);
    // Of what was erased nothing more is said.
    const isGone = action === 'confirm' && proposal.kind === 'erase';
    const told = isGone ? { ...proposal, title: null, reason: null } : proposal;
    await emitProposalDecided(strapi, reader.actor, told, action, isGone ? undefined : comment);
  });
  await eraseFilesLeft(strapi);
}

/** The approval that an override asks for, of the draft as it is now. */
function approvalBy(
  entry: ApprovalContext,
  { language, payload, reason, proposedBy }: StoredProposal,
): Decision {
  if (language === null) throw refused('not-possible');
  const { draftDigest } = readLanguage(entry, language);
  // They were part of what was asked for, and are as they were then.
  const also: Partial<Record<Locale, string>> = {};
  for (const bound of boundLanguages(entry, language)) {
    const other = readLanguage(entry, bound.language);
    if (other.draftDigest !== null) also[bound.language] = other.draftDigest;
  }
  return {
    action: 'approve',
    type: entry.type.name,
    document: entry.document,
    language,
    digest: draftDigest ?? undefined,
    also,
    publishAt: payload.publishAt ? new Date(payload.publishAt) : undefined,
    override: { reason: reason ?? '', by: proposedBy },
  };
}

/** @throws ValidationError when the site cannot show what an override would put live */
async function checkOverridden(
  strapi: Core.Strapi,
  reader: Reader,
  { type, document, id }: Pick<ProposalDecision, 'type' | 'document' | 'id'>,
): Promise<void> {
  const proposal = await findProposal(strapi, id);
  if (proposal?.kind !== 'override' || proposal.type !== type || proposal.document !== document) return;
  const entry = await caseOf(strapi, proposal);
  if (entry) await checkPages(strapi, reader, approvalBy(entry, proposal));
}

const ENDS = { confirm: 'confirmed', decline: 'declined', 'take-back': 'taken-back' } as const;

type Effect = (
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  proposal: StoredProposal,
  trx: Knex.Transaction,
) => Promise<void>;

const EFFECTS: Record<StoredProposal['kind'], Effect> = {
  async notice(strapi, reader, entry, { payload }) {
    if (!payload.notice) throw refused('not-possible');
    await wordNotice(strapi, reader, entry, payload.notice);
  },

  async 'notice-removal'(strapi, reader, entry, { reason }) {
    await removeNotice(strapi, reader, entry, reason ?? '');
  },

  async override(strapi, reader, entry, proposal) {
    await decideChecked(strapi, reader, approvalBy(entry, proposal));
  },

  async erase(strapi, reader, entry, proposal, trx) {
    await keepFilesLeft(strapi, proposal, await eraseDocument(strapi, reader, entry, trx));
  },
};
