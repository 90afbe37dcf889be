import { download } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { blocks, choice, date, fiscalYear, key, line, term, terms, text } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';
import { belongings, slugHint, slugLabel } from './labels.ts';

export const document = defineType({
  name: 'document',
  plural: 'documents',
  label: { en: 'Document', bn: 'নথি' },
  description: 'A file in the e-library with a summary',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    kind: term({ en: 'Kind', bn: 'ধরন' }, 'document-kind', { required: true, shared: true }),
    ...belongings,
    date: date({ en: 'Date', bn: 'তারিখ' }, { required: true, shared: true }),
    fiscalYear: fiscalYear({ en: 'Fiscal year', bn: 'অর্থবছর' }, { shared: true }),
    period: choice({ en: 'Period (APA)', bn: 'মেয়াদ (এপিএ)' }, ['year', 'q1', 'q2', 'q3', 'q4'], {
      shared: true,
    }),
    languages: terms({ en: 'Language of the file', bn: 'ফাইলের ভাষা' }, 'document-language', { required: true }),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    contents: blocks({ en: 'What it says', bn: 'এতে কী আছে' }, {}),
    files: repeat({ en: 'Files', bn: 'ফাইল' }, download),
  },
  presentation: {
    place: 4,
    address: { kind: 'section', list: 'numbered' },
    date: 'date',
    news: true,
    ministries: ['ministry', 'ministries'],
    portfolio: { place: 3, fields: ['ministry', 'ministries'] },
    line: ['kind', 'date'],
  },
  jsonLd: ({ fields, ministry, work }) => ({
    '@type': 'DigitalDocument',
    name: fields.title,
    datePublished: fields.date,
    publisher: ministry,
    ...work,
  }),
});
