import { type Locale, type TypeName, typeNames, type Vocabulary } from 'content-types';
import type { CmsEntry, CmsExport } from './export/read-export.ts';
import { idOf, LibraryContent, type VersionsByName } from './locale-content.ts';
import { SharedMap } from './persistent-map.ts';
import { type Former, formerAddresses } from './redirects.ts';

/** An entry as a page in some language shows it. */
export type Entry<T extends TypeName = TypeName> = CmsEntry<T> & {
  /** Set when the page's language lacks it: `locale` is then the language that it is in. */
  readonly fallback: boolean;
  /** Its address without language, if it has one. */
  readonly path: string | undefined;
};

/** All entries in all languages; what `current-content.ts` hands to pages is made from it. */
export interface Library {
  readonly in: (locale: Locale) => Content;
  /** Addresses, without language, where something stood once: what was renamed or withdrawn. */
  readonly former: ReadonlyMap<string, Former>;
}

/** Types whose entries are news. */
export type NewsType = 'story' | 'document' | 'video' | 'meeting';

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

/** One entry as it was and as it is; one of the two may be missing. */
export type Change = readonly [before: Entry | undefined, after: Entry | undefined];

/** How a library was made, for the next one. */
interface Made {
  readonly entries: ReadonlySet<CmsEntry>;
  readonly versions: VersionsByName;
  readonly contents: Readonly<Record<Locale, LibraryContent>>;
  /** Stands for this library without holding on to it. */
  readonly mark: object;
  /** That of the library it was made from. */
  readonly from: object | undefined;
}

const libraries = new WeakMap<Library, Made>();

/**
 * Builds the library once from a whole export.
 * @param before one of an earlier state, with which what has not changed is shared
 */
export function createLibrary(
  entries: readonly CmsEntry[],
  past: Partial<Pick<CmsExport, 'redirects' | 'notices'>> = {},
  before?: Library,
): Library {
  const known = before && libraries.get(before);
  const all = new Set(entries);
  const versions: VersionsByName = new SharedMap(known?.versions);
  const touched = new Set<string>();
  for (const entry of known?.entries ?? []) {
    if (all.has(entry)) continue;
    const id = idOf(entry);
    touched.add(id);
    const rest = (versions.get(id) ?? []).filter((one) => one !== entry);
    if (rest.length > 0) versions.set(id, rest);
    else versions.delete(id);
  }
  for (const entry of entries) {
    if (known?.entries.has(entry)) continue;
    const id = idOf(entry);
    touched.add(id);
    versions.set(id, [...(versions.get(id) ?? []), entry]);
  }
  if ([...touched].some((id) => id.startsWith('ministry '))) {
    for (const entry of entries) if (entry.type === 'charter-service') touched.add(idOf(entry));
  }
  const contentOf = (locale: Locale) =>
    new LibraryContent(locale, versions, touched, known?.contents[locale]);
  const contents = { bn: contentOf('bn'), en: contentOf('en') };
  const library: Library = {
    in: (locale) => contents[locale],
    former: formerAddresses(contents.bn, past),
  };
  libraries.set(library, { entries: all, versions, contents, mark: {}, from: known?.mark });
  return library;
}

/** How the entries of one language differ between two libraries, the later of which was made from the earlier one or not. */
export function changesBetween(before: Library, after: Library, locale: Locale): readonly Change[] {
  const [was, is] = [libraries.get(before), libraries.get(after)];
  if (was && is && was.mark === is.from) return is.contents[locale].changes;
  const [old, now] = [before.in(locale), after.in(locale)];
  return typeNames.flatMap((type): Change[] => [
    ...now.all(type).flatMap((entry): Change[] => {
      const other = old.get(type, entry.key);
      return other === entry ? [] : [[other, entry]];
    }),
    ...old.all(type).flatMap((entry): Change[] => (now.get(type, entry.key) ? [] : [[entry, undefined]])),
  ]);
}
