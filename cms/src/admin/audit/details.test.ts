import { expect, it } from 'vitest';
import { detailsInWords, subjectOf } from './details';

const words: Record<string, string> = {
  'detail.from': 'Before',
  'detail.to': 'After',
  'detail.active': 'Active',
  yes: 'yes',
  'value.moderator': 'Moderator',
};
const show = (details: Record<string, unknown>) =>
  detailsInWords(details, (id) => words[id]).map(({ name, text }) => `${name}: ${text}`);

it('says facts in words, one by one', () => {
  expect(show({ from: ['editor'], to: ['editor', 'moderator'] })).toEqual([
    'Before: editor',
    'After: editor, Moderator',
  ]);
  expect(show({ to: { active: true, until: '2026-12-31' } })).toEqual([
    'After: Active: yes; until: 2026-12-31',
  ]);
});

it('leaves out what is empty and what says nothing to people', () => {
  expect(show({ id: 3, digest: 'abc', from: null, to: [], active: true })).toEqual(['Active: yes']);
});

it('is about an entry, or else about the account that it names', () => {
  expect(subjectOf({ title: 'A story', details: { name: 'Focal point' } })).toBe('A story');
  expect(subjectOf({ title: null, details: { name: 'Focal point', email: 'a@example.org' } })).toBe(
    'Focal point',
  );
  expect(subjectOf({ title: null, details: { email: 'a@example.org' } })).toBe('a@example.org');
  expect(subjectOf({ title: null, details: {} })).toBeUndefined();
});
