import { bodyParts, download, item, quizQuestion } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { integer, key, line, reference, text, url } from '../model/fields.ts';
import { repeat, zone } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const lesson = defineType({
  name: 'lesson',
  plural: 'lessons',
  label: { en: 'Lesson', bn: 'পাঠ' },
  description: 'One lesson of a course with its quiz',
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
    course: reference({ en: 'Course', bn: 'কোর্স' }, 'course', { required: true, shared: true }),
    order: integer({ en: 'Place in the course', bn: 'কোর্সে ক্রম' }, { required: true, min: 1, shared: true }),
    minutes: integer(
      { en: 'Minutes it takes', bn: 'কত মিনিট লাগে' },
      { required: true, min: 1, shared: true },
    ),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    outcomes: repeat({ en: 'What you will learn', bn: 'যা শিখবেন' }, item),
    body: zone({ en: 'Body', bn: 'মূল লেখা' }, bodyParts),
    video: url({ en: 'Video', bn: 'ভিডিও' }, {}),
    downloads: repeat({ en: 'Downloads', bn: 'ডাউনলোড' }, download),
    quiz: repeat({ en: 'Quiz', bn: 'কুইজ' }, quizQuestion),
  },
  presentation: {
    place: 9,
    address: { kind: 'child', parent: 'course', field: 'course' },
    ministries: ['ministry'],
    line: [{ field: 'minutes', unit: 'minutes' }],
  },
  jsonLd: ({ fields, ministry, parent, work }) => ({
    '@type': 'LearningResource',
    name: fields.title,
    provider: ministry,
    timeRequired: `PT${fields.minutes}M`,
    isPartOf: { '@type': 'Course', url: parent },
    ...work,
  }),
});
