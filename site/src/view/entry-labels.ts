import type { Entry } from '../content/entry.ts';
import { titleOf } from '../content/entry-order.ts';
import { isVisible, plainText } from './text.ts';
import type { View } from './view.ts';

/**
 * The short line under an entry's name in a list: its kind, its date, whose it is, unless it stands
 * `within` the page of that ministry.
 */
export function metaOf(entry: Entry, { c, t, f }: View, within?: string): string {
  const { type, fields } = entry;
  const owner = 'ministry' in fields && fields.ministry !== within ? fields.ministry : undefined;
  const ministry = c.get('ministry', owner)?.fields.name;
  const parts: (string | undefined)[] = [];
  switch (type) {
    case 'programme':
      parts.push(ministry);
      break;
    case 'ministry': {
      const count = c.referring('programme', ['ministry'], entry.key).length;
      if (count > 0) parts.push(t('ministry.programmes', { count }));
      break;
    }
    case 'story':
      parts.push(c.term('story-kind', fields.kind)?.fields.name, f.date(fields.date));
      break;
    case 'document':
      parts.push(c.term('document-kind', fields.kind)?.fields.name, f.date(fields.date));
      break;
    case 'video':
      parts.push(f.duration(fields.seconds), f.date(fields.date));
      break;
    case 'meeting':
      parts.push(f.dayOf(fields.starts), t(meetingStates[fields.state]));
      break;
    case 'course':
      parts.push(
        t(`course.${fields.level}`),
        t('course.lessonCount', { count: c.referring('lesson', ['course'], entry.key).length }),
      );
      break;
    case 'lesson':
      parts.push(f.minutes(fields.minutes));
      break;
    case 'committee':
      parts.push(ministry);
      break;
  }
  return parts.filter(Boolean).join(' · ');
}

export const meetingStates = {
  notice: 'meeting.notice',
  held: 'meeting.held',
  minutes: 'meeting.withMinutes',
} as const;

/** Codes of all ministries that an entry belongs to, its owner first. */
export function ministriesOf({ type, fields }: Entry): string[] {
  const own = 'ministry' in fields ? [fields.ministry] : type === 'ministry' ? [fields.code] : [];
  const others = 'ministries' in fields ? fields.ministries : 'partners' in fields ? fields.partners : [];
  return [...new Set([...own, ...others])];
}

/** What a page is about, for search engines and who shares it: its summary, else how its text begins. */
export function descriptionOf(entry: Entry): string {
  const { fields } = entry;
  if ('summary' in fields) return fields.summary;
  const text =
    'introduction' in fields ? fields.introduction : 'mandate' in fields ? fields.mandate : undefined;
  return text?.map(plainText).find(isVisible) ?? titleOf(entry);
}
