import { item } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { integer, key, line, reference, term } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const charterService = defineType({
  name: 'charter-service',
  plural: 'charter-services',
  label: { en: 'Charter service', bn: 'সিটিজেন চার্টার সেবা' },
  description: 'One row of a ministry’s citizen charter',
  key: 'slug',
  title: 'service',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    service: line({ en: 'Service', bn: 'সেবা' }, { required: true }),
    ministry: reference({ en: 'Ministry', bn: 'মন্ত্রণালয়' }, 'ministry', { required: true, shared: true }),
    programme: reference({ en: 'Programme', bn: 'কর্মসূচি' }, 'programme', { shared: true }),
    category: term({ en: 'Category', bn: 'শ্রেণি' }, 'charter-category', { required: true, shared: true }),
    steps: repeat({ en: 'Steps', bn: 'ধাপ' }, item),
    papers: repeat({ en: 'Papers needed', bn: 'কী কাগজ লাগবে' }, item),
    fee: line({ en: 'Fee', bn: 'ফি' }, { required: true }),
    days: integer({ en: 'Time limit in days', bn: 'সময়সীমা, দিনে' }, { shared: true }),
    officer: line({ en: 'Responsible officer', bn: 'দায়িত্বপ্রাপ্ত কর্মকর্তা' }, { required: true }),
    appeal: line({ en: 'Where to appeal', bn: 'আপিল কর্মকর্তা' }, { required: true }),
  },
  presentation: {
    place: 12,
    address: { kind: 'part', parent: 'ministry', field: 'ministry', prefix: 'service-' },
    ministries: ['ministry'],
  },
});
