import { benefit, item, programmeFigure, question } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { blocks, key, line, reference, references, terms, text } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const programme = defineType({
  name: 'programme',
  plural: 'programmes',
  label: { en: 'Programme', bn: 'কর্মসূচি' },
  description: 'One social protection programme',
  key: 'slug',
  title: 'name',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    name: line({ en: 'Name', bn: 'নাম' }, { required: true }),
    ministry: reference({ en: 'Lead ministry', bn: 'প্রধান মন্ত্রণালয়' }, 'ministry', {
      required: true,
      shared: true,
    }),
    partners: references({ en: 'Partner ministries', bn: 'সহযোগী মন্ত্রণালয়' }, 'ministry', { shared: true }),
    stages: terms({ en: 'Life-cycle stages', bn: 'জীবনচক্রের ধাপ' }, 'life-cycle-stage', {
      required: true,
      shared: true,
    }),
    cluster: reference({ en: 'Thematic cluster', bn: 'বিষয়ভিত্তিক ক্লাস্টার' }, 'committee', { shared: true }),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    whoQualifies: blocks({ en: 'Who qualifies', bn: 'কারা যোগ্য' }, { required: true }),
    benefits: repeat({ en: 'What it gives', bn: 'কী পাওয়া যায়' }, benefit),
    steps: repeat({ en: 'How to apply', bn: 'কীভাবে আবেদন করবেন' }, item),
    papers: repeat({ en: 'Papers needed', bn: 'কী কাগজ লাগবে' }, item),
    where: text({ en: 'Where to go', bn: 'কোথায় যাবেন' }, { max: 1000 }),
    payment: text({ en: 'How it is paid', bn: 'কীভাবে দেওয়া হয়' }, { max: 1000 }),
    hotline: line({ en: 'Hotline', bn: 'হটলাইন' }, { max: 40 }),
    questions: repeat({ en: 'Questions and answers', bn: 'প্রশ্ন ও উত্তর' }, question),
    figures: repeat({ en: 'Figures by fiscal year', bn: 'অর্থবছর অনুযায়ী হিসাব' }, programmeFigure),
  },
  presentation: {
    place: 1,
    address: { kind: 'section', list: 'own' },
    ministries: ['ministry', 'partners'],
    portfolio: { place: 1, fields: ['ministry'] },
    line: ['ministry'],
  },
  jsonLd: ({ fields, ministry, thing }) => ({
    '@type': 'GovernmentService',
    name: fields.name,
    provider: ministry,
    areaServed: 'BD',
    ...thing,
  }),
});
