import { KEY_PATTERN } from 'content-types';
import { describe, expect, it } from 'vitest';
import { firstFree, settleKey, toKey } from './keys';

describe('toKey', () => {
  it.each([
    ['Old Age Allowance', 'old-age-allowance'],
    ['  Women’s   livelihoods (SWAPNO): 2018–19! ', 'womens-livelihoods-swapno-2018-19'],
    ['Café', 'cafe'],
    ['বয়স্ক ভাতা', 'bysk-bhaataa'],
  ])('makes %s into %s', (title, key) => {
    expect(toKey(title)).toBe(key);
  });

  it('makes the same of the composed and the decomposed form', () => {
    expect(toKey('Cafe\u0301')).toBe(toKey('Caf\u00e9'));
    expect(toKey('\u09ac\u09df\u09b8')).toBe(toKey('\u09ac\u09af\u09bc\u09b8'));
  });

  it('cuts at a word, at 80 characters at most', () => {
    const key = toKey('word '.repeat(40));
    expect(key).toBe(`${'word-'.repeat(15)}word`);
    expect(toKey('x'.repeat(200))).toHaveLength(80);
  });

  it('is empty where there is no letter or digit', () => {
    expect(toKey('😀 — \u200b')).toBe('');
  });

  it('makes only keys that the model takes, of right-to-left and zero-width text too', () => {
    for (const text of ['مرحبا بالعالم', 'a\u200db\u200cc', '../../etc/passwd', '<script>', 'ক্ষ\u200cত্র']) {
      expect(toKey(text)).toMatch(KEY_PATTERN);
    }
  });
});

describe('settleKey', () => {
  const titles = { bn: 'খাদ্য', en: 'Food' };

  it.each([
    ['what was typed', { typed: 'My Food', stored: undefined, wasLive: false, titles }, 'my-food'],
    ['the English title', { typed: '', stored: undefined, wasLive: false, titles }, 'food'],
    ['the Bengali title', { typed: '', stored: undefined, wasLive: false, titles: { bn: 'খাদ্য' } }, 'khaady'],
    ['what it had', { typed: '', stored: 'chosen', wasLive: false, titles }, 'chosen'],
    [
      'English over a key made from Bengali',
      { typed: 'khaady', stored: 'khaady', wasLive: false, titles },
      'food',
    ],
    [
      'English over a key from Bengali that ends in a year',
      { typed: '', stored: 'baajett-2018', wasLive: false, titles: { bn: 'বাজেট ২০১৮', en: 'Budget 2018' } },
      'budget-2018',
    ],
    ['the Bengali key once it was live', { typed: '', stored: 'khaady', wasLive: true, titles }, 'khaady'],
    [
      'what was typed even after it was live',
      { typed: 'meal', stored: 'khaady', wasLive: true, titles },
      'meal',
    ],
    ['nothing of nothing', { typed: null, stored: undefined, wasLive: false, titles: { bn: '!' } }, ''],
  ])('takes %s', (_what, question, key) => {
    expect(settleKey(question)).toBe(key);
  });
});

describe('firstFree', () => {
  it('counts up, and stays within 80 characters', async () => {
    const taken = new Set(['x'.repeat(80), `${'x'.repeat(78)}-2`]);
    expect(await firstFree('x'.repeat(80), async (key) => taken.has(key))).toBe(`${'x'.repeat(78)}-3`);
  });
});
