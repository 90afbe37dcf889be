import type { TypeName } from 'content-types';
import { blocks } from './fixture-blocks.ts';

/** One document: fields of both languages, which win, and of each. A language left out is not published. */
export interface Fixture {
  readonly type: TypeName;
  readonly all: Readonly<Record<string, unknown>>;
  readonly bn?: Readonly<Record<string, unknown>>;
  readonly en?: Readonly<Record<string, unknown>>;
}

const SENTENCE = {
  bn: 'ইউনিয়ন পরিষদের কার্যালয়ে গিয়ে আবেদনপত্র নিন এবং পরিচয়পত্র সঙ্গে রাখুন। ',
  en: 'Take the form from the union council office and keep your identity card with you. ',
};
/** 10 words of Bengali a sentence. */
const long = (locale: 'bn' | 'en', sentences: number) => SENTENCE[locale].repeat(sentences).trim();
const items = (...texts: string[]) => texts.map((text) => ({ text }));
const text = (...texts: string[]) => ({ component: 'body.text', content: blocks(...texts) });

export const ODD = {
  rtl: 'سلام، هذا نص من اليمين إلى اليسار',
  zeroWidth: 'zero\u200bwidth\u200d and \u202eoverride\u202c',
  emoji: '👩🏽‍🌾🇧🇩 কৃষক',
  endless: 'দীর্ঘ'.repeat(120),
  script: '</script><script>alert(1)</script><b>not bold</b>',
};

function term(vocabulary: string, code: string, bn: string, en: string, order: number): Fixture {
  return { type: 'term', all: { vocabulary, code, order }, bn: { name: bn }, en: { name: en } };
}

const terms: Fixture[] = [
  term('ministry-kind', 'ministry', 'মন্ত্রণালয়', 'Ministry', 1),
  term('ministry-kind', 'division', 'বিভাগ', 'Division', 2),
  term('life-cycle-stage', 'working-age', 'কর্মক্ষম বয়স', 'Working age', 1),
  term('life-cycle-stage', 'old-age', 'প্রবীণ বয়স', 'Old age', 2),
  term('benefit-kind', 'cash', 'নগদ টাকা', 'Cash', 1),
  term('frequency', 'monthly', 'প্রতি মাসে', 'Every month', 1),
  term('story-kind', 'news', 'সংবাদ', 'News', 1),
  term('story-kind', 'success-story', 'সাফল্যের গল্প', 'Success story', 2),
  term('document-kind', 'report', 'প্রতিবেদন', 'Report', 1),
  term('document-language', 'bn', 'বাংলা', 'Bengali', 1),
  term('committee-kind', 'cmc', 'কেন্দ্রীয় কমিটি', 'Central committee', 1),
  term('committee-kind', 'pic', 'বাস্তবায়ন কমিটি', 'Implementation committee', 2),
  term('focal-point-kind', 'grs', 'অভিযোগ প্রতিকার', 'Grievance redress', 1),
  term('social-network', 'facebook', 'ফেসবুক', 'Facebook', 1),
  term('charter-category', 'allowance', 'ভাতা', 'Allowance', 1),
];

function ministry(code: string, bn: string, en: string, order: number, more: object = {}): Fixture {
  return {
    type: 'ministry',
    all: {
      code,
      kind: order === 1 ? 'division' : 'ministry',
      order,
      website: 'https://example.org/',
      ...more,
    },
    bn: { name: bn, introduction: blocks(long('bn', 4)) },
    en: { name: en, introduction: blocks(long('en', 4)) },
  };
}

const ministries: Fixture[] = [
  ministry('cabinet', 'মন্ত্রিপরিষদ বিভাগ', 'Cabinet Division', 1),
  ministry('msw', 'সমাজকল্যাণ মন্ত্রণালয়', 'Ministry of Social Welfare', 2, {
    clusters: ['cmc'],
    socialAccounts: [{ network: 'facebook', url: 'https://example.org/f' }],
    focalPoints: [
      {
        kind: 'grs',
        designation: 'Focal point',
        email: 'grs@example.org',
        phone: '+880 2 0000 0000',
        from: '2018-07-01',
      },
    ],
  }),
  ministry('empty', 'শূন্য মন্ত্রণালয়', 'Empty ministry', 3),
];

function programme(slug: string, stages: string[], sentences: number, more: object = {}): Fixture {
  const own = (locale: 'bn' | 'en', name: string) => ({
    name,
    summary: long(locale, 3),
    whoQualifies: blocks(long(locale, sentences), '#### Deep', '- one\n- two'),
    steps: items(long(locale, 1), long(locale, 2)),
    papers: items(long(locale, 1)),
    where: long(locale, 2),
    questions: [{ question: `${long(locale, 1)}?`, answer: long(locale, 2) }],
  });
  return {
    type: 'programme',
    all: {
      slug,
      ministry: 'msw',
      partners: ['cabinet', 'dead'],
      stages,
      hotline: '16000',
      cluster: 'cmc',
      ...more,
    },
    bn: own('bn', `কর্মসূচি ${slug}`),
    en: own('en', `Programme ${slug}`),
  };
}

const programmes: Fixture[] = [
  programme('old-age-allowance', ['old-age'], 30, {
    benefits: [{ kind: 'cash', amount: 'each', taka: 500, frequency: 'monthly' }],
    figures: [
      {
        fiscalYear: '2018-19',
        budgetCrore: 2400,
        beneficiaries: 4000000,
        source: 'sample',
        provisional: true,
      },
    ],
  }),
  programme('widow-allowance', ['working-age', 'old-age'], 5),
  programme('stageless', ['dead-stage'], 2),
];

function story(number: number, more: object = {}): Fixture {
  const slug = `story-${number}`;
  const day = String((number % 28) + 1).padStart(2, '0');
  return {
    type: 'story',
    all: {
      slug,
      kind: 'news',
      ministry: 'msw',
      programmes: ['old-age-allowance'],
      date: `2018-09-${day}`,
      ...more,
    },
    bn: { title: `সংবাদ ${number}`, summary: long('bn', 3), body: [text(long('bn', 10))] },
    en: { title: `Story ${number}`, summary: long('en', 3), body: [text(long('en', 10))] },
  };
}

const image = {
  file: 'missing.jpg',
  name: 'missing.jpg',
  mime: 'image/jpeg',
  size: 1,
  width: 800,
  height: 600,
};
const pdf = { file: 'report.pdf', name: 'report.pdf', mime: 'application/pdf', size: 23456 };

const stories: Fixture[] = [
  ...Array.from({ length: 45 }, (_, index) => story(index + 1)),
  story(100, {
    slug: 'odd-text',
    title: `${ODD.emoji} ${ODD.script} ${ODD.rtl}`,
    kind: 'success-story',
    date: '2018-10-01',
    byline: ODD.emoji,
    cover: { image, alternative: 'A picture that is missing', caption: ODD.rtl },
    video: 'https://example.org/v',
    original: 'https://example.org/o',
    body: [
      text(
        '###### Too deep',
        '# Too high',
        long('bn', 200),
        ODD.rtl,
        ODD.zeroWidth,
        ODD.endless,
        ODD.script,
        '## \u200b',
      ),
      { component: 'body.table', caption: 'Wide', cells: 'a | b | c | d | e\n1 | 2\n| x | y | z |' },
      { component: 'shared.figure', image, alternative: 'missing' },
      { component: 'body.video-link', title: ODD.script, url: 'https://example.org/v' },
      { component: 'shared.download', label: '\u200b', file: pdf },
      {
        component: 'body.text',
        content: [
          {
            type: 'paragraph',
            children: [
              {
                type: 'link',
                url: '/programmes/old-age-allowance',
                children: [{ type: 'text', text: 'live' }],
              },
              {
                type: 'link',
                url: '/programmes/secret-draft/',
                children: [{ type: 'text', text: 'dead link' }],
              },
              { type: 'link', url: 'https://example.org/', children: [{ type: 'text', text: ' ' }] },
              { type: 'text', text: 'both', bold: true, italic: true },
            ],
          },
          {
            type: 'list',
            format: 'ordered',
            children: [
              { type: 'list', format: 'unordered', children: [{ type: 'list-item', children: [] }] },
              { type: 'list-item', children: [{ type: 'text', text: 'item' }] },
              {
                type: 'list',
                format: 'unordered',
                children: [{ type: 'list-item', children: [{ type: 'text', text: 'inner' }] }],
              },
            ],
          },
        ],
      },
    ],
  }),
  {
    type: 'story',
    all: { slug: 'only-bengali', kind: 'news', ministry: 'msw', date: '2018-10-02' },
    bn: { title: 'শুধু বাংলায়', summary: long('bn', 1), body: [text(long('bn', 5))] },
  },
  story(101, { slug: 'broken-story', date: 'yesterday' }),
  story(102, { slug: 'orphan', ministry: 'dead', ministries: ['dead'], programmes: ['dead'], kind: 'dead' }),
];

function document(slug: string, more: object = {}): Fixture {
  return {
    type: 'document',
    all: {
      slug,
      kind: 'report',
      ministry: 'cabinet',
      ministries: ['msw'],
      programmes: ['old-age-allowance'],
      date: '2018-08-01',
      fiscalYear: '2017-18',
      period: 'q1',
      languages: ['bn'],
      files: [{ label: 'PDF', file: pdf }],
      ...more,
    },
    bn: { title: `দলিল ${slug}`, summary: long('bn', 2), contents: blocks(long('bn', 5)) },
    en: { title: `Document ${slug}`, summary: long('en', 2), contents: blocks(long('en', 5)) },
  };
}

const onlyEnglish = document('only-english');

const others: Fixture[] = [
  document('annual-report'),
  { type: 'document', all: onlyEnglish.all, en: onlyEnglish.en ?? {} },
  {
    type: 'video',
    all: { slug: 'how-to', ministry: 'msw', url: 'https://example.org/v', date: '2018-05-01', seconds: 125 },
    bn: { title: 'কীভাবে', summary: long('bn', 1), transcript: blocks(long('bn', 10)) },
    en: { title: 'How to', summary: long('en', 1), transcript: blocks(long('en', 10)) },
  },
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
      minutes: [text('## ক', long('bn', 100))],
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
  {
    type: 'charter-service',
    all: {
      slug: 'allowance-service',
      ministry: 'msw',
      programme: 'old-age-allowance',
      category: 'allowance',
      days: 30,
    },
    bn: {
      service: 'ভাতার আবেদন',
      fee: 'বিনা মূল্যে',
      officer: 'সমাজসেবা কর্মকর্তা',
      appeal: 'উপপরিচালক',
      steps: items('ক'),
    },
    en: {
      service: 'Allowance application',
      fee: 'Free',
      officer: 'Officer',
      appeal: 'Deputy director',
      steps: items('A'),
    },
  },
  ...['about', 'open-data-licence'].map(
    (slug): Fixture => ({
      type: 'page',
      all: { slug },
      bn: { title: `পাতা ${slug}`, summary: long('bn', 1), body: [text(long('bn', 50))] },
      en: { title: `Page ${slug}`, summary: long('en', 1), body: [text(long('en', 50))] },
    }),
  ),
  {
    type: 'site-settings',
    all: {
      email: 'info@example.org',
      phone: '+880 2 0000 0000',
      hotlines: [{ label: '16000', number: '16000' }],
      nationalFigures: [
        {
          fiscalYear: '2018-19',
          programmes: 114,
          budgetCrore: 64656,
          shareOfGdp: 2.55,
          shareOfBudget: 13.92,
          source: 'minutes',
        },
      ],
    },
    bn: { name: 'সামাজিক সুরক্ষা প্ল্যাটফর্ম', tagline: 'সব সহায়তার খবর এক জায়গায়', notice: 'নমুনা বিজ্ঞপ্তি' },
    en: { name: 'Social Protection Platform', tagline: 'All help in one place', notice: 'Sample notice' },
  },
];

/** Everything that the fixture's CMS has published. */
export function entriesOf(): Fixture[] {
  return [...terms, ...ministries, ...programmes, ...stories, ...others];
}
