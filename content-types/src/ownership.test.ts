import { describe, expect, it } from 'vitest';
import { documentOwner, documentOwners, ownerOf, ownsAll, types } from './index.ts';

const draft = (ministry: unknown) => ({ publishedAt: null, ministry });
const live = (ministry: unknown) => ({ publishedAt: '2018-09-27', ministry });

describe('the owner of a document', () => {
  it.each([
    ['is what its draft says', [draft('msw')], ['msw']],
    ['is what is live where there is no draft', [live('msw')], ['msw']],
    ['is where it goes as soon as its draft says so', [draft('food'), live('msw')], ['food']],
    [
      'is asked of the drafts in all languages',
      [draft('food'), draft('msw'), draft('food')],
      ['food', 'msw'],
    ],
    ['is missing where a language names nobody', [draft('msw'), draft(null)], ['msw', null]],
    ['is missing where it is empty', [draft('')], [null]],
    ['is nobody where nothing is stored', [], []],
  ])('%s', (_what, versions, owners) => {
    expect(documentOwners(types.story, versions)).toEqual(owners);
  });

  it('is the ministry itself of a portfolio', () => {
    expect(ownerOf(types.ministry, { code: 'msw' })).toBe('msw');
  });

  it('is nobody where moderators keep the type', () => {
    expect(documentOwners(types.term, [draft('msw')])).toEqual([]);
    expect(ownerOf(types.term, draft('msw'))).toBeNull();
  });

  it('is one only where all languages agree', () => {
    expect(documentOwner(types.story, [draft('msw'), draft('msw')])).toBe('msw');
    expect(documentOwner(types.story, [draft('msw'), draft('food')])).toBeNull();
    expect(documentOwner(types.story, [])).toBeNull();
  });
});

describe('somebody who may act for msw and food', () => {
  it.each([
    ['acts on what belongs to one of them', ['food'], true],
    ['acts on what belongs to both', ['food', 'msw'], true],
    ['does not act on what belongs to another too', ['food', 'health'], false],
    ['does not act on what belongs to nobody in some language', ['msw', null], false],
    ['does not act on what is not stored', [], false],
  ])('%s', (_what, owners, may) => {
    expect(ownsAll(['msw', 'food'], owners)).toBe(may);
  });
});
