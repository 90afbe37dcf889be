const WEEK = 7 * 86_400_000;
/** Sunday, the first working day, 09:00 in Dhaka (UTC+6, without daylight saving time). */
const HOUR_UTC = 3;

/** The last moment, up to now, at which a weekly message was due. */
export function lastWeeklyTime(now: Date): Date {
  const sunday = now.getUTCDate() - now.getUTCDay();
  const due = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), sunday, HOUR_UTC);
  return new Date(due > now.getTime() ? due - WEEK : due);
}

export function weekBefore(moment: Date): Date {
  return new Date(moment.getTime() - WEEK);
}
