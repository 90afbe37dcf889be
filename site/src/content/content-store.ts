import { type Locale, typeNames, typesBelow } from 'content-types';
import type { EntryChange } from './entry.ts';
import type { CmsEntry } from './export/check-entry.ts';
import type { CmsExport } from './export/read-export.ts';
import { idOf, LocaleIndex, type VersionsByName } from './locale-index.ts';
import { PersistentMap } from './persistent-map.ts';
import { askIndex, contentOf, type LocaleContent } from './queries.ts';
import { type Redirect, redirectsOf } from './redirects.ts';

/** All entries in all languages; what `current-content.ts` hands to pages is made from it. */
export interface Library {
  readonly in: (locale: Locale) => LocaleContent;
  /** Addresses, without language, where something stood once: what was renamed or withdrawn. */
  readonly redirects: ReadonlyMap<string, Redirect>;
}

/** How a library was made, for the next one. */
interface Made {
  readonly entries: ReadonlySet<CmsEntry>;
  readonly versions: VersionsByName;
  readonly indexes: Readonly<Record<Locale, LocaleIndex>>;
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
  const versions: VersionsByName = new PersistentMap(known?.versions);
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
  const touchedTypes = new Set([...touched].map((id) => id.slice(0, id.indexOf(' '))));
  const parts = new Set([...touchedTypes].flatMap((type) => typesBelow(type, 'part')));
  if (parts.size > 0) for (const entry of entries) if (parts.has(entry.type)) touched.add(idOf(entry));
  const indexOf = (locale: Locale) => new LocaleIndex(locale, versions, touched, known?.indexes[locale]);
  const indexes = { bn: indexOf('bn'), en: indexOf('en') };
  const answer = (locale: Locale) => contentOf(locale, (name) => askIndex(indexes[locale], name));
  const contents = { bn: answer('bn'), en: answer('en') };
  const library: Library = {
    in: (locale) => contents[locale],
    redirects: redirectsOf(contents.bn, past),
  };
  libraries.set(library, { entries: all, versions, indexes, mark: {}, from: known?.mark });
  return library;
}

/** How the entries of one language differ between two libraries, the later of which was made from the earlier one or not. */
export function changesBetween(before: Library, after: Library, locale: Locale): readonly EntryChange[] {
  const [was, is] = [libraries.get(before), libraries.get(after)];
  if (was && is && was.mark === is.from) return is.indexes[locale].changes;
  const [old, now] = [before.in(locale), after.in(locale)];
  return typeNames.flatMap((type): EntryChange[] => [
    ...now.all(type).flatMap((entry): EntryChange[] => {
      const other = old.get(type, entry.key);
      return other === entry ? [] : [[other, entry]];
    }),
    ...old
      .all(type)
      .flatMap((entry): EntryChange[] => (now.get(type, entry.key) ? [] : [[entry, undefined]])),
  ]);
}
