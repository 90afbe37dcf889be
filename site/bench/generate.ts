import { createHash } from 'node:crypto';
import type { EntryLine, Locale } from 'content-types';
import { seeded } from './random.ts';
import { type Writer, writerOf } from './words.ts';

/** How large a generated site is and which one of that size. */
export interface GenerateOptions {
  /** Published versions: half of them in each language. Each but the terms has a page. */
  readonly entries: number;
  readonly seed: number;
  /** Names of pictures, one of which some entries show. */
  readonly pictures: readonly string[];
}

/** Words of an entry's text: from the one to the other, the short ones more often. */
const LENGTH = { shortest: 300, longest: 2000 };
const MINISTRIES = 40;
/** Of a hundred documents, that many are programmes, and documents of the e-library; the rest are stories. */
const [PROGRAMMES, DOCUMENTS] = [4, 22];
const locales: readonly Locale[] = ['bn', 'en'];
const START = Date.UTC(2012, 0, 1);
const DAY = 24 * 60 * 60 * 1000;

const TERMS = [
  ['ministry-kind', 'ministry'],
  ['life-cycle-stage', 'old-age'],
  ['life-cycle-stage', 'working-age'],
  ['story-kind', 'news'],
  ['story-kind', 'success-story'],
  ['document-kind', 'report'],
  ['document-language', 'bn'],
] as const;

/** One document, in no language yet. */
interface Draft {
  readonly type: string;
  readonly key: string;
  /** Fields that are the same in both languages. */
  readonly all: Readonly<Record<string, unknown>>;
  readonly own: (write: Writer, random: () => number) => Readonly<Record<string, unknown>>;
}

/**
 * The entries of a site of any size, the same for the same options: bilingual, with texts of real
 * lengths and words, references between them, and pictures.
 */
export function* generate({ entries, seed, pictures }: GenerateOptions): Generator<EntryLine> {
  const writers = { bn: writerOf('bn'), en: writerOf('en') };
  const documents = Math.max(0, Math.floor(entries / 2) - TERMS.length - MINISTRIES);
  const programmes = Math.ceil((documents * PROGRAMMES) / 100);
  const drafts = [
    ...TERMS.map(([vocabulary, code]) => term(vocabulary, code)),
    ...Array.from({ length: MINISTRIES }, (_, index) => ministry(index)),
  ];
  let index = 0;
  const lines = function* (draft: Draft): Generator<EntryLine> {
    for (const locale of locales) yield lineOf(draft, locale, writers[locale], seed, index);
    index += 1;
  };
  for (const draft of drafts) yield* lines(draft);
  for (let number = 0; number < documents; number += 1) {
    const random = seeded(seed * 1_000_003 + number);
    if (number < programmes) yield* lines(programme(number, random));
    else if (number % 100 < DOCUMENTS) yield* lines(document(number, programmes, random));
    else yield* lines(story(number, programmes, pictures, random));
  }
}

/** The code of a generated ministry. */
export const ministryCode = (index: number) => `ministry-${index % MINISTRIES}`;

/** The document of a generated entry: what references to it store in a CMS, where its slug may change. */
export function documentIdOf(type: string, key: string): string {
  return createHash('sha256').update(`${type}/${key}`).digest('hex').slice(0, 24);
}

function term(vocabulary: string, code: string): Draft {
  return {
    type: 'term',
    key: `${vocabulary}/${code}`,
    all: { vocabulary, code },
    own: () => ({ name: code }),
  };
}

function ministry(index: number): Draft {
  const code = ministryCode(index);
  return {
    type: 'ministry',
    key: code,
    all: { code, kind: 'ministry', order: index + 1 },
    own: (write, random) => ({ name: write(4, random), introduction: paragraphs(write, 80, random) }),
  };
}

function programme(number: number, random: () => number): Draft {
  const slug = `programme-${number}`;
  const all = { slug, ministry: anyMinistry(random), stages: [random() < 0.5 ? 'old-age' : 'working-age'] };
  return {
    type: 'programme',
    key: slug,
    all,
    own: (write, random) => ({
      name: write(6, random),
      summary: write(25, random),
      whoQualifies: paragraphs(write, lengthOf(random) / 2, random),
      steps: [{ text: write(20, random) }, { text: write(20, random) }],
      questions: [{ question: write(10, random), answer: write(60, random) }],
    }),
  };
}

function document(number: number, programmes: number, random: () => number): Draft {
  const slug = `document-${number}`;
  return {
    type: 'document',
    key: slug,
    all: { slug, kind: 'report', languages: ['bn'], ...belongings(number, programmes, random) },
    own: (write, random) => ({
      title: write(8, random),
      summary: write(30, random),
      contents: paragraphs(write, lengthOf(random), random),
    }),
  };
}

function story(number: number, programmes: number, pictures: readonly string[], random: () => number): Draft {
  const slug = `story-${number}`;
  const file = pictures[Math.floor(random() * pictures.length * 4)];
  const image = file && { file, name: file, mime: 'image/png', size: 1, width: 800, height: 600 };
  return {
    type: 'story',
    key: slug,
    all: {
      slug,
      kind: random() < 0.8 ? 'news' : 'success-story',
      ...belongings(number, programmes, random),
    },
    own: (write, random) => ({
      title: write(8, random),
      summary: write(30, random),
      body: [{ component: 'body.text', content: paragraphs(write, lengthOf(random), random) }],
      ...(image && { cover: { image, alternative: write(6, random) } }),
    }),
  };
}

/** Whose it is, what it is about, and its day: the larger the number, the later. */
function belongings(number: number, programmes: number, random: () => number) {
  const date = new Date(START + Math.floor(number / 3) * DAY).toISOString().slice(0, 10);
  const about = programmes > 0 && random() < 0.6 ? [`programme-${Math.floor(random() * programmes)}`] : [];
  return { ministry: anyMinistry(random), programmes: about, date };
}

/** Some ministries have much more to tell than others. */
function anyMinistry(random: () => number): string {
  return ministryCode(Math.floor(random() ** 2 * MINISTRIES));
}

/** Words: as many texts from 300 to 600 as from 1,000 to 2,000. */
function lengthOf(random: () => number): number {
  return Math.round(LENGTH.shortest * (LENGTH.longest / LENGTH.shortest) ** random());
}

function paragraphs(write: Writer, words: number, random: () => number) {
  const blocks: unknown[] = [];
  for (let left = Math.max(10, Math.round(words)); left > 0; ) {
    const count = Math.min(left, 40 + Math.floor(random() * 80));
    if (blocks.length % 6 === 5) blocks.push(block('heading', write(5, random)));
    blocks.push(block('paragraph', write(count, random)));
    left -= count;
  }
  return blocks;
}

function block(type: 'heading' | 'paragraph', text: string) {
  return { type, ...(type === 'heading' && { level: 2 }), children: [{ type: 'text', text }] };
}

function lineOf(
  { type, key, all, own }: Draft,
  locale: Locale,
  write: Writer,
  seed: number,
  index: number,
): EntryLine {
  const random = seeded(seed * 7_919 + index * 2 + (locale === 'bn' ? 0 : 1));
  const at = new Date(START + index * 60_000).toISOString();
  return {
    line: 'entry',
    type,
    documentId: documentIdOf(type, key),
    locale,
    publishedAt: at,
    firstPublishedAt: at,
    fields: { ...own(write, random), ...all },
  };
}
