import type { State } from '../../documents';
import type { Action, ActionOffer } from '../api';
import { refusal } from '../messages';
import { act, type Facts, type PersonInEntry } from '../transitions';

/** What could be done in a state at all. */
function sensible(state: State, { live, noticed, step }: Facts): Action[] {
  const down: Action[] = live || noticed ? ['withdraw', 'unpublish', 'erase'] : ['erase'];
  if (state === 'submitted')
    return [step === 'ministry' ? 'agree' : 'approve', 'return', 'take-back', ...down];
  if (state === 'approved') return ['cancel', 'take-back', ...down];
  return state === 'live' ? down : ['submit', ...down];
}

/** Refusals that are about who somebody is: what they can never do is not shown to them. */
const NEVER = ['not-allowed', 'super-admin-only', 'not-ministry-approver', 'no-draft'];

/** Refusals of what may only be asked of a second person. */
const ASKED = ['own-work-override', 'notice-needs-two', 'erase-needs-two'];

/** What a person is offered to do with one language of a document; what they cannot do now says why. */
export function offersOf(state: State, who: PersonInEntry, facts: Facts): ActionOffer[] {
  return sensible(state, facts).flatMap((action): ActionOffer | [] => {
    const outcome = act(state, action, who, facts, { sawDraft: true });
    if (!('refused' in outcome)) return { action, allowed: true };
    if (NEVER.includes(outcome.refused)) return [];
    // What is missing is listed beside the offer.
    const reason = refusal(outcome.refused, outcome.refused === 'incomplete' ? { problems: '…' } : undefined);
    const asks = ASKED.includes(outcome.refused);
    return { action, allowed: asks, reason, ...(asks && { asks }) };
  });
}
