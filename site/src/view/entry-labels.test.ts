import { describe, expect, it } from 'vitest';
import type { Entry } from '../content/entry.ts';
import { descriptionOf } from './entry-labels.ts';

const paragraph = (text: string) => ({ type: 'paragraph', children: [{ type: 'text', text }] });
const about = (fields: object) => descriptionOf({ fields } as unknown as Entry);

describe('the description of a page', () => {
  it('is its summary', () => {
    expect(about({ title: 'T', summary: 'S' })).toBe('S');
  });

  it('is else the first paragraph that says something', () => {
    expect(
      about({ name: 'N', introduction: [paragraph(' \u200b'), paragraph('First.'), paragraph('Then.')] }),
    ).toBe('First.');
    expect(about({ name: 'N', mandate: [paragraph('What it does.')] })).toBe('What it does.');
  });

  it('is the name where there is no text', () => {
    expect(about({ name: 'N', mandate: undefined })).toBe('N');
  });
});
