import { type Locale, locales } from 'content-types';
import { letter, type Mail, moment } from '../../mail';

type Step = 'reset-factor' | 'off' | 'on';

const SUBJECT: Readonly<Record<Locale, string>> = {
  bn: 'পরিচালকেরা আপনার অ্যাকাউন্ট বদলেছেন',
  en: 'The operators changed your account',
};
const DONE: Readonly<Record<Locale, Readonly<Record<Step, string>>>> = {
  bn: {
    'reset-factor': 'আপনার অ্যাকাউন্টের দ্বিতীয় ধাপের যাচাই বন্ধ করা হয়েছে। আবার প্রবেশ করে নতুন করে চালু করুন।',
    off: 'আপনার অ্যাকাউন্ট বন্ধ করা হয়েছে।',
    on: 'আপনার অ্যাকাউন্ট আবার চালু করা হয়েছে।',
  },
  en: {
    'reset-factor': 'The second factor of your account was switched off. Sign in and set up a new one.',
    off: 'Your account was switched off.',
    on: 'Your account was switched on again.',
  },
};
const UNEXPECTED: Readonly<Record<Locale, string>> = {
  bn: 'এটি আপনি না চেয়ে থাকলে এখনই পরিচালকদের জানান।',
  en: 'If you did not ask for this, tell the operators now.',
};

/** Tells the owner of an account what was done to it on the machine; in every language, as it matters. */
export function operatorMail(step: Step, at: Date): Omit<Mail, 'to'> {
  return {
    subject: locales.map((language) => SUBJECT[language]).join(' · '),
    text: locales
      .map((language) => letter(language, DONE[language][step], moment(at, language), UNEXPECTED[language]))
      .join('\n'),
  };
}
