import type { Notice } from '../../documents';

/**
 * The sentences that one person alone may put at the address of a page that is withdrawn. They are code
 * and not content: whoever could change them could say anything there.
 */
export const FIXED_NOTICES = {
  correction: {
    bn: 'সংশোধনের জন্য পাতাটি সাইট থেকে সরানো হয়েছে।',
    en: 'This page was taken off the site to be corrected.',
  },
  ended: {
    bn: 'পাতাটি যা নিয়ে ছিল তা শেষ হয়েছে, তাই এটি সাইট থেকে সরানো হয়েছে।',
    en: 'What this page was about has ended, so it was taken off the site.',
  },
  moved: {
    bn: 'বিষয়টির দায়িত্ব এখন অন্য মন্ত্রণালয় বা দপ্তরের, তাই পাতাটি সাইট থেকে সরানো হয়েছে।',
    en: 'Another ministry or office is now responsible for this, so the page was taken off the site.',
  },
  requested: {
    bn: 'যে মন্ত্রণালয় পাতাটি প্রকাশ করেছিল, তাদের অনুরোধে এটি সাইট থেকে সরানো হয়েছে।',
    en: 'This page was taken off the site at the request of the ministry that published it.',
  },
  legal: {
    bn: 'আইনগত কারণে পাতাটি সাইট থেকে সরানো হয়েছে।',
    en: 'This page was taken off the site for legal reasons.',
  },
} as const satisfies Record<string, Notice>;

export type FixedNotice = keyof typeof FIXED_NOTICES;

export const fixedNotices = Object.keys(FIXED_NOTICES) as FixedNotice[];
