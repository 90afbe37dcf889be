import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from 'content-types';
import { root } from '../kernel/settings.ts';

/** Writes text of a number of words in one language. */
export type Writer = (words: number, random: () => number) => string;

const WORDS = { bn: /[\u0980-\u09ff]{2,}/g, en: /[A-Za-z]{2,}/g } as const;
/** Endings that make further forms of a word, so that the vocabulary is as rich as that of real text. */
const ENDINGS = {
  bn: ['র', 'কে', 'তে', 'টি', 'গুলো', 'দের', 'ও', 'ই'],
  en: ['s', 'ed', 'ing', 'ly', 'er', 'ness'],
} as const;
/** Zipf–Mandelbrot, https://en.wikipedia.org/wiki/Zipf%E2%80%93Mandelbrot_law: the word of rank r comes 1 / (r + Q)^S as often. */
const [Q, S] = [2.7, 1.07];
const SENTENCE = { shortest: 5, longest: 22 };

/**
 * A writer whose words are those of the sample content, the frequent ones frequent and most of them
 * rare, as in real text.
 */
export function writerOf(locale: Locale): Writer {
  const words = vocabulary(locale);
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= words.length; rank += 1) {
    sum += 1 / (rank + Q) ** S;
    sums.push(sum);
  }
  const draw = (random: () => number) => words[placeOf(random() * sum, sums)] ?? '';
  const stop = locale === 'bn' ? '।' : '.';
  return (count, random) => {
    const text: string[] = [];
    let left = 0;
    for (let index = 0; index < count; index += 1) {
      if (left === 0)
        left = SENTENCE.shortest + Math.floor(random() * (SENTENCE.longest - SENTENCE.shortest));
      left -= 1;
      const isLast = left === 0 || index === count - 1;
      text.push(isLast ? draw(random) + stop : draw(random));
    }
    return text.join(' ');
  };
}

/** The words of the sample content, the most frequent first, and after them their further forms. */
export function vocabulary(locale: Locale): readonly string[] {
  const folder = join(root, 'cms/sample-content');
  const counts = new Map<string, number>();
  for (const file of globSync('**/*.yaml', { cwd: folder }).sort()) {
    const text = readFileSync(join(folder, file), 'utf8').normalize('NFC');
    for (const [word] of text.matchAll(WORDS[locale])) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
  const forms = ENDINGS[locale].flatMap((ending) => frequent.map((word) => word + ending));
  return [...new Set([...frequent, ...forms])];
}

/** The first place whose sum is not below a value. */
function placeOf(value: number, sums: readonly number[]): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
