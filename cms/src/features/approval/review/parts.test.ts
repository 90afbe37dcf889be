import { describe, expect, it } from 'vitest';
import { matchParts } from './parts';

/** Parts as `kind:content`. */
const keyOf = (part: string) => ({ kind: part.split(':')[0] ?? '', content: part });
const match = (before: string, after: string) =>
  matchParts(before.split(' ').filter(Boolean), after.split(' ').filter(Boolean), keyOf).map(
    ({ was = '-', is = '-', at, from }) => `${was}>${is}@${at}${from === undefined ? '' : ` from ${from}`}`,
  );

describe('the parts of two lists', () => {
  it.each([
    ['nothing where nothing changed', 't:a t:b', 't:a t:b', []],
    ['one added above others as added', 't:a t:b', 't:n t:a t:b', ['->t:n@0']],
    ['one removed as removed', 't:a t:b t:c', 't:a t:c', ['t:b>-@1']],
    ['one reworded as changed', 't:a t:b', 't:a t:x', ['t:b>t:x@1']],
    ['one reworded beside one added', 't:a t:b', 't:x t:b t:n', ['t:a>t:x@0', '->t:n@2']],
    ['one moved as moved', 't:a t:b t:c', 't:b t:c t:a', ['t:a>t:a@2 from 0']],
    ['another kind as removed and added', 't:a', 'p:a', ['->p:a@0', 't:a>-@0']],
    ['all of an empty list as added', '', 't:a t:b', ['->t:a@0', '->t:b@1']],
    ['of two that are equal one removed', 't:a t:a', 't:a', ['t:a>-@1']],
  ])('show %s', (_what, before, after, wanted) => {
    expect(match(before, after)).toEqual(wanted);
  });
});
