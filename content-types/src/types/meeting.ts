import { bodyParts, decision, download, item, participant } from '../model/components.ts';
import { defineType } from '../model/define.ts';
import { choice, key, line, moment, reference, references, text } from '../model/fields.ts';
import { repeat, zone } from '../model/groups.ts';
import { slugHint, slugLabel } from './labels.ts';

export const meeting = defineType({
  name: 'meeting',
  plural: 'meetings',
  label: { en: 'Meeting', bn: 'সভা' },
  description: 'One sitting of one or more committees: notice, agenda, minutes with decisions',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    ministry: reference({ en: 'Convened by', bn: 'আহ্বানকারী মন্ত্রণালয়' }, 'ministry', {
      required: true,
      shared: true,
    }),
    committees: references({ en: 'Committees', bn: 'কমিটি' }, 'committee', {
      shared: true,
      hint: { en: 'The first one leads', bn: 'প্রথমটি নেতৃত্ব দেয়' },
    }),
    ministries: references({ en: 'Ministries taking part', bn: 'অংশগ্রহণকারী মন্ত্রণালয়' }, 'ministry', {
      shared: true,
    }),
    state: choice({ en: 'State', bn: 'অবস্থা' }, ['notice', 'held', 'minutes'], {
      required: true,
      shared: true,
    }),
    starts: moment({ en: 'Starts', bn: 'শুরু' }, { required: true, shared: true }),
    ends: moment({ en: 'Ends', bn: 'শেষ' }, { shared: true }),
    venue: line({ en: 'Venue', bn: 'স্থান' }, { required: true }),
    chair: line({ en: 'Chair', bn: 'সভাপতি' }, {}),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
    agenda: repeat({ en: 'Agenda', bn: 'আলোচ্যসূচি' }, item),
    minutes: zone({ en: 'Minutes', bn: 'কার্যবিবরণী' }, bodyParts),
    decisions: repeat({ en: 'Decisions', bn: 'সিদ্ধান্ত' }, decision),
    participants: repeat({ en: 'Participants', bn: 'অংশগ্রহণকারী' }, participant),
    files: repeat({ en: 'Files', bn: 'ফাইল' }, download),
  },
  presentation: {
    place: 7,
    address: { kind: 'section', list: 'numbered' },
    date: 'starts',
    news: true,
    ministries: ['ministry', 'ministries'],
    portfolio: { place: 5, fields: ['ministry', 'ministries'] },
    line: ['starts', 'state'],
  },
  jsonLd: ({ fields, ministry, work }) => ({
    '@type': 'Event',
    name: fields.title,
    startDate: fields.starts,
    endDate: fields.ends,
    location: { '@type': 'Place', name: fields.venue, address: 'BD' },
    organizer: ministry,
    ...work,
  }),
});
