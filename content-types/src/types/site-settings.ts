import { hotline, nationalFigure, socialAccount } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { email, line, text } from '../model/fields.ts';
import { repeat } from '../model/groups.ts';

export const siteSettings = defineType({
  name: 'site-settings',
  plural: 'site-settings-all',
  label: { en: 'Site settings', bn: 'সাইটের সেটিংস' },
  description: 'Name, notice and contact shown on every page',
  single: true,
  title: 'name',
  fields: {
    name: line({ en: 'Name of the site', bn: 'সাইটের নাম' }, { required: true }),
    tagline: line({ en: 'Tagline', bn: 'স্লোগান' }, { required: true }),
    notice: line(
      { en: 'Notice', bn: 'বিজ্ঞপ্তি' },
      {
        hint: {
          en: 'Shown on top of every page while it is filled in',
          bn: 'যতক্ষণ লেখা থাকে, প্রতিটি পাতার ওপরে দেখায়',
        },
      },
    ),
    address: text({ en: 'Postal address', bn: 'ডাক ঠিকানা' }, { max: 500 }),
    email: email({ en: 'E-mail', bn: 'ই-মেইল' }, { shared: true }),
    phone: line({ en: 'Telephone', bn: 'টেলিফোন' }, { max: 40 }),
    hotlines: repeat({ en: 'Hotlines', bn: 'হটলাইন' }, hotline),
    socialAccounts: repeat({ en: 'Social accounts', bn: 'সামাজিক মাধ্যম' }, socialAccount),
    nationalFigures: repeat({ en: 'National figures', bn: 'জাতীয় হিসাব' }, nationalFigure),
  },
});
