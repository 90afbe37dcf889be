import { blocks } from './fixture-blocks.ts';
import { bodies } from './fixture-bodies.ts';
import { type Fixture, items, long, text, unlikeWords } from './fixture-parts.ts';
import { publications } from './fixture-publications.ts';

function term(vocabulary: string, code: string, bn: string, en: string, order: number): Fixture {
  return { type: 'term', all: { vocabulary, code, order }, bn: { name: bn }, en: { name: en } };
}

const terms: Fixture[] = [
  term('ministry-kind', 'ministry', 'মন্ত্রণালয়', 'Ministry', 1),
  term('ministry-kind', 'division', 'বিভাগ', 'Division', 2),
  term('life-cycle-stage', 'working-age', 'কর্মক্ষম বয়স', 'Working age', 1),
  term('life-cycle-stage', 'old-age', 'প্রবীণ বয়স', 'Old age', 2),
  term('life-cycle-stage', 'school-age', 'স্কুলের বয়স', 'School age', 3),
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
    socialAccounts: [
      { network: 'facebook', url: 'https://example.org/f' },
      { url: 'https://www.example.org/' },
    ],
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
    benefits: [
      { kind: 'cash', amount: 'each', taka: 500, frequency: 'monthly' },
      { amount: 'lost its kind' },
    ],
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

const others: Fixture[] = [
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
  {
    type: 'charter-service',
    all: {
      slug: 'homeless',
      ministry: 'dead',
      category: 'dead',
      service: 'x',
      fee: 'x',
      officer: 'x',
      appeal: 'x',
    },
    bn: {},
  },
  {
    type: 'page',
    all: { slug: 'typical' },
    bn: { title: unlikeWords(5), summary: unlikeWords(25), body: [text(unlikeWords(240), unlikeWords(230))] },
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
      socialAccounts: [{ url: 'https://www.example.org/' }],
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
  return [...terms, ...ministries, ...programmes, ...publications, ...bodies, ...others];
}
