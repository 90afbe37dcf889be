import { defineType } from '../model/define.ts';
import { blocks, date, integer, key, line, text, url } from '../model/fields.ts';
import { belongings, slugHint, slugLabel } from './labels.ts';

export const video = defineType({
  name: 'video',
  plural: 'videos',
  label: { en: 'Video', bn: 'ভিডিও' },
  description: 'A link to a published video with its transcript',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    ...belongings,
    url: url({ en: 'Address', bn: 'ঠিকানা' }, { required: true, shared: true }),
    date: date({ en: 'Date', bn: 'তারিখ' }, { required: true, shared: true }),
    seconds: integer(
      { en: 'Length in seconds', bn: 'দৈর্ঘ্য, সেকেন্ডে' },
      { required: true, min: 1, shared: true },
    ),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    transcript: blocks({ en: 'Transcript', bn: 'কথার লিখিত রূপ' }, { required: true }),
  },
  presentation: {
    place: 5,
    address: { kind: 'section', list: 'numbered' },
    date: 'date',
    news: true,
    ministries: ['ministry', 'ministries'],
    portfolio: { place: 4, fields: ['ministry', 'ministries'] },
    line: [{ field: 'seconds', unit: 'seconds' }, 'date'],
  },
  jsonLd: ({ fields, ministry, work }) => ({
    '@type': 'VideoObject',
    name: fields.title,
    uploadDate: fields.date,
    duration: `PT${fields.seconds}S`,
    // A page that shows the video, not its file, which would be `contentUrl`.
    sameAs: fields.url,
    publisher: ministry,
    ...work,
  }),
});
