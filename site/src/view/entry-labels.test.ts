import type { TypeName } from 'content-types';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../content/entry.ts';
import { descriptionOf } from './entry-labels.ts';

const paragraph = (text: string) => ({ type: 'paragraph', children: [{ type: 'text', text }] });
const about = (type: TypeName, fields: object) => descriptionOf({ type, fields } as unknown as Entry);

describe('the description of a page', () => {
  it('is its summary', () => {
    expect(about('story', { title: 'T', summary: 'S' })).toBe('S');
  });

  it('is else the first paragraph that says something', () => {
    expect(
      about('ministry', {
        name: 'N',
        introduction: [paragraph(' \u200b'), paragraph('First.'), paragraph('Then.')],
      }),
    ).toBe('First.');
    expect(about('committee', { name: 'N', mandate: [paragraph('What it does.')] })).toBe('What it does.');
  });

  it('is the name where there is no text', () => {
    expect(about('committee', { name: 'N', mandate: undefined })).toBe('N');
  });
});
