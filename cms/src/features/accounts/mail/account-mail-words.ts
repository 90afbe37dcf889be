import type { Locale } from 'content-types';

/** What an account's owner is told of, with what is filled in; all of it is made safe before. */
export interface MailFacts {
  /** In words, in Dhaka. */
  readonly time: string;
  /** The network address that a request came from. */
  readonly address?: string;
  /** The new e-mail address. */
  readonly email?: string;
  /** How many recovery codes are left, in the reader's digits. */
  readonly left?: string;
  /** Opens the account to a device, once. */
  readonly link?: string;
}
/** By whom a change was made. */
export type By = 'self' | 'admin' | 'link' | 'operator';

export type AccountEvent =
  | 'email-changed'
  | 'password-changed'
  | 'factor-on'
  | 'factor-off'
  | 'recovery-used'
  | 'new-device'
  | 'attempts'
  | 'closed';

interface Words {
  readonly events: Readonly<
    Record<AccountEvent, { readonly subject: string; readonly text: (facts: MailFacts) => string }>
  >;
  readonly by: Readonly<Record<By, string>>;
  readonly from: (address: string) => string;
  /** What to do about attempts. */
  readonly nothing: string;
  /** What to do if it was somebody else. */
  readonly notYou: (signIn: string) => string;
}

/** The words of the messages about accounts, by language. */
export const accountWords: Readonly<Record<Locale, Words>> = {
  bn: {
    events: {
      'email-changed': {
        subject: 'আপনার অ্যাকাউন্টের ই-মেইল ঠিকানা বদলানো হয়েছে',
        text: ({ time, email }) =>
          `${time}: সামাজিক সুরক্ষা প্ল্যাটফর্মে আপনার অ্যাকাউন্টের ই-মেইল ঠিকানা বদলে ${email} করা হয়েছে। এই ঠিকানায় আর কোনো বার্তা আসবে না।`,
      },
      'password-changed': {
        subject: 'আপনার পাসওয়ার্ড বদলানো হয়েছে',
        text: ({ time }) =>
          `${time}: সামাজিক সুরক্ষা প্ল্যাটফর্মে আপনার পাসওয়ার্ড বদলানো হয়েছে। আগের সব সাইন ইন শেষ হয়ে গেছে।`,
      },
      'factor-on': {
        subject: 'সাইন ইনের দ্বিতীয় ধাপ চালু হয়েছে',
        text: ({ time }) =>
          `${time}: আপনার অ্যাকাউন্টে সাইন ইনের দ্বিতীয় ধাপ চালু হয়েছে। এখন থেকে পাসওয়ার্ডের পরে একটি কোড লাগবে।`,
      },
      'factor-off': {
        subject: 'সাইন ইনের দ্বিতীয় ধাপ বন্ধ হয়েছে',
        text: ({ time }) => `${time}: আপনার অ্যাকাউন্টে সাইন ইনের দ্বিতীয় ধাপ বন্ধ হয়েছে। এখন শুধু পাসওয়ার্ড দিয়েই ঢোকা যায়।`,
      },
      'recovery-used': {
        subject: 'একটি উদ্ধার কোড ব্যবহার হয়েছে',
        text: ({ time, left }) =>
          `${time}: আপনার অ্যাকাউন্টে ফোনের কোডের বদলে একটি উদ্ধার কোড ব্যবহার হয়েছে। আর ${left}টি বাকি আছে।`,
      },
      'new-device': {
        subject: 'নতুন একটি যন্ত্র থেকে সাইন ইন',
        text: ({ time }) =>
          `${time}: আপনার অ্যাকাউন্টে এমন একটি যন্ত্র বা ব্রাউজার থেকে সাইন ইন করা হয়েছে, যেখান থেকে আগে হয়নি।`,
      },
      attempts: {
        subject: 'আপনার অ্যাকাউন্টে ঢোকার চেষ্টা',
        text: ({ time }) =>
          `${time}: এক জায়গা থেকে বারবার ভুল পাসওয়ার্ড বা কোড দিয়ে আপনার অ্যাকাউন্টে ঢোকার চেষ্টা হয়েছে। সেখান থেকে চেষ্টা আপাতত আটকানো আছে; অন্য জায়গা থেকে আপনি আগের মতোই সাইন ইন করতে পারবেন।`,
      },
      closed: {
        subject: 'বহু জায়গা থেকে আপনার অ্যাকাউন্টে ঢোকার চেষ্টা',
        text: ({ time, link }) =>
          `${time}: বহু জায়গা থেকে আপনার অ্যাকাউন্টে ঢোকার চেষ্টা হচ্ছে। তাই অচেনা যন্ত্র থেকে সাইন ইন কিছুক্ষণ বন্ধ। যে যন্ত্রে আপনি আগে সাইন ইন করেছেন, সেখান থেকে আগের মতোই ঢোকা যাবে। অন্য যন্ত্রে ঢুকতে চাইলে সেই যন্ত্রে এক ঘণ্টার মধ্যে এই লিংকটি খুলুন; এটি একবারই কাজ করে, আর পাসওয়ার্ড তবু লাগবে:\n${link}`,
      },
    },
    by: {
      self: 'কাজটি আপনার অ্যাকাউন্টে সাইন ইন করা অবস্থায় করা হয়েছে।',
      admin: 'কাজটি একজন সুপার অ্যাডমিন করেছেন।',
      link: 'কাজটি ই-মেইলে পাঠানো লিংক দিয়ে করা হয়েছে।',
      operator: 'কাজটি সার্ভারের পরিচালক করেছেন।',
    },
    nothing: 'আপনাকে কিছু করতে হবে না। পাসওয়ার্ডটি অন্য কোথাও ব্যবহার করে থাকলে, বা কেউ জেনে থাকতে পারে মনে হলে বদলে নিন।',
    from: (address) => `নেটওয়ার্ক ঠিকানা: ${address}`,
    notYou: (signIn) =>
      `আপনি না করে থাকলে এখনই একজন সুপার অ্যাডমিনকে জানান, আর এখান থেকে নতুন পাসওয়ার্ড চেয়ে নিন:\n${signIn}`,
  },
  en: {
    events: {
      'email-changed': {
        subject: 'The e-mail address of your account was changed',
        text: ({ time, email }) =>
          `${time}: the e-mail address of your account on the Social Protection Platform was changed to ${email}. No more messages will come to this address.`,
      },
      'password-changed': {
        subject: 'Your password was changed',
        text: ({ time }) =>
          `${time}: your password on the Social Protection Platform was changed. All earlier sign-ins have ended.`,
      },
      'factor-on': {
        subject: 'The second factor was switched on',
        text: ({ time }) =>
          `${time}: the second factor of your account was switched on. From now on a code is needed after the password.`,
      },
      'factor-off': {
        subject: 'The second factor was switched off',
        text: ({ time }) =>
          `${time}: the second factor of your account was switched off. Now the password alone lets in.`,
      },
      'recovery-used': {
        subject: 'A recovery code was used',
        text: ({ time, left }) =>
          `${time}: a recovery code was used for your account instead of a code from the phone. Left: ${left}.`,
      },
      'new-device': {
        subject: 'Signed in on a new device',
        text: ({ time }) =>
          `${time}: somebody signed in to your account on a device or browser that it was not used on before.`,
      },
      attempts: {
        subject: 'Attempts to get into your account',
        text: ({ time }) =>
          `${time}: from one place, somebody tried again and again to get into your account with a wrong password or code. That place has to wait now; from everywhere else you sign in as always.`,
      },
      closed: {
        subject: 'Attempts to get into your account from many places',
        text: ({ time, link }) =>
          `${time}: somebody tries to get into your account from many places. It is closed to unknown devices for a while. Where you have signed in before, you sign in as always. To sign in on another device, open this link on it within an hour; it works once, and your password is still needed:\n${link}`,
      },
    },
    by: {
      self: 'It was done by somebody signed in to your account.',
      admin: 'A super admin did it.',
      link: 'It was done by a link sent by e-mail.',
      operator: 'An operator of the server did it.',
    },
    nothing:
      'You need not do anything. Change your password if you use it elsewhere too, or if somebody may know it.',
    from: (address) => `Network address: ${address}`,
    notYou: (signIn) =>
      `If that was not you, tell a super admin at once, and ask for a new password here:\n${signIn}`,
  },
};
