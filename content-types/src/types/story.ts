import { bodyParts, figure } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { date, key, line, term, text, url } from '../model/fields.ts';
import { group, zone } from '../model/groups.ts';
import { belongings, slugHint, slugLabel } from './labels.ts';

export const story = defineType({
  name: 'story',
  plural: 'stories',
  label: { en: 'Story', bn: 'সংবাদ ও গল্প' },
  description: 'News, article, blog, op-ed, interview, dialogue, visit, workshop report or success story',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    kind: term({ en: 'Kind', bn: 'ধরন' }, 'story-kind', { required: true, shared: true }),
    ...belongings,
    date: date({ en: 'Date', bn: 'তারিখ' }, { required: true, shared: true }),
    byline: line({ en: 'By', bn: 'লেখক' }, {}),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    cover: group({ en: 'Cover picture', bn: 'প্রচ্ছদ ছবি' }, figure, {}),
    body: zone({ en: 'Body', bn: 'মূল লেখা' }, bodyParts),
    video: url({ en: 'Video', bn: 'ভিডিও' }, {}),
    original: url(
      { en: 'Outside original', bn: 'মূল প্রকাশনার লিংক' },
      { hint: { en: 'Where it was first published', bn: 'প্রথম যেখানে প্রকাশিত হয়েছে' } },
    ),
  },
  presentation: {
    place: 3,
    address: { kind: 'section', list: 'numbered' },
    date: 'date',
    news: true,
    ministries: ['ministry', 'ministries'],
    portfolio: { place: 2, fields: ['ministry', 'ministries'] },
    line: ['kind', 'date'],
  },
  jsonLd: ({ fields, publishedAt, ministry, work }) => ({
    '@type': fields.kind === 'news' ? 'NewsArticle' : 'Article',
    headline: fields.title,
    datePublished: fields.date,
    dateModified: publishedAt,
    // A byline may name a person or an office; which, nobody says.
    author: ministry,
    creditText: fields.byline,
    publisher: ministry,
    ...work,
  }),
});
