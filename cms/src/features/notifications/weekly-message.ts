import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import { type Designation, inWords } from '../access';
import { letter, moment, number, oneLine, quoted } from '../mail';
import { entryAddress, queueAddress } from './format';
import { heading } from './messages';
import type { StoredNotice } from './notices';
import { weeklyWords } from './weekly-words';
import { words } from './words';

/** What happened in a week. */
export interface Week {
  readonly from: Date;
  readonly until: Date;
  readonly overrides: readonly (StoredNotice & { readonly by: Designation | undefined })[];
  readonly failed: readonly StoredNotice[];
  readonly submitted: number;
  readonly returned: number;
  readonly live: number;
  readonly waiting: number;
  /** ISO 8601; when the oldest of what waits was submitted. */
  readonly oldest: string | null;
  readonly undelivered: number;
  /** The end of the audit record's chain; null while it is empty. */
  readonly record: { readonly count: number; readonly hash: string } | null;
}

/** The week in one message; approvals by override come first, in the subject too. */
export function weeklyMail(
  strapi: Core.Strapi,
  week: Week,
  language: Locale,
): { readonly subject: string; readonly text: string } {
  const say = weeklyWords[language];
  const figure = (value: number) => number(value, language);
  const time = (at: Date | string) => moment(at, language);
  const { overrides, failed, record } = week;
  const overridden = overrides.map((notice) =>
    [
      heading(notice, language),
      say.by(oneLine(notice.by ? inWords(notice.by, language) : say.nobody, 250), time(notice.createdAt)),
      quoted(notice.comment ?? ''),
      entryAddress(strapi, notice),
    ].join('\n'),
  );
  const late = failed.map((notice) => `${heading(notice, language)}\n${entryAddress(strapi, notice)}`);
  const counts = say.counts({
    submitted: figure(week.submitted),
    returned: figure(week.returned),
    live: figure(week.live),
    waiting: figure(week.waiting),
  });
  return {
    subject: say.subject(overrides.length, figure(overrides.length)),
    text: letter(
      language,
      say.intro(time(week.from), time(week.until)),
      overrides.length > 0 ? `!!! ${say.overrides}` : say.noOverrides,
      ...overridden,
      [counts, week.oldest ? say.oldest(time(week.oldest)) : ''].filter(Boolean).join('\n'),
      late.length > 0 ? say.failed : '',
      ...late,
      week.undelivered > 0 ? say.undelivered(figure(week.undelivered)) : '',
      record ? `${say.record(figure(record.count))}\n${record.hash}` : '',
      `${words[language].waiting.all}\n${queueAddress(strapi)}`,
    ),
  };
}
