import type { Lapse, ProposalAction, ProposalKind } from '../api';

/** Who acts on a proposal, as far as the rules care. */
export interface ProposalPerson {
  readonly kind: 'super-admin' | 'moderator' | 'editor';
  /** Submitted or wrote in the entry. */
  readonly author: boolean;
  /** Made this proposal. */
  readonly proposer: boolean;
}

/** What the rules need to know of a proposal that was made or is about to be. */
export interface ProposalFacts {
  /** Whether what it asks for can be asked for as things stand. */
  readonly possible: boolean;
  /** Whether the same has been asked for already. */
  readonly waits: boolean;
  /** Whether anybody else could confirm it today. */
  readonly somebodyElse: boolean;
  /** Why it is over by itself. */
  readonly lapsed: Lapse | null;
}

export type ProposalRefusal =
  | 'not-allowed'
  | 'super-admin-only'
  | 'not-possible'
  | 'already-proposed'
  | 'nobody-to-confirm'
  | 'no-second-super-admin'
  | 'own-proposal'
  | 'not-own-proposal'
  | 'own-work-proposal'
  | `lapsed-${Lapse}`;

interface Needs {
  /** Who may ask for it. */
  readonly ask: 'super-admin' | 'decider';
  /** Who may confirm or decline it; never who asked. */
  readonly second: 'super-admin' | 'decider';
  /** Whether whoever wrote the entry may be the second person. */
  readonly authorMayConfirm: boolean;
}

/** What each kind needs: words on the site need somebody who did not write them, power needs two super admins. */
const NEEDS: Record<ProposalKind, Needs> = {
  notice: { ask: 'decider', second: 'decider', authorMayConfirm: false },
  'notice-removal': { ask: 'super-admin', second: 'decider', authorMayConfirm: true },
  override: { ask: 'super-admin', second: 'super-admin', authorMayConfirm: true },
  erase: { ask: 'super-admin', second: 'super-admin', authorMayConfirm: true },
};

/** The days after which a proposal that nobody decided on is over. */
export const PROPOSAL_DAYS = 14;

const isOne = (whom: Needs['ask'], { kind }: Pick<ProposalPerson, 'kind'>) =>
  kind === 'super-admin' || (whom === 'decider' && kind === 'moderator');

const refusedTo = (whom: Needs['ask']): ProposalRefusal =>
  whom === 'super-admin' ? 'super-admin-only' : 'not-allowed';

/** Why a person may not ask for something; null if they may. */
export function mayPropose(
  kind: ProposalKind,
  who: Omit<ProposalPerson, 'proposer'>,
  { possible, waits, somebodyElse }: ProposalFacts,
): ProposalRefusal | null {
  const { ask, second } = NEEDS[kind];
  if (!isOne(ask, who)) return refusedTo(ask);
  if (!possible) return 'not-possible';
  if (waits) return 'already-proposed';
  if (somebodyElse) return null;
  return second === 'super-admin' ? 'no-second-super-admin' : 'nobody-to-confirm';
}

/** Why a person may not confirm, decline or take back what somebody asked for; null if they may. */
export function mayDecide(
  action: ProposalAction,
  kind: ProposalKind,
  who: ProposalPerson,
  { lapsed }: ProposalFacts,
): ProposalRefusal | null {
  const { second, authorMayConfirm } = NEEDS[kind];
  if (action === 'take-back') {
    if (!who.proposer) return isOne(second, who) ? 'not-own-proposal' : 'not-allowed';
    return lapsed && `lapsed-${lapsed}`;
  }
  if (!isOne(second, who)) return refusedTo(second);
  if (who.proposer) return 'own-proposal';
  if (action === 'confirm' && who.author && !authorMayConfirm) return 'own-work-proposal';
  return lapsed && `lapsed-${lapsed}`;
}

/** Whether an account that is in use could be the second person. */
export function couldConfirm(kind: ProposalKind, who: ProposalPerson): boolean {
  return mayDecide('confirm', kind, who, NOTHING_AGAINST) === null;
}

const NOTHING_AGAINST: ProposalFacts = { possible: true, waits: false, somebodyElse: true, lapsed: null };
