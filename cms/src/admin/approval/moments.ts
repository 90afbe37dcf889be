/** Where the platform's people and their office hours are; the same all year round. */
const DHAKA = 'Asia/Dhaka';
const DHAKA_OFFSET = '+06:00';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, in words of the language: “3 days ago”. */
export function agoInWords(iso: string, language: string, now = Date.now()): string {
  const elapsed = Math.max(0, now - Date.parse(iso));
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  // “Now” would be said of what is over.
  if (elapsed < HOUR) return words.format(-Math.max(1, Math.floor(elapsed / MINUTE)), 'minute');
  if (elapsed < DAY) return words.format(-Math.floor(elapsed / HOUR), 'hour');
  return words.format(-Math.floor(elapsed / DAY), 'day');
}

/** A length of time in words of the language, in hours, or in days from two days on: “5 hours”. */
export function lengthInWords(hours: number, language: string): string {
  const unit = hours < 1 ? 'minute' : hours < 48 ? 'hour' : 'day';
  const count = { minute: hours * 60, hour: hours, day: hours / 24 }[unit];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: unit === 'day' ? 1 : 0,
  }).format(count);
}

/** English is written the British way. */
const written = (language: string) => (language === 'en' ? 'en-GB' : language);

/** A moment on the clock in Dhaka: “21 Nov 2026, 15:30”. */
export function momentInWords(iso: string, language: string): string {
  return new Intl.DateTimeFormat(written(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: DHAKA,
  }).format(new Date(iso));
}

/** A day in Dhaka: “21 November 2026”. */
export function dayInWords(iso: string, language: string): string {
  return new Intl.DateTimeFormat(written(language), { dateStyle: 'long', timeZone: DHAKA }).format(
    new Date(iso),
  );
}

/** How long an entry may wait before the queue points it out. */
const LONG_WAIT = 3 * DAY;

export function waitsLong(iso: string, now = Date.now()): boolean {
  return now - Date.parse(iso) >= LONG_WAIT;
}

/**
 * The moment that somebody chose on the clock in Dhaka.
 * @param clock what `<input type="datetime-local">` gives: `2026-11-21T10:00`
 * @returns an ISO moment, or undefined when nothing whole was chosen
 */
export function fromDhakaClock(clock: string): string | undefined {
  const time = Date.parse(`${clock}${DHAKA_OFFSET}`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(clock) && !Number.isNaN(time)
    ? new Date(time).toISOString()
    : undefined;
}

/** The moment on the clock in Dhaka, as `<input type="datetime-local">` takes it. */
export function toDhakaClock(time: number): string {
  return new Date(time + 6 * HOUR).toISOString().slice(0, 16);
}
