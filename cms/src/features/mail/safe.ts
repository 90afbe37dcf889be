import { z } from 'zod';

/** Control characters, and signs that nobody sees but that change how a line reads or is laid out. */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/**
 * What somebody typed, as one line that may stand in a subject or among our own words: no line breaks,
 * no signs that reverse the direction of writing. Joiners (U+200C, U+200D), which Bengali needs, stay.
 * @param longest number of letters as people count them
 */
export function oneLine(typed: string, longest = 120): string {
  return shortened(typed.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim(), longest);
}

/** What somebody typed as a quotation, each line marked, so that it cannot be taken for our own words. */
export function quoted(typed: string, longest = 4000): string {
  const lines = typed.split(/\r\n?|\n/).map((line) => line.replace(UNSEEN, ' ').trimEnd());
  return shortened(lines.join('\n').trim(), longest).replace(/^/gm, '> ');
}

function shortened(text: string, longest: number): string {
  // A letter of Bengali is often several characters, which must not be torn apart.
  const start = text.slice(0, longest * 20);
  const letters = [...new Intl.Segmenter('bn').segment(start)];
  if (letters.length <= longest && start === text) return text;
  return `${letters
    .slice(0, longest - 1)
    .map(({ segment }) => segment)
    .join('')}…`;
}

const email = z.email();

/** Whether this is the address of exactly one mailbox: no list, no line break, nothing around it. */
export function isAddress(value: unknown): value is string {
  return email.safeParse(value).success;
}
