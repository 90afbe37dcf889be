import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzzedLines } from './fuzz.ts';
import { FuzzedBuilds } from './fuzzed-builds.ts';

/** A slice of what fuzz.long.test.ts tries: in two builds each text is in some fields of each type. */
const builds = new FuzzedBuilds();
beforeAll(() => builds.start());
afterAll(() => builds.stop());

it.each([0, 1])('makes a whole site whatever is in the fields of all types (%i)', async (round) => {
  const { error, lost, failed } = await builds.build(fuzzedLines(round));
  expect({ error, lost }).toEqual({ error: undefined, lost: [] });
  // What people write breaks no page; what leads nowhere by this site's whole address is told of, and left out.
  expect(
    failed.filter(
      (about) =>
        !/^https:\/\/social-protection\.example\/\S* (?:leads nowhere|is not an address)$/.test(about),
    ),
  ).toEqual([]);
});
