/** Where the platform's people are; the same all year round. */
const DHAKA = 'Asia/Dhaka';

/** The day in Dhaka, `YYYY-MM-DD`. */
export const dayOf = (time: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: DHAKA }).format(time);

/**
 * A moment on the clock in Dhaka to the second, with its day unless that is today: “14:02:41”,
 * “20 Nov 2026, 14:02:41”.
 */
export function clockInWords(iso: string, language: string, now = Date.now()): string {
  const time = Date.parse(iso);
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...(dayOf(time) !== dayOf(now) && { dateStyle: 'medium' }),
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: DHAKA,
  }).format(time);
}
