import { Problem } from './problem.mjs';

/** Types whose samples are facts and not examples: vocabularies, the ministries and the standing committees. */
const FACTS = ['term', 'ministry', 'committee'];
const SAMPLE = '--sample';

/**
 * Which types `npm run seed` loads; none named means all. What it loads is live at once, so in production
 * examples take somebody who says so twice.
 * @throws {Problem} with what to run instead
 */
export function typesToSeed(words: readonly string[], production: boolean): string[] {
  const types = words.filter((word) => word !== SAMPLE);
  const unknown = types.find((word) => word.startsWith('-'));
  if (unknown !== undefined) throw new Problem(`There is no option ${unknown}; see the README.`);
  const saidTwice = words.length - types.length >= 2;
  const onlyFacts = types.length > 0 && types.every((type) => FACTS.includes(type));
  if (!production || onlyFacts || saidTwice) return types;
  throw new Problem(
    `In production this would show ${types.length > 0 ? `the examples of ${types.join(', ')}` : 'about a hundred examples'} to everyone at once. Vocabularies, ministries and committees are no examples: npm run seed -- ${FACTS.join(' ')}. If you want the examples here all the same, say so twice: npm run seed -- ${[...types, SAMPLE, SAMPLE].join(' ')}`,
  );
}
