import { defineType } from '../model/define.ts';
import { choice, integer, key, line, text, vocabularies } from '../model/fields.ts';

export const term = defineType({
  name: 'term',
  plural: 'terms',
  label: { en: 'Term', bn: 'পরিভাষা' },
  description:
    'One term of a list that people change: kinds of story or document, life-cycle stages and so on',
  key: 'code',
  keyScope: 'vocabulary',
  title: 'name',
  fields: {
    code: key({ en: 'Code', bn: 'কোড' }, { en: 'Cannot change later', bn: 'পরে বদলানো যায় না' }),
    vocabulary: choice({ en: 'List', bn: 'তালিকা' }, vocabularies, { required: true, shared: true }),
    name: line({ en: 'Name', bn: 'নাম' }, { required: true }),
    description: text({ en: 'Description', bn: 'বিবরণ' }, { max: 400 }),
    order: integer({ en: 'Place in lists', bn: 'তালিকায় ক্রম' }, { shared: true }),
  },
  presentation: {
    place: 11,
    address: { kind: 'list-part', list: 'programme', when: { field: 'vocabulary', is: 'life-cycle-stage' } },
  },
});
