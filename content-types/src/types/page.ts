import { bodyParts } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { key, line, text } from '../model/fields.ts';
import { zone } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const page = defineType({
  name: 'page',
  plural: 'pages',
  label: { en: 'Page', bn: 'পাতা' },
  description: 'A page about the site itself: about, accessibility, privacy, licence, how to complain',
  key: 'slug',
  title: 'title',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    body: zone({ en: 'Body', bn: 'মূল লেখা' }, bodyParts),
  },
  presentation: {
    place: 10,
    address: { kind: 'root' },
  },
});
