import type { Locale, NewsType, TypeName, Vocabulary } from 'content-types';
import type { CmsEntry } from './export/check-entry.ts';

/** An entry as a page in some language shows it. */
export type Entry<T extends TypeName = TypeName> = CmsEntry<T> & {
  /** Set when the page's language lacks it: `locale` is then the language that it is in. */
  readonly fallback: boolean;
  /** Its address without language, if it has one. */
  readonly path: string | undefined;
};

/** One entry as it was and as it is; one of the two may be missing. */
export type EntryChange = readonly [before: Entry | undefined, after: Entry | undefined];

export type FieldOf<T extends TypeName> = keyof Entry<T>['fields'] & string;

/** The content as readers of one language see it; what that language lacks stands in the other. */
export interface Content {
  readonly locale: Locale;
  /** One entry by slug or code (terms: `term()`). */
  get<T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined;
  /** What references point at, in their order; dead ones and repeats are skipped. */
  refs<T extends TypeName>(type: T, keys: readonly (string | undefined)[]): Entry<T>[];
  /** All entries of a type: dated ones newest first, the others by their order, then by name. */
  all<T extends TypeName>(type: T): readonly Entry<T>[];
  term(vocabulary: Vocabulary, code: string | undefined): Entry<'term'> | undefined;
  terms(vocabulary: Vocabulary): Entry<'term'>[];
  /** The first entries of `all`. */
  newest<T extends TypeName>(type: T, count: number): readonly Entry<T>[];
  /** What was published last of these types, of all or of one ministry's, newest first. */
  latest(types: readonly NewsType[], ministry: string | undefined, count: number): readonly Entry[];
  /** Entries of a type that name `key` in one of these fields, in the order of `all`. */
  referring<T extends TypeName>(type: T, names: readonly FieldOf<T>[], key: string): readonly Entry<T>[];
  /** Whether an address without language (`/x/#y` too) leads to an entry. */
  hasPath(path: string): boolean;
}
