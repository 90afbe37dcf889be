/** Signs that keyboards put in for others, or that nobody sees. */
const SIGNS: readonly [RegExp, string][] = [
  [/[‘’ʼ`´]/g, "'"],
  [/[“”„]/g, '"'],
  [/[\u200b-\u200d\u2060\ufeff]/g, ''],
];

const plain = (title: string) =>
  SIGNS.reduce((text, [sign, instead]) => text.replace(sign, instead), title.normalize('NFC'))
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Whether somebody typed a title that they read: keyboards compose letters (য়, ড়) in another way than the CMS
 * stores them, and phones bend quotation marks and add spaces.
 */
export const sameTitle = (typed: string, title: string): boolean => plain(typed) === plain(title);
