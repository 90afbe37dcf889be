import { describe, expect, it } from 'vitest';
import type { ProposalAction, ProposalKind } from '../api';
import { mayDecide, mayPropose, type ProposalFacts, type ProposalPerson } from './rules';

const person = (kind: ProposalPerson['kind'], more: Partial<ProposalPerson> = {}): ProposalPerson => ({
  kind,
  author: false,
  proposer: false,
  ...more,
});
const SUPER = person('super-admin');
const MODERATOR = person('moderator');
const EDITOR = person('editor');
const asking = (who: ProposalPerson) => ({ ...who, proposer: true });
const author = (who: ProposalPerson) => ({ ...who, author: true });

const FACTS: ProposalFacts = { possible: true, waits: false, somebodyElse: true, lapsed: null };
const ALONE = { somebodyElse: false };

type Asked = [kind: ProposalKind, who: ProposalPerson, facts: Partial<ProposalFacts>, wanted: string | null];

describe('who may ask for what', () => {
  it.each<Asked>([
    ['notice', MODERATOR, {}, null],
    ['notice', SUPER, {}, null],
    ['notice', author(MODERATOR), {}, null],
    ['notice', EDITOR, {}, 'not-allowed'],
    ['notice', MODERATOR, ALONE, 'nobody-to-confirm'],
    ['notice', MODERATOR, { possible: false }, 'not-possible'],
    ['notice', MODERATOR, { waits: true }, 'already-proposed'],
    ['notice-removal', SUPER, {}, null],
    ['notice-removal', MODERATOR, {}, 'super-admin-only'],
    ['override', SUPER, {}, null],
    ['override', MODERATOR, {}, 'super-admin-only'],
    ['override', EDITOR, {}, 'super-admin-only'],
    ['override', SUPER, ALONE, 'no-second-super-admin'],
    ['erase', SUPER, {}, null],
    ['erase', MODERATOR, {}, 'super-admin-only'],
    ['erase', SUPER, ALONE, 'no-second-super-admin'],
  ])('%s by %j where %j: %s', (kind, who, facts, wanted) => {
    expect(mayPropose(kind, who, { ...FACTS, ...facts })).toBe(wanted);
  });
});

type Decided = [
  action: ProposalAction,
  kind: ProposalKind,
  who: ProposalPerson,
  facts: Partial<ProposalFacts>,
  wanted: string | null,
];

describe('who may decide on what was asked for', () => {
  it.each<Decided>([
    ['confirm', 'notice', MODERATOR, {}, null],
    ['confirm', 'notice', SUPER, {}, null],
    ['confirm', 'notice', asking(MODERATOR), {}, 'own-proposal'],
    ['confirm', 'notice', asking(SUPER), {}, 'own-proposal'],
    ['confirm', 'notice', author(MODERATOR), {}, 'own-work-proposal'],
    ['confirm', 'notice', author(SUPER), {}, 'own-work-proposal'],
    ['confirm', 'notice', EDITOR, {}, 'not-allowed'],
    ['decline', 'notice', author(MODERATOR), {}, null],
    ['decline', 'notice', asking(MODERATOR), {}, 'own-proposal'],
    ['take-back', 'notice', asking(MODERATOR), {}, null],
    ['take-back', 'notice', MODERATOR, {}, 'not-own-proposal'],
    ['take-back', 'notice', EDITOR, {}, 'not-allowed'],
    ['confirm', 'notice-removal', MODERATOR, {}, null],
    ['confirm', 'notice-removal', asking(SUPER), {}, 'own-proposal'],
    ['confirm', 'notice-removal', author(MODERATOR), {}, null],
    ['confirm', 'override', SUPER, {}, null],
    ['confirm', 'override', author(SUPER), {}, null],
    ['confirm', 'override', asking(SUPER), {}, 'own-proposal'],
    ['confirm', 'override', MODERATOR, {}, 'super-admin-only'],
    ['decline', 'override', MODERATOR, {}, 'super-admin-only'],
    ['confirm', 'erase', SUPER, {}, null],
    ['confirm', 'erase', author(SUPER), {}, null],
    ['confirm', 'erase', asking(SUPER), {}, 'own-proposal'],
    ['confirm', 'erase', MODERATOR, {}, 'super-admin-only'],
    ['confirm', 'override', SUPER, { lapsed: 'changed' }, 'lapsed-changed'],
    ['confirm', 'notice', MODERATOR, { lapsed: 'expired' }, 'lapsed-expired'],
    ['confirm', 'erase', SUPER, { lapsed: 'proposer-gone' }, 'lapsed-proposer-gone'],
    ['decline', 'override', SUPER, { lapsed: 'decided' }, 'lapsed-decided'],
    ['take-back', 'override', asking(SUPER), { lapsed: 'decided' }, 'lapsed-decided'],
  ])('%s %s by %j where %j: %s', (action, kind, who, facts, wanted) => {
    expect(mayDecide(action, kind, who, { ...FACTS, ...facts })).toBe(wanted);
  });
});
