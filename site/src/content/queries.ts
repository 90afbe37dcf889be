import { type Locale, type NewsType, type TypeName, typeNames, type Vocabulary } from 'content-types';
import type { Entry, FieldOf } from './entry.ts';
import type { LocaleIndex } from './locale-index.ts';

/** What an answer may be: of entries it matters which they are, what pages read of them is recorded by itself. */
export type Answer = Entry | readonly Entry[] | boolean | undefined;

/**
 * One thing that pages can ask of the content of a language.
 * @typeParam A what it is asked about, as a recorded read says it
 * @typeParam F how pages ask it
 */
interface Query<A extends unknown[], F extends (...about: A) => Answer> {
  /** What it was asked about, out of a recorded read. */
  readonly parse: (...text: string[]) => A;
  /** The types whose entries may change the answer; undefined where it only tells whether one entry is there. */
  readonly types: ((...about: A) => readonly TypeName[]) | undefined;
  readonly answer: (index: LocaleIndex) => F;
}

/** A row of the table below, for what is asked about: all of it has to be said, or it does not compile. */
const about =
  <A extends unknown[]>() =>
  <F extends (...about: A) => Answer>(row: Query<A, F>): Query<A, F> =>
    row;

const list = (text: string) => text.split(',');

/**
 * All that pages can ask. What they call, what is recorded of it and how a recorded read is asked again
 * follow from a query's row here.
 */
export const queries = {
  /** One entry by slug or code (terms: `term()`). */
  get: about<[type: TypeName, key: string]>()({
    parse: (type, key = '') => [type as TypeName, key],
    types: undefined,
    answer:
      (index: LocaleIndex) =>
      <T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined =>
        index.entry(type, key),
  }),
  /** All entries of a type: dated ones newest first, the others by their order, then by name. */
  all: about<[type: TypeName]>()({
    parse: (type) => [type as TypeName],
    types: (type) => [type],
    answer:
      (index: LocaleIndex) =>
      <T extends TypeName>(type: T): readonly Entry<T>[] =>
        index.ofType(type),
  }),
  terms: about<[vocabulary: Vocabulary]>()({
    parse: (vocabulary) => [vocabulary as Vocabulary],
    types: () => ['term'],
    answer: (index: LocaleIndex) => (vocabulary: Vocabulary) =>
      index.ofType('term').filter(({ fields }) => fields.vocabulary === vocabulary),
  }),
  /** The first entries of `all`. */
  newest: about<[type: TypeName, count: number]>()({
    parse: (type, count) => [type as TypeName, Number(count)],
    types: (type) => [type],
    answer:
      (index: LocaleIndex) =>
      <T extends TypeName>(type: T, count: number): readonly Entry<T>[] =>
        index.ofType(type).slice(0, count),
  }),
  /** What was published last of these types, of all or of one ministry's, newest first. */
  latest: about<[types: NewsType[], ministry: string | undefined, count: number]>()({
    parse: (types = '', ministry, count) => [list(types) as NewsType[], ministry || undefined, Number(count)],
    types: (types) => types,
    answer:
      (index: LocaleIndex) => (types: readonly NewsType[], ministry: string | undefined, count: number) =>
        index.latest(types, ministry, count),
  }),
  /** Entries of a type that name `key` in one of these fields, in the order of `all`. */
  referring: about<[type: TypeName, names: FieldOf<TypeName>[], key: string]>()({
    parse: (type, names = '', key = '') => [type as TypeName, list(names) as FieldOf<TypeName>[], key],
    types: (type) => [type],
    answer:
      (index: LocaleIndex) =>
      <T extends TypeName>(type: T, names: readonly FieldOf<T>[], key: string): readonly Entry<T>[] =>
        index.referring(type, names, key),
  }),
  /** Whether an address without language (`/x/#y` too) leads to an entry. */
  hasPath: about<[path: string]>()({
    parse: (path = '') => [path],
    types: () => typeNames,
    answer: (index: LocaleIndex) => (path: string) => index.hasPath(path),
  }),
};

export type QueryName = keyof typeof queries;

type Asked = { readonly [Q in QueryName]: ReturnType<(typeof queries)[Q]['answer']> };

/** The content as readers of one language see it; what that language lacks stands in the other. */
export interface LocaleContent extends Asked {
  readonly locale: Locale;
  /** What references point at, in their order; dead ones and repeats are skipped. */
  refs<T extends TypeName>(type: T, keys: readonly (string | undefined)[]): Entry<T>[];
  term(vocabulary: Vocabulary, code: string | undefined): Entry<'term'> | undefined;
}

/** One query of any kind, for what treats all alike. */
export type Ask = (...about: readonly unknown[]) => Answer;

/** The content whose queries are answered so. */
export function contentOf(locale: Locale, askOf: (name: QueryName) => Ask): LocaleContent {
  const names = Object.keys(queries) as QueryName[];
  const asked = Object.fromEntries(names.map((name) => [name, askOf(name)])) as unknown as Asked;
  return {
    ...asked,
    locale,
    refs: (type, keys) => [...new Set(keys)].flatMap((key) => asked.get(type, key) ?? []),
    term: (vocabulary, code) => asked.get('term', `${vocabulary}/${code}`),
  };
}

/** How an index answers a query. */
export function askIndex(index: LocaleIndex, name: QueryName): Ask {
  return queries[name].answer(index) as Ask;
}

/** How content answers a query. */
export function askContent(content: LocaleContent, name: QueryName): Ask {
  return content[name] as Ask;
}
