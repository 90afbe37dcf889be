import type { Locale } from 'content-types';

/** The words of the weekly message to moderators and super admins. */
interface Words {
  readonly subject: (overrides: number, number: string) => string;
  readonly intro: (from: string, until: string) => string;
  readonly overrides: string;
  readonly noOverrides: string;
  readonly by: (name: string, time: string) => string;
  readonly nobody: string;
  readonly counts: (of: Readonly<Record<'submitted' | 'returned' | 'live' | 'waiting', string>>) => string;
  readonly oldest: (time: string) => string;
  readonly failed: string;
  readonly undelivered: (number: string) => string;
  readonly record: (events: string) => string;
}

export const weeklyWords: Readonly<Record<Locale, Words>> = {
  bn: {
    subject: (overrides, number) =>
      overrides > 0 ? `সপ্তাহের খবর: বিশেষ ক্ষমতায় অনুমোদন ${number}টি` : 'সপ্তাহের খবর: অনুমোদন ও প্রকাশ',
    intro: (from, until) => `${from} থেকে ${until} পর্যন্ত`,
    overrides: 'বিশেষ ক্ষমতায় অনুমোদন: যিনি লিখেছেন বা জমা দিয়েছেন তাঁর অনুরোধে, দ্বিতীয় সুপার অ্যাডমিনের নিশ্চয়তায়',
    noOverrides: 'বিশেষ ক্ষমতায় কোনো অনুমোদন হয়নি।',
    by: (name, time) => `${name}, ${time}; কারণ:`,
    nobody: 'অজানা ব্যবহারকারী',
    counts: ({ submitted, returned, live, waiting }) =>
      `জমা পড়েছে ${submitted}টি, ফেরত গেছে ${returned}টি, প্রকাশিত হয়েছে ${live}টি, এখন অপেক্ষায় ${waiting}টি।`,
    oldest: (time) => `সবচেয়ে পুরোনোটি অপেক্ষায় আছে ${time} থেকে।`,
    failed: 'নির্ধারিত সময়ে প্রকাশ করা যায়নি:',
    undelivered: (number) => `${number}টি ই-মেইল পাঠানো যায়নি; অ্যাডমিনের অবস্থা পাতায় দেখুন।`,
    record: (events) => `নিরীক্ষা-নথিতে এখন ${events}টি ঘটনা। শেষটির হ্যাশ (পরে মিলিয়ে দেখার জন্য রেখে দিন):`,
  },
  en: {
    subject: (overrides, number) =>
      overrides > 0 ? `This week: ${number} approved by override` : 'This week: approved and published',
    intro: (from, until) => `From ${from} to ${until}`,
    overrides:
      'Approved by override: whoever wrote or submitted it asked for it, a second super admin confirmed it',
    noOverrides: 'Nothing was approved by override.',
    by: (name, time) => `${name}, ${time}; reason:`,
    nobody: 'an account that is gone',
    counts: ({ submitted, returned, live, waiting }) =>
      `Submitted: ${submitted}. Returned: ${returned}. Gone live: ${live}. Waiting now: ${waiting}.`,
    oldest: (time) => `The oldest has been waiting since ${time}.`,
    failed: 'Could not go live at the time set:',
    undelivered: (number) =>
      `E-mails that could not be delivered: ${number}; see the status page in the admin.`,
    record: (events) =>
      `The audit record holds ${events} events. The hash of the last one (keep it, to compare later):`,
  },
};
