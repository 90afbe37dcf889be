import type { Locale } from 'content-types';

const tags = { bn: 'bn-BD', en: 'en-GB' } as const satisfies Record<Locale, string>;

/** Meetings are announced in the time of the country, wherever the page is built or read. */
const timeZone = 'Asia/Dhaka';

/** Dates, numbers, money and durations as readers of one language write them. */
export type Format = ReturnType<typeof formatFor>;

function formatFor(locale: Locale) {
  const tag = tags[locale];
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const dayOfMoment = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone });
  const weekday = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone });
  const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit', hour12: true, timeZone });
  const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hour12: false, timeZone });
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 });
  const minutes = new Intl.NumberFormat(tag, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  const days = new Intl.NumberFormat(tag, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const hours = new Intl.NumberFormat(tag, { style: 'unit', unit: 'hour', unitDisplay: 'long' });
  const seconds = new Intl.NumberFormat(tag, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  const list = new Intl.ListFormat(tag, { type: 'unit', style: 'narrow' });
  const digits = new Intl.NumberFormat(tag, { useGrouping: false });

  /** `10:00 am`; Bengali names the part of the day, as people say it. */
  const clock = (moment: Date): string => {
    if (locale === 'en') return time.format(moment);
    const digitsOnly = time
      .formatToParts(moment)
      .filter(({ type }) => type === 'hour' || type === 'minute')
      .map(({ value }) => value);
    return `${partOfDay(Number(hour.format(moment)) % 24)} ${digitsOnly.join(':')}`;
  };

  return {
    /** A calendar day, `YYYY-MM-DD`. */
    date: (value: string): string => day.format(new Date(value)),
    /** The day in Dhaka of a moment, ISO 8601. */
    dayOf: (moment: string): string => dayOfMoment.format(new Date(moment)),
    /** From one calendar day to another, `YYYY-MM-DD`. */
    dateRange: (from: string, until: string): string => day.formatRange(new Date(from), new Date(until)),
    /** When something takes place in Dhaka: day and time, until a time of that day or of another. */
    meetingTime(starts: string, ends?: string): string {
      const [from, until] = [new Date(starts), ends ? new Date(ends) : undefined];
      const beginning = `${weekday.format(from)}, ${clock(from)}`;
      if (!until || until <= from) return beginning;
      const sameDay = dayOfMoment.format(from) === dayOfMoment.format(until);
      return `${beginning} – ${sameDay ? '' : `${weekday.format(until)}, `}${clock(until)}`;
    },
    number: (value: number): string => number.format(value),
    /** A share given as a number of hundredths: 2.55 is 2.55 %. */
    percent: (value: number): string => percent.format(value / 100),
    /** Taka. */
    taka: (value: number): string =>
      locale === 'bn' ? `${number.format(value)} টাকা` : `BDT ${number.format(value)}`,
    /** Crore (10 million) taka. */
    crore: (value: number): string =>
      locale === 'bn' ? `${number.format(value)} কোটি টাকা` : `BDT ${number.format(value)} crore`,
    /** `2018-19`. */
    fiscalYear: (value: string): string => value.replace(/\d/g, (digit) => digits.format(Number(digit))),
    minutes: (value: number): string => minutes.format(value),
    days: (value: number): string => days.format(value),
    /** Length of a video, from seconds. */
    duration(length: number): string {
      const parts: (readonly [Intl.NumberFormat, number])[] = [
        [hours, Math.floor(length / 3600)],
        [minutes, Math.floor((length % 3600) / 60)],
        [seconds, length % 60],
      ];
      return list.format(parts.filter(([, value]) => value > 0).map(([unit, value]) => unit.format(value)));
    },
    /** Size of a file, from bytes. */
    size: (bytes: number): string => {
      const mega = bytes >= 1_000_000;
      return `${number.format(mega ? Math.round(bytes / 100_000) / 10 : Math.max(1, Math.round(bytes / 1000)))} ${
        { bn: ['কেবি', 'এমবি'], en: ['kB', 'MB'] }[locale][mega ? 1 : 0]
      }`;
    },
  };
}

/** How Bengali divides the day; the borders follow everyday use. */
function partOfDay(hour: number): string {
  if (hour < 4 || hour >= 20) return 'রাত';
  if (hour < 6) return 'ভোর';
  if (hour < 12) return 'সকাল';
  if (hour < 15) return 'দুপুর';
  return hour < 18 ? 'বিকেল' : 'সন্ধ্যা';
}

const formats = { bn: formatFor('bn'), en: formatFor('en') };

export function format(locale: Locale): Format {
  return formats[locale];
}
