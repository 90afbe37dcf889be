import type { Label } from 'content-types';

interface Message {
  readonly title: Label;
  readonly text: Label;
  /** Names of fields, for instance, in a list. */
  readonly items?: readonly Label[];
  /** Seconds after which the browser asks again. */
  readonly again?: number;
}

export const messages = {
  forged: {
    title: { bn: 'এই ঠিকানায় কোনো খসড়া নেই', en: 'There is no draft at this address' },
    text: {
      bn: 'ঠিকানাটি সম্পূর্ণ নয় বা ভুল। অ্যাডমিন প্যানেলে লেখাটি খুলে আবার “প্রাকদর্শন” চাপুন।',
      en: 'The address is incomplete or wrong. Open the entry in the admin panel and press “Preview” again.',
    },
  },
  expired: {
    title: { bn: 'এই প্রাকদর্শনের মেয়াদ শেষ', en: 'This preview has expired' },
    text: {
      bn: 'খসড়ার ঠিকানা আধা ঘণ্টা খোলা থাকে। অ্যাডমিন প্যানেলে লেখাটি খুলে আবার “প্রাকদর্শন” চাপুন।',
      en: 'The address of a draft stays open for half an hour. Open the entry in the admin panel and press “Preview” again.',
    },
  },
  gone: {
    title: { bn: 'খসড়াটি আর নেই', en: 'This draft is gone' },
    text: { bn: 'কেউ এটি মুছে ফেলেছেন।', en: 'Somebody has deleted it.' },
  },
  moved: {
    title: { bn: 'এই ঠিকানা আর খোলা নেই', en: 'This address is no longer open' },
    text: {
      bn: 'ঠিকানাটি তৈরি হওয়ার পর লেখাটি অন্য মন্ত্রণালয়ে গেছে। যাঁরা এখন এটি পড়তে পারেন, তাঁরা অ্যাডমিন প্যানেলে লেখাটি খুলে আবার “প্রাকদর্শন” চাপুন।',
      en: 'Since it was made, the entry has gone to another ministry. Whoever may read it now opens it in the admin panel and presses “Preview” again.',
    },
  },
  preparing: {
    title: { bn: 'প্রাকদর্শন তৈরি হচ্ছে', en: 'The preview is being prepared' },
    text: {
      bn: 'কয়েক সেকেন্ড পরে পাতাটি নিজেই আসবে।',
      en: 'The page appears by itself in a few seconds.',
    },
    again: 2,
  },
  unfit: {
    title: { bn: 'পাতা দেখানোর মতো যথেষ্ট লেখা হয়নি', en: 'There is not enough yet to show a page' },
    text: {
      bn: 'এই ঘরগুলো পূরণ করুন বা ঠিক করুন, সংরক্ষণ করুন, তারপর আবার প্রাকদর্শন খুলুন:',
      en: 'Fill in or correct these fields, save, then open the preview again:',
    },
  },
  'no page': {
    title: { bn: 'এর নিজের কোনো পাতা নেই', en: 'This has no page of its own' },
    text: {
      bn: 'সাইটের যেসব পাতায় এটি ব্যবহার হয়, প্রকাশের পর সেখানে এটি দেখা যাবে।',
      en: 'Once it is published it is shown in the pages of the site that use it.',
    },
  },
  failed: {
    title: { bn: 'প্রাকদর্শন দেখানো গেল না', en: 'The preview could not be shown' },
    text: {
      bn: 'খসড়াটি ঠিকই সংরক্ষিত আছে। একটু পরে আবার চেষ্টা করুন; তবুও না হলে প্রশাসককে জানান।',
      en: 'The draft itself is safely saved. Try again in a moment; if it still fails, tell your administrator.',
    },
  },
} as const satisfies Record<string, Message>;

export const MESSAGE_STYLE =
  'body{max-width:40rem;margin:3rem auto;padding:0 1rem;font:1.1rem/1.6 system-ui,sans-serif}h1{font-size:1.3rem}';

/** A small page that says something in both languages. */
export function messagePage({ title, text, items = [], again }: Message): string {
  const part = (language: keyof Label) => {
    const list = items.map((item) => `<li>${plain(item[language])}</li>`).join('');
    return `<section lang="${language}"><h1>${title[language]}</h1><p>${text[language]}</p>${list && `<ul>${list}</ul>`}</section>`;
  };
  return [
    '<!doctype html><html lang="bn"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    again ? `<meta http-equiv="refresh" content="${again}">` : '',
    `<title>${title.bn} · ${title.en}</title>`,
    `<style>${MESSAGE_STYLE}</style>`,
    `</head><body>${part('bn')}${part('en')}</body></html>`,
  ].join('');
}

function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
