import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

const SHORTEST = 12;
/** Letters and digits that a password with one's own name in it has besides. */
const SHORTEST_OF_OWN = 8;
/** Further characters change nothing in bcrypt, and Strapi refuses them. */
const LONGEST_BYTES = 72;
/**
 * Guesses that a password must withstand, as zxcvbn estimates them (Wheeler, USENIX Security 2016): its
 * lists of common passwords and words, keyboard rows, repetitions and years among them. Sign-ins are
 * limited; this is for when somebody gets at the stored hashes.
 */
const FEWEST_GUESSES = 1e9;

export type PasswordProblem = 'short' | 'common';

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * What is wrong with a password that somebody chooses; undefined when nothing is.
 * @param own the account's e-mail address and names, which are the first that others guess
 */
export function passwordProblem(password: string, own: readonly string[] = []): PasswordProblem | undefined {
  if ([...password].length < SHORTEST) return 'short';
  if (Buffer.byteLength(password) > LONGEST_BYTES) return undefined;
  const words = own.flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)]);
  const inputs = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word.length > 2);
  if (isMostlyOwn(password, inputs)) return 'common';
  return estimator.check(password, inputs).guesses < FEWEST_GUESSES ? 'common' : undefined;
}

/** Whether little is left of a password without the account's own words and the signs between them. */
function isMostlyOwn(password: string, own: readonly string[]): boolean {
  const longestFirst = [...own].sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  const said = [...rest.replace(/[^\p{L}\p{M}\p{N}]/gu, '')];
  return rest.length < password.length && said.length < SHORTEST_OF_OWN;
}
