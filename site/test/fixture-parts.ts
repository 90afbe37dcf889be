import type { TypeName } from 'content-types';
import { blocks } from './fixture-blocks.ts';

/** One document: fields of both languages, which win, and of each. A language left out is not published. */
export interface Fixture {
  readonly type: TypeName;
  readonly all: Readonly<Record<string, unknown>>;
  readonly bn?: Readonly<Record<string, unknown>>;
  readonly en?: Readonly<Record<string, unknown>>;
}

const SENTENCE = {
  bn: 'ইউনিয়ন পরিষদের কার্যালয়ে গিয়ে আবেদনপত্র নিন এবং পরিচয়পত্র সঙ্গে রাখুন। ',
  en: 'Take the form from the union council office and keep your identity card with you. ',
};
/** 10 words of Bengali a sentence. */
export const long = (locale: 'bn' | 'en', sentences: number) => SENTENCE[locale].repeat(sentences).trim();

/**
 * Words of random Bengali syllables, the same each time: they pack as badly as real text (3 to 4 bytes
 * a word), which the same sentence again and again does not.
 */
export function unlikeWords(count: number): string {
  const [consonants, vowels] = [[...'কখগঘচছজটডতথদধনপফবভমযরলশষসহ'], ['', 'া', 'ি', 'ী', 'ু', 'ে', 'ো']];
  let state = count;
  const pick = (from: readonly string[]) => {
    // Numerical Recipes' linear congruential generator.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return from[Math.floor((state / 2 ** 32) * from.length)] ?? '';
  };
  const syllable = () => pick(consonants) + pick(vowels);
  const word = () => Array.from({ length: 2 + (state % 3) }, syllable).join('');
  return Array.from({ length: count }, word).join(' ');
}

export const items = (...texts: string[]) => texts.map((text) => ({ text }));
export const text = (...texts: string[]) => ({ component: 'body.text', content: blocks(...texts) });

export const ODD = {
  rtl: 'سلام، هذا نص من اليمين إلى اليسار',
  zeroWidth: 'zero\u200bwidth\u200d and \u202eoverride\u202c',
  emoji: '👩🏽‍🌾🇧🇩 কৃষক',
  endless: 'দীর্ঘ'.repeat(120),
  script: '</script><script>alert(1)</script><b>not bold</b>',
};

/** A file to download; it is not there, which only the builder would mind. */
export const pdf = { file: 'report.pdf', name: 'report.pdf', mime: 'application/pdf', size: 23456 };
