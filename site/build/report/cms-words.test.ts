import { describe, expect, it } from 'vitest';
import { publicationBn } from '../../../cms/src/admin/translations/publication.bn.ts';
import { publicationEn } from '../../../cms/src/admin/translations/publication.en.ts';
import { FAILURES } from '../../release/failure-kinds.ts';
import { PROBLEMS } from '../../src/content/export/excluded-entries.ts';
import { PARTS } from './steps.ts';

/** What the builder tells the CMS in words for machines has words for people there, in each language. */
describe.each([
  ['English', publicationEn, /[a-z]{3}/],
  ['Bengali', publicationBn, /[\u0980-\u09ff]{2}/],
])('in %s', (_, words: Record<string, string>, language) => {
  // Besides what the CMS itself knows of: an entry that was left out, a release that is held.
  it.each([...Object.keys(FAILURES), 'left-out', 'held'])('says why something is not live: %s', (kind) => {
    expect(words[`platform.live.trouble.${kind}`]).toMatch(language);
  });

  it.each(Object.keys(PROBLEMS))('says why an entry was left out: %s', (code) => {
    expect(words[`platform.leftOut.${code}`]).toMatch(language);
    // Where all of an entry is at fault, no field is.
    expect(words[`platform.leftOut.${code}`]).toContain(code === 'page-fails' ? '{about}' : '{field}');
  });

  it.each(PARTS)('names the part of a build that took the time: %s', (part) => {
    expect(words[`platform.status.part.${part}`]).toMatch(language);
  });
});
