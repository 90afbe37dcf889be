import type { TypeName } from 'content-types';
import { describe, expect, it } from 'vitest';
import { createLibrary } from './content-store.ts';
import { queryRead, type Reads, recording } from './dependency-recorder.ts';
import type { CmsEntry } from './export/check-entry.ts';
import { changedReads, isQuery } from './invalidation.ts';
import { type LocaleContent, type QueryName, queries } from './queries.ts';

function entry(type: TypeName, key: string, fields: object = {}): CmsEntry {
  const publishedAt = new Date(0).toISOString();
  const named = { title: key, name: key, ...fields };
  return {
    type,
    key,
    locale: 'bn',
    documentId: key,
    publishedAt,
    firstPublishedAt: publishedAt,
    fields: named,
  } as never;
}

/** Every query once, as pages ask it; a query that is missing here does not compile. */
const asked = {
  get: (c) => c.get('story', 'new'),
  all: (c) => c.all('story'),
  terms: (c) => c.terms('story-kind'),
  newest: (c) => c.newest('story', 2),
  latest: (c) => c.latest(['story', 'video'], undefined, 2),
  referring: (c) => c.referring('story', ['ministry', 'ministries'], 'msw'),
  hasPath: (c) => c.hasPath('/stories/new/'),
} as const satisfies Record<QueryName, (content: LocaleContent) => unknown>;

const before = createLibrary([entry('story', 'old', { ministry: 'food', date: '2018-01-01' })]);
const after = createLibrary([
  entry('story', 'old', { ministry: 'food', date: '2018-01-01' }),
  entry('story', 'new', { ministry: 'msw', date: '2018-02-01' }),
  entry('term', 'story-kind/news', { vocabulary: 'story-kind', code: 'news' }),
]);

describe.each(Object.keys(asked) as QueryName[])('%s', (name) => {
  const reads: Reads = new Set();
  const answer = asked[name](recording(before, reads).in('bn'));
  const [read = ''] = [...reads].filter((one) => one.includes(`|${name}|`));

  it('answers as it does unrecorded', () => {
    expect(JSON.stringify(answer)).toBe(JSON.stringify(asked[name](before.in('bn'))));
  });

  it('is recorded so that it can be asked again', () => {
    const [, , ...text] = read.split('|');
    expect(queryRead('bn', name, queries[name].parse(...text))).toBe(read);
  });

  it('is known to be another one when its answer is', () => {
    const again = isQuery(read) ? [read] : [];
    expect([...changedReads(before, after, again)]).toContain(read);
    expect([...changedReads(after, after, again)]).toEqual([]);
  });
});

it('fails on a read that no query makes, instead of taking it for unchanged', () => {
  expect(() => changedReads(before, after, ['bn|newst|story|2'])).toThrow('newst is no query');
  expect(() => isQuery('bn|newst|story|2')).toThrow('newst is no query');
});

it('compiles with the queries of the table alone', () => {
  const content = before.in('bn');
  // @ts-expect-error: there is no such query
  expect(content.newst).toBeUndefined();
  // @ts-expect-error: nor can it be recorded
  expect(queryRead('bn', 'newst', [])).toBe('bn|newst');
  // @ts-expect-error: nor asked about what is no type
  expect(content.all('novel')).toEqual([]);
  // @ts-expect-error: a row says which types may change its answer
  const forgotten: (typeof queries)['newest'] = {
    parse: queries.newest.parse,
    answer: queries.newest.answer,
  };
  expect(forgotten.types).toBeUndefined();
});
