import { type Locale, locales } from 'content-types';
import { letter, type Mail, moment, number, quoted } from '../mail';
import type { Alarm, Kind } from './alarms';
import type { Made } from './state';

type Message = Omit<Mail, 'to'>;

interface Words {
  readonly failed: Readonly<Record<Kind, { readonly subject: string; readonly intro: string }>>;
  readonly works: Readonly<Record<Kind, { readonly subject: string; readonly intro: string }>>;
  readonly since: (time: string) => string;
  readonly what: string;
  readonly witness: { readonly subject: (rows: string) => string; readonly intro: string };
}

const words: Readonly<Record<Locale, Words>> = {
  bn: {
    failed: {
      failing: {
        subject: 'ব্যাকআপ নেওয়া যাচ্ছে না',
        intro: 'প্ল্যাটফর্মের ব্যাকআপ নেওয়া যাচ্ছে না। শেষ সফল ব্যাকআপের পরে যা লেখা হয়েছে, ডিস্ক নষ্ট হলে তা হারিয়ে যাবে।',
      },
      rehearsalFailing: {
        subject: 'ব্যাকআপ থেকে পুনরুদ্ধারের মহড়া ব্যর্থ হয়েছে',
        intro:
          'সর্বশেষ ব্যাকআপ পরীক্ষামূলকভাবে পুনরুদ্ধার করা যায়নি, অথবা তাতে যা থাকার কথা তা নেই। এই ব্যাকআপের ওপর ভরসা করা যাবে না।',
      },
      witnessFailing: {
        subject: 'নিরীক্ষা নথির শেষ হ্যাশ বাইরে পাঠানো যায়নি',
        intro: 'ব্যাকআপ নেওয়া হয়েছে, কিন্তু নিরীক্ষা নথির শেষ হ্যাশ যেখানে পাঠানোর কথা সেখানে তা গ্রহণ করা হয়নি।',
      },
    },
    works: {
      failing: { subject: 'আবার ব্যাকআপ নেওয়া হচ্ছে', intro: 'প্ল্যাটফর্মের ব্যাকআপ আবার ঠিকমতো নেওয়া হচ্ছে।' },
      rehearsalFailing: {
        subject: 'ব্যাকআপ থেকে পুনরুদ্ধারের মহড়া আবার সফল',
        intro: 'সর্বশেষ ব্যাকআপ পরীক্ষামূলকভাবে পুনরুদ্ধার করে মিলিয়ে দেখা হয়েছে; সব ঠিক আছে।',
      },
      witnessFailing: {
        subject: 'নিরীক্ষা নথির শেষ হ্যাশ আবার বাইরে যাচ্ছে',
        intro: 'নিরীক্ষা নথির শেষ হ্যাশ আবার বাইরে পাঠানো গেছে।',
      },
    },
    since: (time) => `সমস্যা শুরু হয়েছে ${time}।`,
    what: 'কারণ (ইংরেজিতে, যেমনটি জানানো হয়েছে):',
    witness: {
      subject: (rows) => `নিরীক্ষা নথির শেষ: ${rows}টি সারি`,
      intro:
        'এই বার্তাটি রেখে দিন। পরে নিরীক্ষা নথি বদলানো হয়েছে কি না, নিচের সংখ্যা ও হ্যাশ দিয়ে তা যাচাই করা যায় (npm run audit:verify)।',
    },
  },
  en: {
    failed: {
      failing: {
        subject: 'No backup can be made',
        intro:
          'Backups of the platform fail. What was written after the last one would be lost if the disk were lost.',
      },
      rehearsalFailing: {
        subject: 'The rehearsal of a restore failed',
        intro:
          'The newest backup could not be restored into a throw-away place, or does not hold what it should. Do not rely on it.',
      },
      witnessFailing: {
        subject: 'The end of the audit record was not taken by its witness',
        intro: 'The backup was made, but the place that is told the end of the audit record did not take it.',
      },
    },
    works: {
      failing: { subject: 'Backups are made again', intro: 'Backups of the platform are made again.' },
      rehearsalFailing: {
        subject: 'The rehearsal of a restore succeeded again',
        intro: 'The newest backup was restored into a throw-away place and compared; it is whole.',
      },
      witnessFailing: {
        subject: 'The end of the audit record reaches its witness again',
        intro: 'The end of the audit record was taken by its witness again.',
      },
    },
    since: (time) => `It has failed since ${time}.`,
    what: 'Why:',
    witness: {
      subject: (rows) => `End of the audit record: ${rows} rows`,
      intro:
        'Keep this message. With the number and the hash below, a later check (npm run audit:verify) finds out whether the record was changed.',
    },
  },
};

/** What a person is told of backups that fail, or work again. */
export function alarmMail({ kind, failing }: Alarm, language: Locale): Message {
  const say = words[language];
  const { subject, intro } = (failing ? say.failed : say.works)[kind];
  const more = failing ? [say.since(moment(failing.since, language)), say.what, quoted(failing.error)] : [];
  return { subject, text: letter(language, intro, ...more) };
}

/** The same in every language, for an address of which nobody knows who reads it. */
export function alarmMailForAll(alarm: Alarm): Message {
  return together(locales.map((language) => alarmMail(alarm, language)));
}

/** What a witness by e-mail is to keep. */
export function witnessMail({ auditHead, at }: Made): Message {
  const { count = 0, hash = '' } = auditHead ?? {};
  return together(
    locales.map((language) => {
      const { subject, intro } = words[language].witness;
      return {
        subject: subject(number(count, language)),
        text: letter(language, intro, `${count}:${hash}`, moment(at, language)),
      };
    }),
  );
}

function together(messages: readonly Message[]): Message {
  return {
    subject: messages.map(({ subject }) => subject).join(' · '),
    text: messages.map(({ text }) => text).join('\n'),
  };
}
