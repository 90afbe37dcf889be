import { defineType } from '../model/define.ts';
import { blocks, integer, key, line, reference, references, term } from '../model/fields.ts';

export const committee = defineType({
  name: 'committee',
  plural: 'committees',
  label: { en: 'Committee', bn: 'কমিটি' },
  description:
    'A standing body: CMC, network of focal points, thematic cluster or a ministry’s own committee',
  key: 'code',
  title: 'name',
  owner: 'ministry',
  fields: {
    code: key({ en: 'Code', bn: 'কোড' }, { en: 'Cannot change later', bn: 'পরে বদলানো যায় না' }),
    name: line({ en: 'Name', bn: 'নাম' }, { required: true }),
    kind: term({ en: 'Kind', bn: 'ধরন' }, 'committee-kind', { required: true, shared: true }),
    ministry: reference({ en: 'Coordinating ministry', bn: 'সমন্বয়কারী মন্ত্রণালয়' }, 'ministry', {
      required: true,
      shared: true,
    }),
    members: references({ en: 'Member ministries', bn: 'সদস্য মন্ত্রণালয়' }, 'ministry', { shared: true }),
    mandate: blocks({ en: 'Mandate', bn: 'কার্যপরিধি' }, {}),
    order: integer({ en: 'Place in lists', bn: 'তালিকায় ক্রম' }, { shared: true }),
  },
  presentation: {
    place: 6,
    address: { kind: 'section', list: 'own' },
    description: 'mandate',
    ministries: ['ministry'],
    portfolio: { place: 6, fields: ['ministry', 'members'] },
    line: ['ministry'],
  },
});
