import {
  type Locale,
  locales,
  type NoticeLine,
  type RedirectLine,
  type TypeName,
  typeNames,
} from 'content-types';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { changesBetween, createLibrary, type Library } from './content-store.ts';
import type { EntryChange } from './entry.ts';
import type { CmsEntry } from './export/check-entry.ts';

let published = 0;

function entry(type: TypeName, key: string, locale: Locale, fields: object = {}): CmsEntry {
  published += 1;
  const publishedAt = new Date(published).toISOString();
  const named = { title: key, name: key, ...fields };
  return {
    type,
    key,
    locale,
    documentId: `${type}-${key}`,
    publishedAt,
    firstPublishedAt: publishedAt,
    fields: named,
  } as unknown as CmsEntry;
}

const both = (type: TypeName, key: string, fields: object = {}) => [
  entry(type, key, 'bn', fields),
  entry(type, key, 'en', fields),
];
const keys = (entries: readonly { key: string }[]) => entries.map(({ key }) => key);

describe('an entry by its key', () => {
  const library = createLibrary([entry('page', 'about', 'bn'), ...both('page', 'privacy')]);

  it('comes in the language asked for', () => {
    expect(library.in('en').get('page', 'privacy')).toMatchObject({ locale: 'en', fallback: false });
  });

  it('comes in the other language, marked, where there is no other', () => {
    expect(library.in('en').get('page', 'about')).toMatchObject({ locale: 'bn', fallback: true });
    expect(library.in('bn').get('page', 'about')).toMatchObject({ locale: 'bn', fallback: false });
  });

  it('does not come if it is not published', () => {
    expect(library.in('en').get('page', 'secret')).toBeUndefined();
    expect(library.in('en').get('page', undefined)).toBeUndefined();
  });
});

describe('lists', () => {
  it('have what is dated newest first, in both languages alike', () => {
    const library = createLibrary([
      ...both('story', 'old', { date: '2018-01-01' }),
      entry('story', 'new', 'bn', { date: '2018-03-01' }),
      ...both('story', 'middle', { date: '2018-02-01' }),
    ]);
    for (const locale of ['bn', 'en'] as const) {
      expect(keys(library.in(locale).all('story'))).toEqual(['new', 'middle', 'old']);
    }
  });

  it('have the others by their order, then by name', () => {
    const library = createLibrary([
      ...both('ministry', 'z', { name: 'A' }),
      ...both('ministry', 'y', { name: 'B', order: 2 }),
      ...both('ministry', 'x', { name: 'C', order: 1 }),
      ...both('ministry', 'w', { name: 'A' }),
    ]);
    expect(keys(library.in('en').all('ministry'))).toEqual(['x', 'y', 'w', 'z']);
  });
});

describe('references', () => {
  const library = createLibrary([
    ...both('ministry', 'msw'),
    ...both('ministry', 'food'),
    ...both('story', 'own', { date: '2018-01-01', ministry: 'msw', ministries: ['msw', 'food'] }),
    ...both('story', 'other', { date: '2018-01-02', ministry: 'food', ministries: [] }),
    ...both('term', 'story-kind/news', { vocabulary: 'story-kind', code: 'news' }),
    ...both('term', 'document-kind/news', { vocabulary: 'document-kind', code: 'news' }),
  ]);
  const content = library.in('bn');

  it('are resolved in their order, without dead ones and repeats', () => {
    expect(keys(content.refs('ministry', ['food', 'gone', undefined, 'msw', 'food']))).toEqual([
      'food',
      'msw',
    ]);
  });

  it('are found from the other end, each once', () => {
    expect(keys(content.referring('story', ['ministry', 'ministries'], 'msw'))).toEqual(['own']);
    expect(keys(content.referring('story', ['ministry', 'ministries'], 'food'))).toEqual(['other', 'own']);
    expect(keys(content.referring('story', ['ministry'], 'food'))).toEqual(['other']);
    expect(content.referring('story', ['ministry'], 'gone')).toEqual([]);
  });

  it('tell terms of two vocabularies apart', () => {
    expect(content.term('document-kind', 'news')?.fields.vocabulary).toBe('document-kind');
    expect(content.term('frequency', 'news')).toBeUndefined();
    expect(keys(content.terms('story-kind'))).toEqual(['story-kind/news']);
  });
});

describe('moved addresses', () => {
  const entries = [
    ...both('programme', 'now', { ministry: 'msw', stages: [] }),
    ...both('programme', 'taken', { ministry: 'msw', stages: [] }),
    ...both('course', 'basics'),
    ...both('lesson', 'one', { course: 'basics' }),
  ];
  const moved = (type: TypeName, from: string, to: string): RedirectLine => ({
    line: 'redirect',
    type,
    locale: 'bn',
    from,
    to,
  });
  const notice = (type: TypeName, key: string, course?: string): NoticeLine => ({
    line: 'notice',
    type,
    documentId: `${type}-${key}`,
    key,
    ...(course && { course }),
    title: {},
    notice: { bn: 'কেন', en: 'Why' },
    withdrawnAt: '2026-01-01T00:00:00.000Z',
  });
  const { redirects } = createLibrary(entries, {
    redirects: [
      moved('programme', 'before', 'now'),
      moved('programme', 'taken', 'now'),
      moved('programme', 'lost', 'gone'),
      moved('course', 'start', 'basics'),
      moved('story', 'old-name', 'withdrawn'),
      moved('programme', 'older', 'taken'),
    ],
    notices: [
      notice('story', 'withdrawn'),
      notice('lesson', 'last', 'basics'),
      notice('programme', 'taken'),
      notice('charter-service', 'form'),
    ],
  });

  it('lead to the present ones, lessons with their course', () => {
    expect(redirects.get('/programmes/before/')).toEqual({ to: '/programmes/now/' });
    expect(redirects.get('/courses/start/')).toEqual({ to: '/courses/basics/' });
    expect(redirects.get('/courses/start/one/')).toEqual({ to: '/courses/basics/one/' });
    expect(redirects.has('/programmes/lost/')).toBe(false);
  });

  it('say that something was withdrawn, and former ones of it lead there', () => {
    expect(redirects.get('/stories/withdrawn/')).toMatchObject({ withdrawn: { notice: { en: 'Why' } } });
    expect(redirects.get('/courses/basics/last/')).toMatchObject({ withdrawn: { key: 'last' } });
    expect(redirects.get('/stories/old-name/')).toEqual({ to: '/stories/withdrawn/' });
  });

  it('never stand where something else is now', () => {
    expect(redirects.has('/programmes/taken/')).toBe(false);
    expect([...redirects.keys()].filter((path) => path.includes('#'))).toEqual([]);
  });
});

it('knows which addresses of entries exist, with or without a part of the page', () => {
  const content = createLibrary([
    ...both('programme', 'now', { ministry: 'msw' }),
    ...both('ministry', 'msw'),
    ...both('charter-service', 'form', { ministry: 'msw', service: 'Form' }),
    ...both('charter-service', 'orphan', { ministry: 'dead', service: 'Form' }),
  ]).in('en');
  expect(
    ['/programmes/now/', '/programmes/now/#x', '/ministries/msw/#service-form'].map((path) =>
      content.hasPath(path),
    ),
  ).toEqual([true, true, true]);
  expect(
    ['/programmes/gone/', '/ministries/dead/', '/ministries/dead/#service-orphan'].map((path) =>
      content.hasPath(path),
    ),
  ).toEqual([false, false, false]);
});

describe('a library that is made from the one before', () => {
  const random = seeded(7);
  const below = (count: number) => Math.floor(random() * count);
  const codes = ['msw', 'food', 'health'];
  const some = (): CmsEntry => {
    const type =
      (['story', 'story', 'programme', 'charter-service', 'ministry', 'term'] as const)[below(6)] ?? 'story';
    const number = below(type === 'story' ? 60 : 8);
    const key = type === 'ministry' ? (codes[below(3)] ?? 'msw') : `${type}-${number}`;
    return entry(type, key, below(3) === 0 ? 'en' : 'bn', {
      title: `Title ${below(5)}`,
      name: `Name ${below(5)}`,
      date: `2018-0${1 + below(3)}-01`,
      order: below(4) || undefined,
      ministry: codes[below(3)],
      ministries: codes.slice(below(4)),
      vocabulary: 'story-kind',
      code: `${number}`,
    });
  };
  const addressed = (state: Map<string, CmsEntry>) => {
    const next = some();
    state.set(`${next.locale} ${next.type} ${next.key}`, next);
  };
  const paths = new Set<string>();
  /** Everything that can be asked, by its answer. */
  const answers = (library: Library) => {
    const all = locales.flatMap((locale) => typeNames.flatMap((type) => library.in(locale).all(type)));
    for (const { path } of all) if (path) paths.add(path);
    return locales.map((locale) => {
      const content = library.in(locale);
      return {
        all: typeNames.map((type) => content.all(type)),
        referring: codes.map((code) => [
          content.referring('story', ['ministry', 'ministries'], code),
          content.referring('programme', ['ministry'], code),
        ]),
        latest: [undefined, ...codes].map((code) => content.latest(['story', 'document'], code, 5)),
        paths: [...paths].filter((path) => content.hasPath(path)).sort(),
      };
    });
  };
  const inOrder = (changes: readonly EntryChange[]) =>
    changes.map(([was, is]) => [(was ?? is)?.type, (was ?? is)?.key, was, is]).sort();

  it.each([3, 30, 250])(
    'is what one made of everything would be, change after change, of %i each',
    (changes) => {
      const state = new Map<string, CmsEntry>();
      for (let number = 0; number < 300; number += 1) addressed(state);
      let before = createLibrary([...state.values()]);
      let seen = 0;
      for (let round = 0; round < 60; round += 1) {
        answers(before);
        for (let number = 0; number < changes; number += 1) {
          const gone = below(3) === 0 ? [...state.keys()][below(state.size)] : undefined;
          if (gone) state.delete(gone);
          else addressed(state);
        }
        const after = createLibrary([...state.values()], {}, before);
        const anew = createLibrary([...state.values()]);
        expect(answers(after)).toEqual(answers(anew));
        for (const locale of locales) {
          const changed = inOrder(changesBetween(before, after, locale));
          expect(changed).toEqual(inOrder(changesBetween(before, anew, locale)));
          seen += changed.length;
        }
        before = after;
      }
      expect(seen).toBeGreaterThan(60);
    },
  );

  it('shares the lists of what did not change', () => {
    const stories = both('story', 'one', { date: '2018-01-01' });
    const before = createLibrary([...stories, ...both('programme', 'a', { ministry: 'msw', stages: [] })]);
    const after = createLibrary(
      [...stories, ...both('programme', 'b', { ministry: 'msw', stages: [] })],
      {},
      before,
    );
    expect(after.in('bn').all('story')).toBe(before.in('bn').all('story'));
    expect(keys(after.in('bn').all('programme'))).toEqual(['b']);
    expect(keys(before.in('bn').all('programme'))).toEqual(['a']);
  });
});
