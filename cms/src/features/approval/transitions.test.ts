import { describe, expect, it } from 'vitest';
import type { State } from '../documents/api';
import type { Action } from './api';
import { act, type Choice, edited, type Facts, type PersonInEntry, restingState } from './transitions';

const person = (kind: PersonInEntry['kind'], more: Partial<PersonInEntry> = {}): PersonInEntry => ({
  kind,
  member: kind === 'editor',
  ministryApprover: false,
  author: false,
  ...more,
});
const EDITOR = person('editor');
const STRANGER = person('editor', { member: false });
const APPROVER = person('editor', { ministryApprover: true });
const MODERATOR = person('moderator');
const SUPER = person('super-admin');
const author = (who: PersonInEntry): PersonInEntry => ({ ...who, author: true });

const FACTS: Facts = {
  exists: true,
  live: false,
  changed: true,
  anyLive: false,
  noticed: false,
  step: null,
  complete: true,
  ministryStep: false,
  approverThere: true,
  asSubmitted: true,
};
const SAW: Choice = { sawDraft: true };
const AT_MINISTRY = { step: 'ministry', ministryStep: true } as const;
const AT_MODERATOR = { step: 'moderator' } as const;
const LIVE = { live: true, anyLive: true } as const;

type Row = [
  action: Action,
  from: State,
  who: PersonInEntry,
  facts: Partial<Facts>,
  choice: Partial<Choice>,
  outcome: string,
];

const nameOf = (who: PersonInEntry) =>
  (who.author ? 'author and ' : '') +
  (who === STRANGER ? 'stranger' : who.ministryApprover ? 'ministry approver' : who.kind);

const ROWS: Row[] = [
  ['submit', 'draft', EDITOR, {}, {}, 'submitted at moderator'],
  ['submit', 'returned', EDITOR, {}, {}, 'submitted at moderator'],
  ['submit', 'withdrawn', EDITOR, { noticed: true }, {}, 'submitted at moderator'],
  ['submit', 'live-with-draft', EDITOR, LIVE, {}, 'submitted at moderator'],
  ['submit', 'draft', MODERATOR, {}, {}, 'submitted at moderator'],
  ['submit', 'draft', MODERATOR, { ministryStep: true }, {}, 'submitted at ministry'],
  ['submit', 'draft', EDITOR, { ministryStep: true }, {}, 'submitted at ministry'],
  ['submit', 'draft', EDITOR, { ministryStep: true, approverThere: false }, {}, 'no-ministry-approver'],
  ['submit', 'draft', STRANGER, {}, {}, 'not-allowed'],
  ['submit', 'draft', EDITOR, { exists: false }, {}, 'no-draft'],
  ['submit', 'draft', EDITOR, { complete: false }, {}, 'incomplete'],
  ['submit', 'draft', EDITOR, {}, { sawDraft: false }, 'changed'],
  ['submit', 'live', EDITOR, { ...LIVE, changed: false }, {}, 'unchanged'],
  ['submit', 'submitted', EDITOR, AT_MODERATOR, {}, 'already-submitted'],
  ['submit', 'approved', EDITOR, {}, {}, 'already-submitted'],

  ['take-back', 'submitted', EDITOR, AT_MODERATOR, {}, 'draft'],
  ['take-back', 'submitted', EDITOR, { ...AT_MODERATOR, ...LIVE }, {}, 'live-with-draft'],
  ['take-back', 'submitted', EDITOR, { ...AT_MODERATOR, noticed: true }, {}, 'withdrawn'],
  ['take-back', 'approved', EDITOR, {}, {}, 'draft'],
  ['take-back', 'draft', EDITOR, {}, {}, 'not-submitted'],
  ['take-back', 'submitted', STRANGER, AT_MODERATOR, {}, 'not-allowed'],

  ['agree', 'submitted', APPROVER, AT_MINISTRY, {}, 'submitted at moderator'],
  ['agree', 'submitted', author(APPROVER), AT_MINISTRY, {}, 'own-work'],
  ['agree', 'submitted', EDITOR, AT_MINISTRY, {}, 'not-ministry-approver'],
  ['agree', 'submitted', MODERATOR, AT_MINISTRY, {}, 'not-ministry-approver'],
  ['agree', 'submitted', APPROVER, AT_MODERATOR, {}, 'already-agreed'],
  ['agree', 'submitted', APPROVER, AT_MINISTRY, { sawDraft: false }, 'changed'],
  ['agree', 'submitted', APPROVER, { ...AT_MINISTRY, asSubmitted: false }, {}, 'changed'],
  ['agree', 'draft', APPROVER, {}, {}, 'not-submitted'],

  ['return', 'submitted', MODERATOR, AT_MODERATOR, {}, 'returned'],
  ['return', 'submitted', author(MODERATOR), AT_MODERATOR, {}, 'returned'],
  ['return', 'submitted', MODERATOR, AT_MINISTRY, {}, 'ministry-first'],
  ['return', 'submitted', APPROVER, AT_MINISTRY, {}, 'returned'],
  ['return', 'submitted', APPROVER, AT_MODERATOR, {}, 'not-allowed'],
  ['return', 'submitted', EDITOR, AT_MODERATOR, {}, 'not-allowed'],
  ['return', 'submitted', MODERATOR, AT_MODERATOR, { sawDraft: false }, 'changed'],
  ['return', 'approved', MODERATOR, {}, {}, 'not-submitted'],

  ['approve', 'submitted', MODERATOR, AT_MODERATOR, {}, 'approved'],
  ['approve', 'submitted', MODERATOR, AT_MODERATOR, { publishAt: 'future' }, 'approved'],
  ['approve', 'submitted', MODERATOR, AT_MODERATOR, { publishAt: 'past' }, 'time-passed'],
  ['approve', 'submitted', MODERATOR, AT_MODERATOR, { sawDraft: false }, 'changed'],
  ['approve', 'submitted', MODERATOR, { ...AT_MODERATOR, asSubmitted: false }, {}, 'changed'],
  ['approve', 'submitted', MODERATOR, AT_MINISTRY, {}, 'ministry-first'],
  ['approve', 'submitted', SUPER, AT_MINISTRY, {}, 'ministry-first'],
  ['approve', 'submitted', author(MODERATOR), AT_MODERATOR, {}, 'own-work'],
  ['approve', 'submitted', author(MODERATOR), AT_MODERATOR, { override: true }, 'super-admin-only'],
  ['approve', 'submitted', MODERATOR, AT_MODERATOR, { override: true }, 'super-admin-only'],
  ['approve', 'submitted', author(SUPER), AT_MODERATOR, {}, 'own-work-override'],
  ['approve', 'submitted', author(SUPER), AT_MODERATOR, { override: true }, 'approved'],
  ['approve', 'submitted', SUPER, AT_MODERATOR, {}, 'approved'],
  ['approve', 'submitted', EDITOR, AT_MODERATOR, {}, 'not-allowed'],
  ['approve', 'submitted', APPROVER, AT_MODERATOR, {}, 'not-allowed'],
  ['approve', 'draft', MODERATOR, {}, {}, 'not-submitted'],
  ['approve', 'returned', MODERATOR, {}, {}, 'not-submitted'],
  ['approve', 'live-with-draft', MODERATOR, LIVE, {}, 'not-submitted'],

  ['cancel', 'approved', MODERATOR, {}, {}, 'submitted at moderator'],
  ['cancel', 'approved', EDITOR, {}, {}, 'not-allowed'],
  ['cancel', 'submitted', MODERATOR, AT_MODERATOR, {}, 'not-scheduled'],

  ['withdraw', 'live', MODERATOR, LIVE, {}, 'withdrawn'],
  ['withdraw', 'draft', MODERATOR, { anyLive: true }, {}, 'withdrawn'],
  ['withdraw', 'withdrawn', MODERATOR, { noticed: true }, {}, 'withdrawn'],
  ['withdraw', 'draft', MODERATOR, {}, {}, 'not-live'],
  ['withdraw', 'live', EDITOR, LIVE, {}, 'not-allowed'],

  ['unpublish', 'live', SUPER, LIVE, {}, 'draft'],
  ['unpublish', 'withdrawn', SUPER, { noticed: true }, {}, 'notice-needs-two'],
  ['unpublish', 'live', MODERATOR, LIVE, {}, 'super-admin-only'],
  ['unpublish', 'draft', SUPER, {}, {}, 'not-live'],
];

describe('who may do what when', () => {
  it.each(ROWS.map((row) => [`${row[0]} from ${row[1]} by ${nameOf(row[2])}`, ...row] as const))(
    '%s: %j',
    (_name, action, from, who, facts, choice, wanted) => {
      const outcome = act(from, action, who, { ...FACTS, ...facts }, { ...SAW, ...choice });
      const got =
        'refused' in outcome ? outcome.refused : outcome.to + (outcome.step ? ` at ${outcome.step}` : '');
      expect(got).toBe(wanted);
    },
  );

  it('nothing by an editor of no ministry of the entry’s, from any state', () => {
    const actions: Action[] = [
      'submit',
      'take-back',
      'agree',
      'return',
      'approve',
      'cancel',
      'withdraw',
      'unpublish',
    ];
    const states: State[] = [
      'draft',
      'submitted',
      'returned',
      'approved',
      'live',
      'live-with-draft',
      'withdrawn',
    ];
    for (const action of actions) {
      for (const state of states) {
        for (const facts of [AT_MINISTRY, AT_MODERATOR, LIVE])
          expect(act(state, action, STRANGER, { ...FACTS, ...facts }, SAW)).toHaveProperty('refused');
      }
    }
  });
});

describe('a state by itself', () => {
  it.each([
    [{ live: true, changed: false, noticed: false }, 'live'],
    [{ live: true, changed: true, noticed: false }, 'live-with-draft'],
    [{ live: false, changed: true, noticed: true }, 'withdrawn'],
    [{ live: false, changed: true, noticed: false }, 'draft'],
  ] as const)('of %j is %s', (facts, state) => {
    expect(restingState(facts)).toBe(state);
  });

  it.each([
    ['submitted', { live: false, changed: true, noticed: false }, 'draft'],
    ['approved', { live: true, changed: true, noticed: false }, 'live-with-draft'],
    ['returned', { live: false, changed: true, noticed: false }, 'returned'],
    ['returned', { live: true, changed: false, noticed: false }, 'live'],
    ['live', { live: true, changed: true, noticed: false }, 'live-with-draft'],
  ] as const)('after an edit of %s with %j is %s', (from, facts, state) => {
    expect(edited(from, facts)).toBe(state);
  });
});
