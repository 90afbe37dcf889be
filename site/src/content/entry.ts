import type { TypeName } from 'content-types';
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
