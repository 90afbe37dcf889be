import type { Block } from 'content-types';
import { expect, it } from 'vitest';
import { plainText } from './plain-text';

const text = (words: string, marks = {}) => ({ type: 'text' as const, text: words, ...marks });
const BLOCKS: Block[] = [
  { type: 'heading', level: 2, children: [text('Who')] },
  { type: 'paragraph', children: [text('Widows '), text('only', { bold: true })] },
  {
    type: 'list',
    format: 'ordered',
    children: [
      { type: 'list-item', children: [text('Card')] },
      { type: 'list', format: 'unordered', children: [{ type: 'list-item', children: [text('copy')] }] },
      {
        type: 'list-item',
        children: [{ type: 'link', url: 'https://example.org/form', children: [text('Form')] }],
      },
    ],
  },
];

it('shows formatted text as people would type it', () => {
  expect(plainText(BLOCKS)).toBe('Who\nWidows only\n1. Card\n  • copy\n2. Form [https://example.org/form]');
});

it('shows what is not words too, where that is all that changed', () => {
  expect(plainText(BLOCKS, true)).toContain('## Who\nWidows **only**');
});
