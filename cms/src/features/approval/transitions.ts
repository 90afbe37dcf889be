import type { State, Step } from '../documents';
import type { Action } from './api';

/** Who acts, as far as the rules care. */
export interface PersonInEntry {
  readonly kind: 'super-admin' | 'moderator' | 'editor';
  /** An editor of the ministry that owns the entry. */
  readonly member: boolean;
  /** An editor who agrees in that ministry's name. */
  readonly ministryApprover: boolean;
  /** Submitted this version, or wrote in this language since it was last live. */
  readonly author: boolean;
}

/** What the rules need to know of one language of a document. */
export interface Facts {
  readonly exists: boolean;
  readonly live: boolean;
  /** Whether the draft differs from what is live. */
  readonly changed: boolean;
  /** Whether any language of the document is live. */
  readonly anyLive: boolean;
  /** Whether a public notice stands at the document's address. */
  readonly noticed: boolean;
  readonly step: Step | null;
  readonly complete: boolean;
  readonly ministryStep: boolean;
  /** Whether somebody of the ministry other than its authors can agree. */
  readonly approverThere: boolean;
  /** Whether the draft is what was submitted. */
  readonly asSubmitted: boolean;
}

/** What a person adds to an action. */
export interface Choice {
  /** Whether they looked at the draft as it is now. */
  readonly sawDraft: boolean;
  readonly publishAt?: 'future' | 'past';
  /** Whether a second super admin confirms what one of the authors asked for. */
  readonly override?: boolean;
}

export type Refusal =
  | 'not-allowed'
  | 'no-draft'
  | 'unchanged'
  | 'already-submitted'
  | 'incomplete'
  | 'no-ministry-approver'
  | 'changed'
  | 'not-submitted'
  | 'ministry-first'
  | 'not-ministry-approver'
  | 'already-agreed'
  | 'own-work'
  | 'own-work-override'
  | 'time-passed'
  | 'not-scheduled'
  | 'not-live'
  | 'notice-needs-two'
  | 'erase-needs-two'
  | 'super-admin-only';

export type Outcome = { readonly to: State; readonly step: Step | null } | { readonly refused: Refusal };

const refuse = (refused: Refusal): Outcome => ({ refused });
const to = (state: State, step: Step | null = null): Outcome => ({ to: state, step });

type Resting = Pick<Facts, 'live' | 'changed' | 'noticed'>;

/** The state of a language that waits for nobody. */
export function restingState({ live, changed, noticed }: Resting): State {
  if (live) return changed ? 'live-with-draft' : 'live';
  return noticed ? 'withdrawn' : 'draft';
}

/** The state after the draft was changed: what was submitted or approved is so no longer. */
export function edited(state: State, facts: Resting): State {
  // The comment of who returned it stays until it is submitted again, or nothing is left to submit.
  const nothingLeft = facts.live && !facts.changed;
  return state === 'returned' && !nothingLeft ? 'returned' : restingState(facts);
}

/** What becomes of something approved for later when its time has come. */
export const WHEN_DUE = {
  published: 'live',
  'content-refused': 'returned',
  'approver-gone': 'submitted',
} as const satisfies Record<string, State>;

/** The state that follows from an action, or why it is refused. */
export function act(state: State, action: Action, who: PersonInEntry, facts: Facts, choice: Choice): Outcome {
  return RULES[action](state, who, facts, choice);
}

type Rule = (state: State, who: PersonInEntry, facts: Facts, choice: Choice) => Outcome;

const decides = ({ kind }: PersonInEntry) => kind === 'moderator' || kind === 'super-admin';
const writes = (who: PersonInEntry) => who.member || decides(who);
const waits = (state: State) => state === 'submitted' || state === 'approved';

const RULES: Record<Action, Rule> = {
  submit(state, who, facts, { sawDraft }) {
    if (!writes(who)) return refuse('not-allowed');
    if (!facts.exists) return refuse('no-draft');
    if (waits(state)) return refuse('already-submitted');
    if (facts.live && !facts.changed) return refuse('unchanged');
    if (!facts.complete) return refuse('incomplete');
    if (!sawDraft) return refuse('changed');
    if (!facts.ministryStep) return to('submitted', 'moderator');
    return facts.approverThere ? to('submitted', 'ministry') : refuse('no-ministry-approver');
  },

  'take-back'(state, who, facts) {
    if (!writes(who)) return refuse('not-allowed');
    return waits(state) ? to(restingState(facts)) : refuse('not-submitted');
  },

  agree(state, who, { step, asSubmitted }, { sawDraft }) {
    if (!who.ministryApprover) return refuse('not-ministry-approver');
    if (state !== 'submitted') return refuse('not-submitted');
    if (step !== 'ministry') return refuse('already-agreed');
    if (who.author) return refuse('own-work');
    return sawDraft && asSubmitted ? to('submitted', 'moderator') : refuse('changed');
  },

  return(state, who, { step }, { sawDraft }) {
    const may = step === 'ministry' ? who.ministryApprover || who.kind === 'super-admin' : decides(who);
    if (state !== 'submitted') return refuse(writes(who) ? 'not-submitted' : 'not-allowed');
    if (!may) return refuse(step === 'ministry' && decides(who) ? 'ministry-first' : 'not-allowed');
    return sawDraft ? to('returned') : refuse('changed');
  },

  approve(state, who, { step, asSubmitted }, { sawDraft, publishAt, override }) {
    if (!decides(who)) return refuse('not-allowed');
    if (state !== 'submitted') return refuse('not-submitted');
    if (step === 'ministry') return refuse('ministry-first');
    if (override && who.kind !== 'super-admin') return refuse('super-admin-only');
    if (who.author && who.kind !== 'super-admin') return refuse('own-work');
    if (who.author && !override) return refuse('own-work-override');
    if (!sawDraft || !asSubmitted) return refuse('changed');
    return publishAt === 'past' ? refuse('time-passed') : to('approved');
  },

  cancel(state, who) {
    if (!decides(who)) return refuse('not-allowed');
    return state === 'approved' ? to('submitted', 'moderator') : refuse('not-scheduled');
  },

  withdraw(_state, who, { anyLive, noticed }) {
    if (!decides(who)) return refuse('not-allowed');
    return anyLive || noticed ? to('withdrawn') : refuse('not-live');
  },

  unpublish(_state, who, { live, noticed }) {
    if (who.kind !== 'super-admin') return refuse('super-admin-only');
    if (live) return to('draft');
    // Taking a notice away changes what the site says, and nobody does that alone.
    return refuse(noticed ? 'notice-needs-two' : 'not-live');
  },

  erase(_state, who) {
    return refuse(who.kind === 'super-admin' ? 'erase-needs-two' : 'super-admin-only');
  },
};
