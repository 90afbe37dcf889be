import { item } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { choice, integer, key, line, reference, text } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const course = defineType({
  name: 'course',
  plural: 'courses',
  label: { en: 'Course', bn: 'কোর্স' },
  description: 'A course of lessons, beginner to advanced',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    ministry: reference({ en: 'Published by', bn: 'প্রকাশক মন্ত্রণালয়' }, 'ministry', {
      required: true,
      shared: true,
    }),
    level: choice({ en: 'Level', bn: 'স্তর' }, ['beginner', 'intermediate', 'advanced'], {
      required: true,
      shared: true,
    }),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    outcomes: repeat({ en: 'What you will learn', bn: 'যা শিখবেন' }, item),
    order: integer({ en: 'Place in lists', bn: 'তালিকায় ক্রম' }, { shared: true }),
  },
  presentation: {
    place: 8,
    address: { kind: 'section', list: 'numbered' },
    ministries: ['ministry'],
    portfolio: { place: 7, fields: ['ministry'] },
    line: ['level', { count: 'lesson', by: 'course', words: 'course.lessonCount', none: true }],
  },
  jsonLd: ({ fields, ministry, work }) => ({
    '@type': 'Course',
    name: fields.title,
    provider: ministry,
    educationalLevel: fields.level,
    ...work,
  }),
});
