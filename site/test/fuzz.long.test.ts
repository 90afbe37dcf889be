import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzzedLines, ROUNDS } from './fuzz.ts';
import { FuzzedBuilds } from './fuzzed-builds.ts';

const builds = new FuzzedBuilds();
beforeAll(() => builds.start());
afterAll(() => builds.stop());

it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  'makes a whole site with every text in every field of every type (%i)',
  async (round) => {
    const { error, lost, failed } = await builds.build(fuzzedLines(round));
    expect({ error, lost }).toEqual({ error: undefined, lost: [] });
    expect(failed.filter((about) => !about.startsWith('https://social-protection.example/'))).toEqual([]);
  },
);
