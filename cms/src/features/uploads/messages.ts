import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type Locale, locales } from 'content-types';

interface Text {
  /** Of the answer; 400 where it is not said. */
  readonly status?: number;
  readonly en: string;
  readonly bn: string;
}

const SAVE_PDF = {
  en: 'Print the document to PDF, or save it as PDF anew without them, then upload that.',
  bn: 'নথিটি প্রিন্ট করে PDF বানান, বা এগুলো ছাড়া নতুন করে PDF হিসেবে সংরক্ষণ করে সেটি আপলোড করুন।',
};

/**
 * Every refusal of an upload. Each names the file where there is one, says what was found and what to do.
 */
const TEXTS = {
  // What is sent.
  'no-session': { status: 401, en: 'Sign in to upload files.', bn: 'ফাইল আপলোড করতে সাইন ইন করুন।' },
  'not-allowed': { status: 403, en: 'You may not do this.', bn: 'আপনি এটি করতে পারেন না।' },
  'no-ministry': {
    status: 403,
    en: 'You belong to no ministry at present, so your files would belong to nobody. Ask a super admin for a membership.',
    bn: 'আপনি এখন কোনো মন্ত্রণালয়ের সদস্য নন, তাই আপনার ফাইল কারও হতো না। সুপার অ্যাডমিনকে সদস্যপদ দিতে বলুন।',
  },
  'broken-form': {
    en: 'The upload did not arrive whole. Send it again.',
    bn: 'আপলোডটি পুরো এসে পৌঁছায়নি। আবার পাঠান।',
  },
  'unknown-part': {
    en: 'An upload has files in parts called “files” and their descriptions in “fileInfo”, and no others.',
    bn: 'আপলোডে ফাইল থাকে “files” নামের অংশে আর তার বিবরণ “fileInfo” নামের অংশে; অন্য কিছু থাকে না।',
  },
  'too-many-parts': {
    status: 413,
    en: 'That is too much at once. Send at most {limit} files at a time.',
    bn: 'একসঙ্গে অনেক বেশি হয়ে গেছে। একবারে সর্বোচ্চ {limit}টি ফাইল পাঠান।',
  },
  'request-too-large': {
    status: 413,
    en: 'That is more than {limit} MB at once. Send fewer or smaller files.',
    bn: 'একসঙ্গে {limit} মেগাবাইটের বেশি হয়ে গেছে। কম বা ছোট ফাইল পাঠান।',
  },
  'file-too-large': {
    status: 413,
    en: '“{name}” is larger than {limit} MB. Make it smaller: pictures in it at a lower resolution, or in several files.',
    bn: '“{name}” {limit} মেগাবাইটের চেয়ে বড়। ছোট করুন: ভেতরের ছবির রেজোলিউশন কমান, বা কয়েকটি ফাইলে ভাগ করুন।',
  },
  // How much one person, one ministry and everyone may.
  'too-many-waiting': {
    status: 429,
    en: 'Too many of your uploads are under way. Wait until they are done, then send this one again.',
    bn: 'আপনার অনেকগুলো আপলোড চলছে। সেগুলো শেষ হলে এটি আবার পাঠান।',
  },
  'person-size': {
    status: 429,
    en: 'You have uploaded {used} MB of the {limit} MB that one person may upload in 24 hours; this one has {size} MB. Make it smaller, or go on in {hours} h; if that cannot wait, ask the operators.',
    bn: 'একজন ২৪ ঘণ্টায় {limit} মেগাবাইট আপলোড করতে পারেন; আপনি {used} মেগাবাইট করেছেন, আর এটি {size} মেগাবাইট। ছোট করুন, বা {hours} ঘণ্টা পর আবার করুন; দেরি করা না গেলে অপারেটরদের বলুন।',
  },
  'person-count': {
    status: 429,
    en: 'You have tried to upload {used} files; one person may upload {limit} in an hour. Go on in {minutes} min.',
    bn: 'আপনি {used}টি ফাইল আপলোড করতে চেয়েছেন; একজন ঘণ্টায় {limit}টি আপলোড করতে পারেন। {minutes} মিনিট পর আবার করুন।',
  },
  'ministry-size': {
    status: 413,
    en: 'Your ministry’s files take {used} GB of its {limit} GB. Delete files that nothing uses in the media library, or ask the operators for more room.',
    bn: 'আপনার মন্ত্রণালয়ের ফাইলগুলো {limit} গিগাবাইটের মধ্যে {used} গিগাবাইট নিয়েছে। মিডিয়া লাইব্রেরি থেকে অব্যবহৃত ফাইল মুছুন, বা অপারেটরদের কাছে আরও জায়গা চান।',
  },
  'total-size': {
    status: 507,
    en: 'All uploaded files together take {used} GB of {limit} GB, so nothing can be uploaded. Tell the operators; deleting files that nothing uses helps too.',
    bn: 'আপলোড করা সব ফাইল মিলে {limit} গিগাবাইটের মধ্যে {used} গিগাবাইট নিয়েছে, তাই আর আপলোড করা যাচ্ছে না। অপারেটরদের জানান; অব্যবহৃত ফাইল মুছলেও জায়গা হবে।',
  },
  'disk-full': {
    status: 507,
    en: 'The server’s disk has only {free} GB left, and {limit} GB are kept for the database, so nothing can be uploaded now. Tell the operators.',
    bn: 'সার্ভারের ডিস্কে মাত্র {free} গিগাবাইট খালি আছে, আর {limit} গিগাবাইট ডেটাবেসের জন্য রাখা থাকে; তাই এখন আপলোড করা যাচ্ছে না। অপারেটরদের জানান।',
  },
  // Its name.
  'name-ending': {
    en: '“{name}” cannot be uploaded: its name must end in one of {endings}. Save it as one of these kinds.',
    bn: '“{name}” আপলোড করা যাবে না: নামের শেষে এর কোনো একটি থাকতে হবে: {endings}। এর কোনো ধরনে সংরক্ষণ করুন।',
  },
  'name-length': {
    en: '“{name}” has a name of more than {limit} characters. Give it a shorter one.',
    bn: '“{name}” ফাইলের নামে {limit}টির বেশি অক্ষর। ছোট নাম দিন।',
  },
  'name-characters': {
    en: '“{name}” has characters in its name that do not show, that turn text round, or that stand for folders. Type its name anew.',
    bn: '“{name}” ফাইলের নামে এমন অক্ষর আছে যা দেখা যায় না, লেখা উল্টে দেয়, বা ফোল্ডার বোঝায়। নামটি নতুন করে লিখুন।',
  },
  'name-two-endings': {
    en: '“{name}” has the ending of a program or a web page inside its name. Take it out of the name.',
    bn: '“{name}” ফাইলের নামের ভেতরে প্রোগ্রাম বা ওয়েব পাতার মতো অংশ আছে। নাম থেকে সেটি বাদ দিন।',
  },
  'other-kind': {
    en: '“{name}” is of another kind than the file that it is to replace, which ends in {ending}. Upload it as a new file.',
    bn: '“{name}” যে ফাইলের জায়গায় বসবে তার ধরন আলাদা, সেটির নামের শেষে {ending} আছে। এটি নতুন ফাইল হিসেবে আপলোড করুন।',
  },
  // What is in it.
  'not-its-name': {
    en: '“{name}” is not what its name says. Open it in its program and save it anew under the right kind.',
    bn: '“{name}” নামে যা বলে আসলে তা নয়। যে প্রোগ্রামে বানানো সেখানে খুলে ঠিক ধরনে আবার সংরক্ষণ করুন।',
  },
  'two-files': {
    en: '“{name}” has another file hidden in it or behind its end. Open it and save it anew.',
    bn: '“{name}” ফাইলের ভেতরে বা শেষে আরেকটি ফাইল লুকানো আছে। খুলে নতুন করে সংরক্ষণ করুন।',
  },
  'picture-pixels': {
    en: '“{name}” has more than {limit} million pixels. Make it smaller.',
    bn: '“{name}” ছবিতে {limit} মিলিয়নের বেশি পিক্সেল। ছোট করুন।',
  },
  'picture-moves': {
    en: '“{name}” is a moving picture; the site shows still ones. Save one picture of it.',
    bn: '“{name}” চলমান ছবি; সাইটে স্থির ছবি দেখানো হয়। এর একটি ছবি আলাদা করে সংরক্ষণ করুন।',
  },
  'pdf-script': {
    en: `“{name}” has scripts in it. ${SAVE_PDF.en}`,
    bn: `“{name}” ফাইলে স্ক্রিপ্ট আছে। ${SAVE_PDF.bn}`,
  },
  'pdf-action': {
    en: `“{name}” opens programs or addresses by itself, or sends what people type into it. ${SAVE_PDF.en}`,
    bn: `“{name}” নিজে থেকে প্রোগ্রাম বা ঠিকানা খোলে, বা কেউ কিছু লিখলে তা কোথাও পাঠায়। ${SAVE_PDF.bn}`,
  },
  'pdf-attachment': {
    en: `“{name}” has other files attached inside. ${SAVE_PDF.en}`,
    bn: `“{name}” ফাইলের ভেতরে অন্য ফাইল সংযুক্ত আছে। ${SAVE_PDF.bn}`,
  },
  'pdf-media': {
    en: `“{name}” has sound, film or other moving parts in it. ${SAVE_PDF.en}`,
    bn: `“{name}” ফাইলে শব্দ, ভিডিও বা অন্য চলমান অংশ আছে। ${SAVE_PDF.bn}`,
  },
  'pdf-xfa': {
    en: `“{name}” is a form of the kind XFA, which browsers and phones do not show. ${SAVE_PDF.en}`,
    bn: `“{name}” XFA ধরনের ফরম, যা ব্রাউজার ও ফোনে দেখা যায় না। ${SAVE_PDF.bn}`,
  },
  'pdf-password': {
    en: '“{name}” is protected by a password or against printing and copying. Save it without protection.',
    bn: '“{name}” পাসওয়ার্ড দিয়ে, বা প্রিন্ট ও কপি ঠেকাতে সুরক্ষিত। সুরক্ষা ছাড়া সংরক্ষণ করুন।',
  },
  'pdf-broken': {
    en: '“{name}” could not be read to its end as a PDF. Open it and save it as PDF anew.',
    bn: '“{name}” PDF হিসেবে শেষ পর্যন্ত পড়া যায়নি। খুলে নতুন করে PDF হিসেবে সংরক্ষণ করুন।',
  },
  'office-macros': {
    en: '“{name}” has macros or scripts in it. Save it without them, or as PDF.',
    bn: '“{name}” ফাইলে ম্যাক্রো বা স্ক্রিপ্ট আছে। এগুলো ছাড়া, বা PDF হিসেবে সংরক্ষণ করুন।',
  },
  'office-embedded': {
    en: '“{name}” has other files or programs embedded in it ({part}). Paste them as pictures, or save it as PDF.',
    bn: '“{name}” ফাইলের ভেতরে অন্য ফাইল বা প্রোগ্রাম আছে ({part})। ছবি হিসেবে বসান, বা PDF হিসেবে সংরক্ষণ করুন।',
  },
  'office-external': {
    en: '“{name}” fetches a template, a picture or data from elsewhere when it is opened ({part}). Put what it needs into it and remove the link, or save it as PDF.',
    bn: '“{name}” খুললে অন্য জায়গা থেকে টেমপ্লেট, ছবি বা তথ্য আনে ({part})। যা লাগে ভেতরে বসিয়ে লিংকটি বাদ দিন, বা PDF হিসেবে সংরক্ষণ করুন।',
  },
  'office-password': {
    en: '“{name}” is protected by a password. Save it without one.',
    bn: '“{name}” পাসওয়ার্ড দিয়ে সুরক্ষিত। পাসওয়ার্ড ছাড়া সংরক্ষণ করুন।',
  },
  'office-broken': {
    en: '“{name}” could not be read to its end. Open it in its program and save it anew.',
    bn: '“{name}” শেষ পর্যন্ত পড়া যায়নি। যে প্রোগ্রামে বানানো সেখানে খুলে নতুন করে সংরক্ষণ করুন।',
  },
  'text-encoding': {
    en: '“{name}” is not written in UTF-8, so Bengali would not show. Save it as “CSV UTF-8”.',
    bn: '“{name}” UTF-8-এ লেখা নয়, তাই বাংলা দেখা যাবে না। “CSV UTF-8” হিসেবে সংরক্ষণ করুন।',
  },
  'unpacks-too-far': {
    en: '“{name}” unpacks to far more than its size, or takes too long to look into. Save it anew, or in smaller parts.',
    bn: '“{name}” খুললে আকারের চেয়ে অনেক বেশি বড় হয়, বা পরীক্ষা করতে অনেক সময় লাগে। নতুন করে বা ছোট ছোট ভাগে সংরক্ষণ করুন।',
  },
  virus: {
    en: '“{name}” has a virus in it: {virus}. It was not stored. Have the machine that it comes from looked at.',
    bn: '“{name}” ফাইলে ভাইরাস আছে: {virus}। এটি রাখা হয়নি। যে কম্পিউটার থেকে এসেছে সেটি পরীক্ষা করান।',
  },
  'scanner-away': {
    status: 503,
    en: '“{name}” could not be looked through for viruses, so it was not stored. Try again in some minutes; if that does not help, tell the operators.',
    bn: '“{name}” ফাইলে ভাইরাস আছে কি না দেখা যায়নি, তাই এটি রাখা হয়নি। কয়েক মিনিট পর আবার চেষ্টা করুন; না হলে অপারেটরদের জানান।',
  },
} satisfies Record<string, Text>;

export type UploadCode = keyof typeof TEXTS;
export type MessageValues = Readonly<Record<string, string | number>>;

/** A refused upload; `features/uploads/receive.ts` answers with its status. */
export class UploadRefused extends errors.ApplicationError {
  readonly status: number;

  constructor(status: number, message: string, details: { code: string; values: MessageValues }) {
    super(message, details);
    this.status = status;
  }
}

/**
 * The refusal in the language of the admin panel that the person chose, in both where they chose none.
 * Strapi's upload dialog shows the server's words as they are, so they are chosen here.
 */
export function refusedUpload(
  strapi: Core.Strapi,
  code: UploadCode,
  values: MessageValues = {},
): UploadRefused {
  const { preferedLanguage } = strapi.requestContext.get()?.state?.user ?? {};
  const chosen = locales.filter((locale) => locale === preferedLanguage);
  const message = (chosen.length > 0 ? chosen : locales).map((locale) => say(code, locale, values));
  const { status = 400 }: Text = TEXTS[code];
  return new UploadRefused(status, message.join(' · '), { code: `platform.upload.${code}`, values });
}

function say(code: UploadCode, locale: Locale, values: MessageValues): string {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return TEXTS[code][locale].replace(/\{(\w+)\}/g, (_all, name) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
