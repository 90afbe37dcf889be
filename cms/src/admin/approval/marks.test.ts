import { describe, expect, it } from 'vitest';
import { markWords, shorten } from './marks';

const written = (before: string, after: string, language = 'en') =>
  markWords(before, after, language)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
    .join('');

describe('marked words', () => {
  it('show one changed word and leave the rest', () => {
    expect(written('Pays 500 taka a month.', 'Pays 600 taka a month.')).toBe(
      'Pays [-500-]{+600+} taka a month.',
    );
  });

  it('keep a Bengali word with its vowel signs whole', () => {
    expect(written('বয়স্ক ভাতা দেওয়া হয়', 'বয়স্ক ভাত দেওয়া হয়', 'bn')).toBe('বয়স্ক [-ভাতা-]{+ভাত+} দেওয়া হয়');
  });

  it('join a rewritten phrase into one change', () => {
    expect(written('the old way here', 'a new path here')).toBe('[-the old way-]{+a new path+} here');
  });

  it('show a new paragraph', () => {
    expect(written('One.', 'One.\nTwo.')).toBe('One.{+\nTwo.+}');
  });

  it('hold every word of both texts', () => {
    const runs = markWords('a b c d', 'b x d e', 'en');
    const text = (kind: string) =>
      runs.flatMap((run) => (run.kind === 'same' || run.kind === kind ? run.text : [])).join('');
    expect(text('removed')).toBe('a b c d');
    expect(text('added')).toBe('b x d e');
  });

  it('show texts that have nothing in common as replaced', () => {
    const many = (word: string) => Array.from({ length: 2000 }, (_, index) => `${word}${index}`).join(' ');
    expect(markWords(many('a'), many('b'), 'en').map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

describe('a shortened run', () => {
  const long = 'word '.repeat(200).trim();

  it('stays whole when it is short', () => expect(shorten('a few words', 'middle')).toBe('a few words'));

  it('keeps what stands beside the change', () => {
    expect(shorten(`${long} last`, 'first')).toMatch(/^\[…\].*last$/);
    expect(shorten(`first ${long}`, 'last')).toMatch(/^first.*\[…\]$/);
  });

  it('is never cut within a word', () => {
    expect(
      shorten(long, 'middle')
        .replace('[…]', '')
        .split(/\s+/)
        .every((word) => word === 'word'),
    ).toBe(true);
  });
});
