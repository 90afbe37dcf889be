import type { Locale } from 'content-types';
import type { ProposalKind } from '../approval';

/** The words of all e-mails, by language. Whatever is filled in is made safe before. */
interface Words {
  /** `number` is worded already, `count` chooses between one and many. */
  readonly waiting: {
    readonly subject: (n: { count: number; number: string; title: string }) => string;
    readonly intro: string;
    readonly since: (time: string) => string;
    readonly more: (number: string) => string;
    readonly all: string;
  };
  readonly returned: Letter;
  readonly scheduled: Letter;
  readonly failed: Letter;
  readonly live: Letter & { readonly page: string };
  readonly proposed: {
    readonly subject: (title: string) => string;
    readonly intro: string;
    readonly what: Readonly<Record<ProposalKind, string>>;
    readonly quotes: string;
  };
  readonly proposalEnd: Readonly<Record<'confirmed' | 'declined' | 'lapsed', Letter>>;
  readonly open: string;
  readonly languages: Readonly<Record<Locale, string>>;
}

interface Letter {
  readonly subject: (title: string) => string;
  readonly intro: (time: string) => string;
  /** Stands above a comment. */
  readonly quotes?: string;
}

export const words: Readonly<Record<Locale, Words>> = {
  bn: {
    waiting: {
      subject: ({ count, number, title }) =>
        count === 1 ? `অনুমোদনের অপেক্ষায়: “${title}”` : `${number}টি ভুক্তি অনুমোদনের অপেক্ষায়`,
      intro: 'অনুমোদনের জন্য জমা পড়েছে:',
      since: (time) => `জমা পড়েছে ${time}`,
      more: (number) => `আরও ${number}টি`,
      all: 'যা যা অপেক্ষায় আছে:',
    },
    returned: {
      subject: (title) => `ফেরত এসেছে: “${title}”`,
      intro: () => 'আপনার জমা দেওয়া ভুক্তিটি সংশোধনের জন্য ফেরত পাঠানো হয়েছে।',
      quotes: 'মন্তব্য:',
    },
    scheduled: {
      subject: (title) => `অনুমোদিত, পরে প্রকাশিত হবে: “${title}”`,
      intro: (time) => `আপনার জমা দেওয়া ভুক্তিটি অনুমোদিত হয়েছে। প্রকাশের সময়: ${time}।`,
    },
    failed: {
      subject: (title) => `নির্ধারিত সময়ে প্রকাশ করা যায়নি: “${title}”`,
      intro: () => 'ভুক্তিটি নির্ধারিত সময়ে প্রকাশ করা যায়নি; এর নতুন অনুমোদন লাগবে।',
      quotes: 'কারণ:',
    },
    live: {
      subject: (title) => `অনুমোদিত ও প্রকাশিত: “${title}”`,
      intro: (time) => `আপনার জমা দেওয়া ভুক্তিটি অনুমোদিত হয়েছে। এটি সাইটে আছে ${time} থেকে।`,
      page: 'পাতাটি দেখুন:',
    },
    proposed: {
      subject: (title) => `দ্বিতীয় একজনের নিশ্চয়তা লাগবে: “${title}”`,
      intro: 'একজন সহকর্মীর অনুরোধ আপনি নিশ্চিত বা নাকচ করতে পারেন।',
      what: {
        notice: 'অনুরোধ: প্রত্যাহার করা পাতার ঠিকানায় নিজের ভাষায় লেখা বিজ্ঞপ্তি।',
        'notice-removal': 'অনুরোধ: প্রত্যাহার করা পাতার ঠিকানা থেকে বিজ্ঞপ্তি সরানো।',
        override: 'অনুরোধ: নিজের লেখা বা জমা দেওয়া ভুক্তি বিশেষ ক্ষমতায় অনুমোদন।',
        erase: 'অনুরোধ: ভুক্তিটি সব সংস্করণসহ চিরতরে মুছে ফেলা।',
      },
      quotes: 'কারণ:',
    },
    proposalEnd: {
      confirmed: {
        subject: (title) => `অনুরোধ নিশ্চিত হয়েছে: “${title}”`,
        intro: () => 'দ্বিতীয় একজন আপনার অনুরোধ নিশ্চিত করেছেন।',
        quotes: 'মন্তব্য:',
      },
      declined: {
        subject: (title) => `অনুরোধ নাকচ হয়েছে: “${title}”`,
        intro: () => 'দ্বিতীয় একজন আপনার অনুরোধ নাকচ করেছেন; কিছুই বদলায়নি।',
        quotes: 'মন্তব্য:',
      },
      lapsed: {
        subject: (title) => `অনুরোধটি আর চলবে না: “${title}”`,
        intro: () =>
          'আপনার অনুরোধটি আর চলবে না: যার জন্য করা হয়েছিল তা বদলে গেছে, ১৪ দিনে কেউ সিদ্ধান্ত দেননি, বা আপনার সেই ক্ষমতা আর নেই। কিছুই বদলায়নি।',
      },
    },
    open: 'ভুক্তিটি খুলুন:',
    languages: { bn: 'বাংলা', en: 'ইংরেজি' },
  },
  en: {
    waiting: {
      subject: ({ count, number, title }) =>
        count === 1 ? `Waiting for approval: “${title}”` : `${number} entries are waiting for approval`,
      intro: 'Submitted for approval:',
      since: (time) => `submitted ${time}`,
      more: (number) => `and ${number} more`,
      all: 'All that is waiting:',
    },
    returned: {
      subject: (title) => `Returned: “${title}”`,
      intro: () => 'What you submitted was returned to be corrected.',
      quotes: 'Comment:',
    },
    scheduled: {
      subject: (title) => `Approved, to go live later: “${title}”`,
      intro: (time) => `What you submitted was approved. It goes live on ${time}.`,
    },
    failed: {
      subject: (title) => `Could not go live at the time set: “${title}”`,
      intro: () => 'The entry did not go live at the time that was set, and needs a new approval.',
      quotes: 'Reason:',
    },
    live: {
      subject: (title) => `Approved and live: “${title}”`,
      intro: (time) => `What you submitted was approved. It has been on the site since ${time}.`,
      page: 'See the page:',
    },
    proposed: {
      subject: (title) => `Needs a second person: “${title}”`,
      intro: 'A colleague asks for something that you can confirm or decline.',
      what: {
        notice: 'Asked for: a notice in their own words at the address of a withdrawn page.',
        'notice-removal': 'Asked for: taking the notice away from the address of a withdrawn page.',
        override: 'Asked for: approval by override of what they wrote or submitted themselves.',
        erase: 'Asked for: erasing the entry for ever, with all of its versions.',
      },
      quotes: 'Reason:',
    },
    proposalEnd: {
      confirmed: {
        subject: (title) => `Confirmed: “${title}”`,
        intro: () => 'A second person confirmed what you asked for.',
        quotes: 'Comment:',
      },
      declined: {
        subject: (title) => `Declined: “${title}”`,
        intro: () => 'A second person declined what you asked for; nothing was changed.',
        quotes: 'Comment:',
      },
      lapsed: {
        subject: (title) => `Does not hold any more: “${title}”`,
        intro: () =>
          'What you asked for does not hold any more: what it was about has changed, nobody decided in 14 days, or you may not ask for it any more. Nothing was changed.',
      },
    },
    open: 'Open the entry:',
    languages: { bn: 'Bengali', en: 'English' },
  },
};
