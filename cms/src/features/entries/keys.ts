import { KEY_MAX } from 'content-types';
import { transliterate } from 'transliteration';

/**
 * A slug or code out of any text: transliterated to Latin, lower case, words joined by hyphens, at
 * most 80 characters cut at a word. Empty when the text holds no letter or digit.
 */
export function toKey(text: string): string {
  const words = transliterate(text.normalize('NFC'))
    .toLowerCase()
    // Apostrophes stand inside words: "women's" and the transliterated "by'sk".
    .replace(/['’`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const [first = '', ...rest] = words;
  let key = first.slice(0, KEY_MAX);
  for (const word of rest) {
    if (key.length + 1 + word.length > KEY_MAX) break;
    key += `-${word}`;
  }
  return key;
}

/**
 * The first of `key`, `key-2`, `key-3` … for which `isTaken` answers no, still at most 80 characters.
 */
export async function firstFree(key: string, isTaken: (key: string) => Promise<boolean>): Promise<string> {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const candidate = key.slice(0, KEY_MAX - suffix.length).replace(/-$/, '') + suffix;
    if (!(await isTaken(candidate))) return candidate;
  }
}

/** What is known of a document when its key has to be settled. */
export interface KeyQuestion {
  /** What the editor typed into the field; undefined when the field was not sent. */
  readonly typed: string | null | undefined;
  /** The key that the document has; undefined for a new one. */
  readonly stored: string | undefined;
  /** Whether any version of the document was ever live. */
  readonly wasLive: boolean;
  /** The titles as they will be, by language. */
  readonly titles: { readonly bn?: string | undefined; readonly en?: string | undefined };
}

/**
 * The key that a document should have: what was typed; else what it has; else the English title,
 * else the Bengali one transliterated. A key that came from the Bengali title gives way when an
 * English title arrives, as long as nothing was ever live under it. Empty when no title helps.
 */
export function settleKey({ typed, stored, wasLive, titles }: KeyQuestion): string {
  const wish = typed ? toKey(typed) : '';
  if (wish !== '' && wish !== stored) return wish;
  const fromBengali = titles.bn ? toKey(titles.bn) : '';
  const fromEnglish = titles.en ? toKey(titles.en) : '';
  if (stored !== undefined) {
    const wasDerived = fromBengali !== '' && isNumbered(stored, fromBengali);
    return wasDerived && !wasLive && fromEnglish !== '' ? fromEnglish : stored;
  }
  return fromEnglish || fromBengali;
}

/** Whether a key is this one, or this one with the number that made it unique. */
function isNumbered(key: string, base: string): boolean {
  return key === base || (key.startsWith(`${base}-`) && /^\d+$/.test(key.slice(base.length + 1)));
}
