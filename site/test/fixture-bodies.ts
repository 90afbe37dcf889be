import { blocks } from './fixture-blocks.ts';
import { type Fixture, items, long, pdf, text, unlikeWords } from './fixture-parts.ts';

/** Committees with their meetings, and courses with their lessons. */
export const bodies: Fixture[] = [
  {
    type: 'committee',
    all: { code: 'cmc', kind: 'cmc', ministry: 'cabinet', members: ['msw', 'dead'], order: 1 },
    bn: { name: 'কেন্দ্রীয় ব্যবস্থাপনা কমিটি', mandate: blocks(long('bn', 3)) },
    en: { name: 'Central Management Committee', mandate: blocks(long('en', 3)) },
  },
  {
    type: 'committee',
    all: { code: 'msw-pic', kind: 'pic', ministry: 'msw', order: 2 },
    bn: { name: 'সমাজকল্যাণ মন্ত্রণালয়ের বাস্তবায়ন কমিটি' },
    en: { name: 'Implementation committee, Ministry of Social Welfare' },
  },
  {
    type: 'meeting',
    all: {
      slug: 'workshop',
      ministry: 'cabinet',
      committees: ['cmc'],
      ministries: ['msw'],
      state: 'minutes',
      starts: '2018-09-27T04:00:00.000Z',
      ends: '2018-09-27T10:30:00.000Z',
      agenda: items('One', 'Two'),
      files: [{ label: 'Minutes', file: pdf }],
      decisions: Array.from({ length: 13 }, (_, index) => ({
        text: long('bn', 3),
        ...(index % 2 === 0 && { owner: 'msw', due: '2018-12-31', state: 'open' }),
      })),
      participants: Array.from({ length: 48 }, () => ({ designation: 'উপসচিব', ministry: 'msw' })),
    },
    bn: {
      title: 'কর্মশালা',
      venue: 'কক্ষ ১০০৫',
      summary: long('bn', 2),
      minutes: [text('## ক', unlikeWords(1200), unlikeWords(800))],
    },
    en: {
      title: 'Workshop',
      venue: 'Room 1005',
      summary: long('en', 2),
      minutes: [text('## A', long('en', 100))],
    },
  },
  {
    type: 'meeting',
    all: {
      slug: 'next',
      ministry: 'msw',
      state: 'notice',
      starts: '2030-01-01T04:00:00.000Z',
      venue: 'Dhaka',
    },
    bn: { title: 'পরের সভা', summary: long('bn', 1) },
    en: { title: 'Next meeting', summary: long('en', 1) },
  },
  {
    type: 'course',
    all: { slug: 'basics', ministry: 'cabinet', level: 'beginner', order: 1 },
    bn: { title: 'প্রাথমিক কোর্স', summary: long('bn', 2), outcomes: items('ক', 'খ') },
    en: { title: 'Basics', summary: long('en', 2), outcomes: items('A', 'B') },
  },
  ...[1, 2].map(
    (order): Fixture => ({
      type: 'lesson',
      all: {
        slug: `lesson-${order}`,
        ministry: 'cabinet',
        course: 'basics',
        order,
        minutes: 10,
        video: 'https://example.org/v',
        downloads: [{ label: 'PDF', file: pdf }],
        quiz: [
          {
            prompt: 'Which?',
            choice: 'single',
            answers: [
              { text: 'This', correct: true, why: 'Because.' },
              { text: 'That', correct: false, why: 'It is not.' },
            ],
          },
        ],
      },
      bn: { title: `পাঠ ${order}`, summary: long('bn', 1), body: [text('## ক', long('bn', 20))] },
      en: { title: `Lesson ${order}`, summary: long('en', 1), body: [text('## A', long('en', 20))] },
    }),
  ),
];
