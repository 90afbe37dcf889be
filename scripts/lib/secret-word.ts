import { text } from 'node:stream/consumers';

/**
 * A word of a command that may hold a password: `-` stands for what is on standard input, for whoever may list this
 * machine's processes reads all words.
 * @returns the word, or the first line of the input
 */
export async function secretWord<T extends string | undefined>(word: T): Promise<T | string> {
  if (word !== '-') return word;
  return ((await text(process.stdin)).split('\n')[0] ?? '').trim();
}
