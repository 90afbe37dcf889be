import { entryPath, type Locale, type NewsType, parentOf, type TypeName } from 'content-types';
import type { Entry, EntryChange, FieldOf } from './entry.ts';
import { inOrder, isLater } from './entry-order.ts';
import type { CmsEntry } from './export/check-entry.ts';
import { PersistentMap } from './persistent-map.ts';
import { FEW, type Index, merged, mergedIndex, targetsOf } from './sorted-list.ts';

/** What is published of each entry, by type and key: one version or two. */
export type VersionsByName = PersistentMap<readonly CmsEntry[]>;

/** The entries of one language by all that is asked of them, made from what is published or from what it was before. */
export class LocaleIndex {
  readonly #locale: Locale;
  /** How its entries differ from those that it was made from. */
  readonly changes: readonly EntryChange[];
  readonly #byKey: PersistentMap<Entry>;
  readonly #byType: Map<TypeName, readonly Entry[]>;
  /** How many entries stand at each address. */
  readonly #paths: PersistentMap<number>;
  readonly #referring = new Map<string, Index>();
  readonly #latest = new Map<string, readonly Entry[]>();

  /**
   * @param touched the names of what may be different
   * @param before what all else is shared with
   */
  constructor(locale: Locale, versions: VersionsByName, touched: Iterable<string>, before?: LocaleIndex) {
    this.#locale = locale;
    this.#byKey = new PersistentMap(before ? before.#byKey : undefined);
    this.#paths = new PersistentMap(before ? before.#paths : undefined);
    this.#byType = new Map(before ? before.#byType : undefined);
    this.changes = [...touched].flatMap((id) => this.#put(id, versions));
    const changed = new Map<TypeName, EntryChange[]>();
    for (const change of this.changes) {
      const type = (change[0] ?? change[1])?.type;
      const list = type && changed.get(type);
      if (list) list.push(change);
      else if (type) changed.set(type, [change]);
    }
    const compare = inOrder(locale);
    for (const [type, changes] of changed)
      this.#byType.set(type, merged(this.ofType(type), changes, compare));
    for (const [id, index] of before ? before.#referring : []) {
      const [type, fields = ''] = id.split(' ');
      const changes = changed.get(type as TypeName) ?? [];
      if (changes.length <= FEW) this.#referring.set(id, mergedIndex(index, fields, changes, compare));
    }
  }

  /** @returns what has changed, if anything has */
  #put(id: string, versions: VersionsByName): EntryChange[] {
    const was = this.#byKey.get(id);
    const is = this.#entryOf(id, versions);
    if (was === is) return [];
    if (is) this.#byKey.set(id, is);
    else this.#byKey.delete(id);
    this.#count(was?.path, -1);
    this.#count(is?.path, 1);
    return [[was, is]];
  }

  #entryOf(id: string, versions: VersionsByName): Entry | undefined {
    const published = versions.get(id) ?? [];
    const source = published.find(({ locale }) => locale === this.#locale) ?? published[0];
    if (!source) return undefined;
    // The page that it is a part of may not be published.
    const parent = parentOf(source.type);
    const fields = source.fields as Readonly<Record<string, unknown>>;
    const lost = parent?.kind === 'part' && !versions.has(`${parent.type} ${fields[parent.field]}`);
    return entryIn(this.#locale, source, lost ? undefined : pathOf(source));
  }

  #count(path: string | undefined, more: number): void {
    if (!path) return;
    const count = (this.#paths.get(path) ?? 0) + more;
    if (count > 0) this.#paths.set(path, count);
    else this.#paths.delete(path);
  }

  entry<T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined {
    return this.#byKey.get(`${type} ${key}`) as Entry<T> | undefined;
  }

  /** In the order of lists. */
  ofType<T extends TypeName>(type: T): readonly Entry<T>[] {
    return (this.#byType.get(type) ?? []) as Entry<T>[];
  }

  referring<T extends TypeName>(type: T, names: readonly FieldOf<T>[], key: string): readonly Entry<T>[] {
    const id = `${type} ${names.join()}`;
    let index = this.#referring.get(id);
    if (!index) {
      const lists = new Map<string, Entry[]>();
      for (const entry of this.ofType(type)) {
        for (const target of targetsOf(entry, names)) {
          const list = lists.get(target);
          if (list) list.push(entry);
          else lists.set(target, [entry]);
        }
      }
      index = lists;
      this.#referring.set(id, index);
    }
    return (index.get(key) ?? []) as readonly Entry<T>[];
  }

  latest(types: readonly NewsType[], ministry: string | undefined, count: number): readonly Entry[] {
    const asked = `${types.join()} ${ministry} ${count}`;
    const known = this.#latest.get(asked);
    if (known) return known;
    const groups = types.map((type): readonly Entry[] =>
      ministry === undefined ? this.ofType(type) : this.referring(type, ['ministry', 'ministries'], ministry),
    );
    const latest: Entry[] = [];
    for (const entry of groups.flat()) {
      const last = latest[count - 1];
      if (last && !isLater(entry, last)) continue;
      const place = latest.findIndex((other) => isLater(entry, other));
      if (place >= 0) latest.splice(place, 0, entry);
      else if (latest.length < count) latest.push(entry);
      if (latest.length > count) latest.pop();
    }
    this.#latest.set(asked, latest);
    return latest;
  }

  hasPath(path: string): boolean {
    return this.#paths.has(path) || this.#paths.has(path.replace(/#.*$/, ''));
  }
}

/** An entry's type and key, and its address without language, worked out once. */
function namesOf(entry: CmsEntry): { readonly id: string; readonly path: string | undefined } {
  const known = named.get(entry) ?? { id: `${entry.type} ${entry.key}`, path: entryPath(entry) };
  named.set(entry, known);
  return known;
}

const named = new WeakMap<CmsEntry, { readonly id: string; readonly path: string | undefined }>();
/** An entry's type and key, as versions are known by. */
export const idOf = (entry: CmsEntry) => namesOf(entry).id;
const pathOf = (entry: CmsEntry) => namesOf(entry).path;

/** The same object each time, so that who compares two libraries sees at once what they share. */
function entryIn(locale: Locale, source: CmsEntry, path: string | undefined): Entry {
  const known = made
    .get(source)
    ?.find((entry) => entry.path === path && entry.fallback === (source.locale !== locale));
  if (known) return known;
  const entry: Entry = { ...source, fallback: source.locale !== locale, path };
  made.set(source, [...(made.get(source) ?? []), entry]);
  return entry;
}

const made = new WeakMap<CmsEntry, readonly Entry[]>();
