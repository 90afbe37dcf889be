import type { Block } from 'content-types';
import { describe, expect, it } from 'vitest';
import { blocks } from '../../test/fixture-blocks.ts';
import { headingLevels, isVisible, nestedItems, tableRows, telephone } from './text.ts';

describe('the headings of a body', () => {
  it.each([
    ['start where the page wants them', ['# a', 'text', '## b'], [3, undefined, 4]],
    ['start there even if the editor began lower', ['### a', '### b', '#### c'], [3, 3, 4]],
    ['never skip a level', ['# a', '#### b', '##### c', '## d'], [3, 4, 5, 4]],
    ['go no deeper than h6', ['# a', '## b', '### c', '#### d', '##### e'], [3, 4, 5, 6, 6]],
    ['are left out when nothing can be seen of them', ['# \u200b ', '## b'], [undefined, 3]],
  ])('%s', (_, texts, levels) => {
    expect(headingLevels(blocks(...texts), 3)).toEqual(levels);
  });
});

describe('a table', () => {
  it('is typed with bars, at the edges too or not', () => {
    expect(tableRows('a | b\n\n| 1 | 2 |\r')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('is pasted from a spreadsheet, with empty cells and bars in its text', () => {
    expect(tableRows('a\tb\tc\n1\t\tx|y')).toEqual([
      ['a', 'b', 'c'],
      ['1', '', 'x|y'],
    ]);
  });
});

it('puts nested lists into the item that they follow', () => {
  const item = (text: string) => ({
    type: 'list-item' as const,
    children: [{ type: 'text' as const, text }],
  });
  const inner = { type: 'list' as const, format: 'unordered' as const, children: [item('x')] };
  const list: Extract<Block, { type: 'list' }> = {
    ...inner,
    children: [inner, item('a'), inner, inner, item('b')],
  };
  expect(nestedItems(list)).toEqual([
    { item: undefined, lists: [inner] },
    { item: item('a'), lists: [inner, inner] },
    { item: item('b'), lists: [] },
  ]);
});

it('sees no text in white space, joiners and marks of direction', () => {
  expect([undefined, '', ' \n', '\u200b\u200d\u202e\ufeff'].map(isVisible)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(['ক্‍ষ', 'a\u200b', '👩🏽‍🌾'].map(isVisible)).toEqual([true, true, true]);
});

it('dials numbers as people write them', () => {
  expect(telephone('+880 2 0000-0000')).toBe('tel:+880200000000');
});
