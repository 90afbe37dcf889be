import { types } from 'content-types';
import { describe, expect, it } from 'vitest';
import { blocksFromMarkdown } from './blocks';

describe('blocksFromMarkdown', () => {
  it('makes blocks that the model accepts', () => {
    const markdown =
      '## Heading\n\nOne **bold** and *italic* [link](/about/).\n\n1. first\n2. second\n   - inner\n\n> quoted';
    const blocks = blocksFromMarkdown(markdown);
    expect(blocks.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'list', 'quote']);
    expect(types.ministry.fields.introduction.entry.safeParse(blocks).error).toBeUndefined();
    expect(blocks[1]).toMatchObject({
      children: [
        { text: 'One ' },
        { text: 'bold', bold: true },
        { text: ' and ' },
        { text: 'italic', italic: true },
        { text: ' ' },
        { type: 'link', url: '/about/', children: [{ text: 'link' }] },
        { text: '.' },
      ],
    });
  });

  it.each([['![picture](x.png)'], ['<b>raw</b>']])('refuses what blocks cannot hold: %s', (markdown) => {
    expect(() => blocksFromMarkdown(markdown)).toThrow('which blocks cannot hold');
  });
});
