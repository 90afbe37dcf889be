import { focalPoint, socialAccount } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { blocks, image, integer, key, line, references, term, url } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';

export const ministry = defineType({
  name: 'ministry',
  plural: 'ministries',
  label: { en: 'Ministry', bn: 'মন্ত্রণালয়' },
  description: 'A ministry, division or office; its page is its portfolio',
  key: 'code',
  title: 'name',
  owner: 'code',
  fields: {
    code: key({ en: 'Code', bn: 'কোড' }, { en: 'Cannot change later', bn: 'পরে বদলানো যায় না' }),
    name: line({ en: 'Name', bn: 'নাম' }, { required: true }),
    shortName: line({ en: 'Short name', bn: 'সংক্ষিপ্ত নাম' }, { max: 60 }),
    kind: term({ en: 'Kind', bn: 'ধরন' }, 'ministry-kind', { required: true, shared: true }),
    introduction: blocks({ en: 'Introduction', bn: 'পরিচিতি' }, {}),
    logo: image({ en: 'Logo', bn: 'লোগো' }, { shared: true }),
    website: url({ en: 'Web site', bn: 'ওয়েবসাইট' }, {}),
    socialAccounts: repeat({ en: 'Social accounts', bn: 'সামাজিক মাধ্যম' }, socialAccount),
    focalPoints: repeat({ en: 'Focal points', bn: 'ফোকাল পয়েন্ট' }, focalPoint),
    clusters: references({ en: 'Thematic clusters', bn: 'বিষয়ভিত্তিক ক্লাস্টার' }, 'committee', { shared: true }),
    order: integer({ en: 'Place in lists', bn: 'তালিকায় ক্রম' }, { shared: true }),
  },
  presentation: {
    place: 2,
    address: { kind: 'section', list: 'own' },
    description: 'introduction',
    ministries: ['code'],
    line: [{ count: 'programme', by: 'ministry', words: 'ministry.programmes', none: false }],
  },
  jsonLd({ fields, thing }) {
    const elsewhere = [fields.website, ...fields.socialAccounts.map((account) => account.url)].filter(
      Boolean,
    );
    return {
      '@type': 'GovernmentOrganization',
      name: fields.name,
      ...(elsewhere.length > 0 && { sameAs: elsewhere }),
      ...thing,
    };
  },
});
