import type { ContentType } from '../model/define.ts';
import { type Label, reference, references } from '../model/fields.ts';

export const slugLabel: Label = { en: 'Web address', bn: 'ওয়েব ঠিকানা' };
export const slugHint: Label = {
  en: 'The last part of the address, in Latin letters, digits and hyphens; left empty, it comes from the English title once that is written',
  bn: 'ঠিকানার শেষ অংশ, ইংরেজি অক্ষর, সংখ্যা ও হাইফেনে; খালি রাখলে ইংরেজি শিরোনাম লেখা হলে তা থেকে তৈরি হয়',
};

/** Who publishes an entry and what it is about; shared by stories, documents and videos. */
export const belongings = {
  ministry: reference({ en: 'Published by', bn: 'প্রকাশক মন্ত্রণালয়' }, 'ministry', {
    required: true,
    shared: true,
  }),
  ministries: references({ en: 'Other ministries concerned', bn: 'সংশ্লিষ্ট অন্য মন্ত্রণালয়' }, 'ministry', {
    shared: true,
  }),
  programmes: references({ en: 'Programmes', bn: 'কর্মসূচি' }, 'programme', { shared: true }),
} satisfies ContentType['fields'];
