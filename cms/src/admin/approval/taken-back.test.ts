import { expect, it } from 'vitest';
import { tookBack } from './taken-back';

it.each([
  ['an edit while it waits', 'submitted', 'draft', 'new', true],
  ['an edit of what is live while it waits', 'submitted', 'live-with-draft', 'new', true],
  ['an edit while it is scheduled', 'approved', 'draft', 'new', true],
  ['taking it back by hand', 'submitted', 'draft', 'old', false],
  ['an approval', 'submitted', 'live', 'old', false],
  ['a return', 'submitted', 'returned', 'old', false],
  ['an edit of what was returned and edited', 'submitted', 'returned', 'new', false],
  ['an edit of a draft', 'draft', 'draft', 'new', false],
  ['cancelling a schedule', 'approved', 'submitted', 'old', false],
] as const)('%s: %s → %s', (_what, before, after, digest, expected) => {
  expect(tookBack({ state: before, digest: 'old' }, { state: after, digest })).toBe(expected);
});
