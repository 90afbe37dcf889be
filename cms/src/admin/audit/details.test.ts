import { expect, it } from 'vitest';
import { detailsInWords } from './details';

const words: Record<string, string> = {
  'detail.from': 'Before',
  'detail.to': 'After',
  'detail.active': 'Active',
  yes: 'yes',
};
const show = (details: Record<string, unknown>) =>
  detailsInWords(details, (id) => words[id]).map(({ name, text }) => `${name}: ${text}`);

it('says facts in words, one by one', () => {
  expect(show({ from: ['editor'], to: ['editor', 'moderator'] })).toEqual([
    'Before: editor',
    'After: editor, moderator',
  ]);
  expect(show({ to: { active: true, until: '2026-12-31' } })).toEqual([
    'After: Active: yes; until: 2026-12-31',
  ]);
});

it('leaves out what is empty and what says nothing to people', () => {
  expect(show({ id: 3, digest: 'abc', from: null, to: [], active: true })).toEqual(['Active: yes']);
});
