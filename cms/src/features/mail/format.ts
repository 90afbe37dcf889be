import type { Locale } from 'content-types';

const REGIONS = { bn: 'bn-BD', en: 'en-GB' } as const;

/** A moment in Dhaka: `21 November 2026, 14:02`. */
export function moment(at: Date | string, language: Locale): string {
  const part = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(REGIONS[language], { ...style, timeZone: 'Asia/Dhaka' }).format(new Date(at));
  return `${part({ dateStyle: 'long' })}, ${part({ timeStyle: 'short', hourCycle: 'h23' })}`;
}

export function number(value: number, language: Locale): string {
  return new Intl.NumberFormat(REGIONS[language]).format(value);
}

/** Who every message is from, under it. */
const FOOTER: Readonly<Record<Locale, string>> = {
  bn: 'সামাজিক সুরক্ষা প্ল্যাটফর্ম থেকে স্বয়ংক্রিয়ভাবে পাঠানো; এই ই-মেইলের উত্তর দেবেন না।',
  en: 'Sent automatically by the Social Protection Platform; please do not reply to this e-mail.',
};

/** A message's text: paragraphs, and who sent it. Empty paragraphs fall away. */
export function letter(language: Locale, ...paragraphs: readonly string[]): string {
  return `${[...paragraphs.filter(Boolean), `-- \n${FOOTER[language]}`].join('\n\n')}\n`;
}
