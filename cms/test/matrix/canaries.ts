import type { RawAnswer, RawRequest } from './ask.ts';

/**
 * Canaries are words that stand nowhere but in what somebody must not see. Each planted text holds a
 * word of its own in Latin letters; texts in Bengali hold the Bengali word too.
 */
const LATIN = 'kanari';
const BENGALI = 'গোপনপাখি';

/** Who may see a planted word. */
export type Keeper = 'food' | 'moderators';

/** Gives out words and remembers where each was planted. */
export class Canaries {
  readonly #planted = new Map<string, { keeper: Keeper; where: string }>();

  /** A text to plant; `where` says to people what holds it. */
  plant(keeper: Keeper, where: string, locale: string): string {
    const word = this.word(keeper, where);
    return locale === 'bn' ? `${BENGALI} ${word}` : `Secret ${word}`;
  }

  /** A single Latin word to plant, for addresses and names of files. */
  word(keeper: Keeper, where: string): string {
    const word = `${LATIN}${String(this.#planted.size).padStart(4, '0')}q`;
    this.#planted.set(word, { keeper, where });
    return word;
  }

  /** The words planted for this keeper, with the places that hold them. */
  of(keeper: Keeper): Map<string, string> {
    const own = [...this.#planted].filter(([, planted]) => planted.keeper === keeper);
    return new Map(own.map(([word, { where }]) => [word, where]));
  }

  /**
   * What an answer tells of planted words that its request did not say itself; for people.
   * Empty for one who may see what `allowed` keep.
   */
  leaks(sent: RawRequest, answer: RawAnswer, allowed: readonly Keeper[] = []): string[] {
    const said =
      `${sent.path} ${typeof sent.body === 'object' ? JSON.stringify(sent.body) : ''}`.toLowerCase();
    const found = words(answer).filter((word) => !said.includes(word));
    const leaked = found.flatMap((word) => {
      const planted = this.#planted.get(word);
      return planted && !allowed.includes(planted.keeper) ? [`${word} (${planted.where})`] : [];
    });
    return allowed.length > 0 ? leaked : [...leaked, ...disguised(answer)];
  }
}

/** The Latin words in an answer. */
export function words({ head, text }: RawAnswer): string[] {
  const found = `${head}\n${text}`.match(new RegExp(`${LATIN}\\d{4}q`, 'gi')) ?? [];
  return [...new Set(found.map((word) => word.toLowerCase()))];
}

/** Ways in which a word can stand in an answer without its letters, each with a name for people. */
function spellings(word: string): [string, string][] {
  const hex = (char: string) => char.charCodeAt(0).toString(16).padStart(4, '0');
  // Base64 of a word depends on where it stands among the bytes; the ends mix with its neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${' '.repeat(shift)}${word}`)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : 4, -2),
  );
  return [
    ['percent-encoded', [...Buffer.from(word)].map((byte) => `%${byte.toString(16)}`).join('')],
    ['escaped', [...word].map((char) => `\\u${hex(char)}`).join('')],
    ['numbered', [...word].map((char) => `&#${char.charCodeAt(0)};`).join('')],
    ['hexadecimal', Buffer.from(word).toString('hex')],
    ...base64.map((part): [string, string] => ['base64', part]),
  ];
}

const DISGUISES = [
  ...spellings(LATIN),
  ...spellings(BENGALI),
  ['plain Bengali', BENGALI] as [string, string],
].map(([name, spelling]): [string, string] => [name, spelling.toLowerCase()]);

function disguised({ head, text }: RawAnswer): string[] {
  const answer = `${head}\n${text.normalize('NFC')}`.toLowerCase();
  return DISGUISES.filter(([, spelling]) => answer.includes(spelling)).map(([name]) => `a canary, ${name}`);
}
