import { expect, it } from 'vitest';
import { createLibrary } from '../content/content-store.ts';
import type { Entry } from '../content/entry.ts';
import type { CmsEntry } from '../content/export/check-entry.ts';
import type { View } from '../view/view.ts';
import { atomFeed, newsOf } from './feed.ts';

function story(key: string, day: number, more: object = {}): Entry {
  const publishedAt = `2026-01-0${day}T00:00:00.000Z`;
  const fields = { slug: key, title: `<${key}> & "more"`, summary: 'a > b', date: '2018-01-01' };
  return {
    type: 'story',
    key,
    path: `/stories/${key}/`,
    locale: 'en',
    fallback: false,
    publishedAt,
    firstPublishedAt: '2025-12-31T00:00:00.000Z',
    fields,
    ...more,
  } as Entry;
}

const options = {
  view: { locale: 'en' } as View,
  site: 'https://x.example',
  path: '/feed.xml',
  home: '/',
  title: 'A & B',
  author: 'Office',
};

it('is last updated when its newest entry was published, which comes first', () => {
  const content = createLibrary([
    story('a', 1),
    story('b', 3),
    ...Array.from({ length: 30 }, (_, index) =>
      story(`old-${index}`, 1, { publishedAt: '2025-01-01T00:00:00.000Z' }),
    ),
    story('c', 2),
  ] as unknown as CmsEntry[]).in('en');
  const news = newsOf(content);
  expect(news).toHaveLength(20);
  const entries = news.slice(0, 3);
  expect(entries.map(({ key }) => key)).toEqual(['b', 'c', 'a']);
  const feed = atomFeed({ ...options, entries });
  expect(/<updated>(.*?)<\/updated>/.exec(feed)?.[1]).toBe('2026-01-03T00:00:00.000Z');
  expect(feed).toContain(
    '<published>2025-12-31T00:00:00.000Z</published><updated>2026-01-03T00:00:00.000Z</updated>',
  );
});

it('says an entry was never updated before it was published', () => {
  const entry = story('a', 1, { firstPublishedAt: '2026-01-01T00:00:00.007Z' });
  const moment = '2026-01-01T00:00:00.000Z';
  expect(atomFeed({ ...options, entries: [entry] })).toContain(
    `<published>${moment}</published><updated>${moment}</updated>`,
  );
});

it('escapes what is written in it', () => {
  const feed = atomFeed({ ...options, entries: [story('a', 1)] });
  expect(feed).toContain('<title>A &amp; B</title>');
  expect(feed).toContain('<title>&lt;a&gt; &amp; &quot;more&quot;</title>');
  expect(feed).toContain('<summary>a &gt; b</summary>');
});

it('marks an entry in the other language and identifies it by the original’s address', () => {
  const feed = atomFeed({ ...options, entries: [story('a', 1, { locale: 'bn', fallback: true })] });
  expect(feed).toContain('<id>https://x.example/stories/a/</id><title xml:lang="bn">');
  expect(feed).toContain('<link href="https://x.example/en/stories/a/"/>');
});

it('says when its page was published while it is empty', () => {
  const feed = atomFeed({ ...options, entries: [], since: '2026-02-01T00:00:00.000Z' });
  expect(feed).toContain('<updated>2026-02-01T00:00:00.000Z</updated>');
  expect(atomFeed({ ...options, entries: [] })).toMatch(/<updated>\d{4}-/);
});
