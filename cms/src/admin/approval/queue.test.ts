import { describe, expect, it } from 'vitest';
import type { ActionOffer, QueueEntry } from '../../features/approval/api';
import { ALL, keyOf, may, ministriesOf, narrow } from './queue';

const entry = (more: Partial<QueueEntry>): QueueEntry => ({
  type: 'story',
  document: 'one',
  language: 'bn',
  title: 'A story',
  ministry: 'msw',
  ministryName: 'Ministry of Social Welfare',
  step: 'moderator',
  state: 'submitted',
  submittedAt: '2026-11-20T10:00:00Z',
  submittedBy: null,
  note: null,
  comment: null,
  publishAt: null,
  digest: 'd',
  actions: [],
  ...more,
});

const food = entry({
  document: 'two',
  ministry: 'food',
  ministryName: 'Ministry of Food',
  type: 'programme',
});
const english = entry({ document: 'three', language: 'en' });
const page = entry({ document: 'four', type: 'page', ministry: null, ministryName: '' });

describe('the queue', () => {
  const entries = [entry({}), food, english, page];

  it('shows all until it is narrowed', () => expect(narrow(entries, ALL)).toEqual(entries));

  it('is narrowed by ministry, type and language', () => {
    expect(narrow(entries, { ...ALL, ministry: 'food' })).toEqual([food]);
    expect(narrow(entries, { ...ALL, type: 'page' })).toEqual([page]);
    expect(narrow(entries, { ministry: 'msw', type: 'story', language: 'en' })).toEqual([english]);
  });

  it('names each waiting ministry once, by name', () => {
    expect(ministriesOf(entries, 'en').map(({ code }) => code)).toEqual(['food', 'msw']);
  });
});

it('the two languages of a document are told apart', () => {
  expect(keyOf(entry({}))).not.toBe(keyOf(entry({ language: 'en' })));
});

it('an action that is shown but refused may not be taken', () => {
  const actions: ActionOffer[] = [
    { action: 'return', allowed: true },
    { action: 'approve', allowed: false },
  ];
  expect(may({ actions }, 'return')).toBe(true);
  expect(may({ actions }, 'approve')).toBe(false);
  expect(may({ actions }, 'withdraw')).toBe(false);
});
