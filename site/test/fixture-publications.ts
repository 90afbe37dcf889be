import { blocks } from './fixture-blocks.ts';
import { type Fixture, long, ODD, pdf, text } from './fixture-parts.ts';

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

/** Stories, documents and videos. */
export const publications: Fixture[] = [
  ...stories,
  document('annual-report'),
  { type: 'document', all: onlyEnglish.all, en: onlyEnglish.en ?? {} },
  {
    type: 'video',
    all: { slug: 'how-to', ministry: 'msw', url: 'https://example.org/v', date: '2018-05-01', seconds: 125 },
    bn: { title: 'কীভাবে', summary: long('bn', 1), transcript: blocks(long('bn', 10)) },
    en: { title: 'How to', summary: long('en', 1), transcript: blocks(long('en', 10)) },
  },
];
