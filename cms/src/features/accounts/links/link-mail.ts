import { type Locale, locales } from 'content-types';
import { letter, type Mail, moment } from '../../mail';

/** What is filled into a message with a link. */
interface Facts {
  readonly link: string;
  /** When it ends, in words, in Dhaka. */
  readonly until: string;
}
interface Words {
  readonly subject: string;
  readonly paragraphs: (facts: Facts) => readonly string[];
}
/** The roles of the platform, as the panel calls them. */
type Role = 'super-admin' | 'moderator' | 'editor' | 'none';

const RESET: Readonly<Record<Locale, Words>> = {
  bn: {
    subject: 'নতুন পাসওয়ার্ড',
    paragraphs: ({ link, until }) => [
      `সামাজিক সুরক্ষা প্ল্যাটফর্মে আপনার অ্যাকাউন্টের জন্য নতুন পাসওয়ার্ড চাওয়া হয়েছে। এই লিংক খুলে সেটি ঠিক করুন:\n${link}`,
      `লিংকটি এক ঘণ্টার মধ্যে একবার কাজ করে: ${until} পর্যন্ত (ঢাকার সময়)।`,
      'আপনি না চেয়ে থাকলে কিছু করতে হবে না; পুরোনো পাসওয়ার্ডই থাকবে।',
    ],
  },
  en: {
    subject: 'New password',
    paragraphs: ({ link, until }) => [
      `Somebody asked for a new password for your account on the Social Protection Platform. Choose it here:\n${link}`,
      `The link works once, within an hour: until ${until} (Dhaka time).`,
      'If that was not you, do nothing: your old password stays.',
    ],
  },
};

const ROLES: Readonly<Record<Locale, Readonly<Record<Role, string>>>> = {
  bn: { 'super-admin': 'সুপার অ্যাডমিন', moderator: 'মডারেটর', editor: 'সম্পাদক', none: '' },
  en: { 'super-admin': 'super admin', moderator: 'moderator', editor: 'editor', none: '' },
};

const invitation = (role: Role): Readonly<Record<Locale, Words>> => ({
  bn: {
    subject: 'সামাজিক সুরক্ষা প্ল্যাটফর্মে আমন্ত্রণ',
    paragraphs: ({ link, until }) => [
      `আপনাকে সামাজিক সুরক্ষা প্ল্যাটফর্মে ${ROLES.bn[role] && `${ROLES.bn[role]} হিসেবে `}আমন্ত্রণ জানানো হয়েছে। এই লিংক খুলে পাসওয়ার্ড ঠিক করুন:\n${link}`,
      `লিংকটি এক সপ্তাহের মধ্যে একবার কাজ করে: ${until} পর্যন্ত (ঢাকার সময়)। তার পরে লাগলে একজন সুপার অ্যাডমিনকে আবার পাঠাতে বলুন।`,
      'এমন আমন্ত্রণ আশা না করে থাকলে কিছু করতে হবে না।',
    ],
  },
  en: {
    subject: 'Invitation to the Social Protection Platform',
    paragraphs: ({ link, until }) => [
      `You are invited to the Social Protection Platform${ROLES.en[role] && ` as ${ROLES.en[role]}`}. Choose your password here:\n${link}`,
      `The link works once, within a week: until ${until} (Dhaka time). If it has ended, ask a super admin to send it again.`,
      'If you do not know what this is about, do nothing.',
    ],
  },
});

/** The message to somebody who forgot their password. */
export const resetMail = (facts: { readonly link: string; readonly until: Date }) => written(RESET, facts);

/** The message to somebody for whom an account was made. */
export const invitationMail = (role: Role, facts: { readonly link: string; readonly until: Date }) =>
  written(invitation(role), facts);

/** In every language: who asks at the sign-in, or was just invited, may never have chosen one. */
function written(
  words: Readonly<Record<Locale, Words>>,
  { link, until }: { readonly link: string; readonly until: Date },
): Omit<Mail, 'to'> {
  return {
    subject: locales.map((language) => words[language].subject).join(' · '),
    text: locales
      .map((language) =>
        letter(language, ...words[language].paragraphs({ link, until: moment(until, language) })),
      )
      .join('\n'),
  };
}
