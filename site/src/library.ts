import type { Locale, TypeName, Vocabulary } from 'content-types';
import { entryPath } from './addresses.ts';
import type { CmsEntry, CmsExport } from './cms.ts';
import { type Former, formerAddresses } from './former.ts';

/** An entry as a page in some language shows it. */
export type Entry<T extends TypeName = TypeName> = CmsEntry<T> & {
  /** Set when the page's language lacks it: `locale` is then the language that it is in. */
  readonly fallback: boolean;
  /** Its address without language, if it has one. */
  readonly path: string | undefined;
};

/** All entries in all languages; what `content.ts` hands to pages is made from it. */
export interface Library {
  readonly in: (locale: Locale) => Content;
  /** Addresses, without language, where something stood once: what was renamed or withdrawn. */
  readonly former: ReadonlyMap<string, Former>;
}

/** Types whose entries are news. */
export type NewsType = 'story' | 'document' | 'video' | 'meeting';

type FieldOf<T extends TypeName> = keyof Entry<T>['fields'] & string;

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

class LibraryContent implements Content {
  readonly locale: Locale;
  readonly #byKey: ReadonlyMap<string, Entry>;
  readonly #byType = new Map<TypeName, Entry[]>();
  readonly #referring = new Map<string, Map<string, Entry[]>>();
  readonly #paths = new Set<string>();

  constructor(locale: Locale, entries: readonly CmsEntry[], before?: LibraryContent) {
    this.locale = locale;
    const sources = new Map<string, CmsEntry>();
    for (const entry of entries) {
      const id = idOf(entry);
      if (entry.locale === locale || !sources.has(id)) sources.set(id, entry);
    }
    const byKey = new Map<string, Entry>();
    for (const [id, entry] of sources) {
      // Its address is a part of its ministry's page, which may not be published.
      const lost = entry.type === 'charter-service' && !sources.has(`ministry ${entry.fields.ministry}`);
      byKey.set(id, entryIn(locale, entry, lost ? undefined : pathOf(entry)));
    }
    this.#byKey = byKey;
    for (const entry of this.#byKey.values()) {
      const list = this.#byType.get(entry.type);
      if (list) list.push(entry);
      else this.#byType.set(entry.type, [entry]);
      if (entry.path) this.#paths.add(entry.path);
    }
    for (const [type, list] of this.#byType) this.#byType.set(type, this.#sorted(type, list, before));
  }

  /** In order; the very list from before where it is the same. A list that is nearly in order is soon sorted. */
  #sorted(type: TypeName, list: Entry[], before: LibraryContent | undefined): Entry[] {
    const old = before === undefined ? undefined : before.#byType.get(type);
    if (!before || !old) return list.sort(inOrder(this.locale));
    const stayed = old.flatMap((entry) => this.#byKey.get(idOf(entry)) ?? []);
    const came = list.filter((entry) => !before.#byKey.has(idOf(entry)));
    const same =
      came.length === 0 && stayed.length === old.length && stayed.every((entry, at) => entry === old[at]);
    if (!same) return [...came, ...stayed].sort(inOrder(this.locale));
    for (const [id, index] of before.#referring)
      if (id.startsWith(`${type} `)) this.#referring.set(id, index);
    return old;
  }

  get<T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined {
    return this.#byKey.get(`${type} ${key}`) as Entry<T> | undefined;
  }

  refs<T extends TypeName>(type: T, keys: readonly (string | undefined)[]): Entry<T>[] {
    return [...new Set(keys)].flatMap((key) => this.get(type, key) ?? []);
  }

  all<T extends TypeName>(type: T): readonly Entry<T>[] {
    return (this.#byType.get(type) ?? []) as Entry<T>[];
  }

  term(vocabulary: Vocabulary, code: string | undefined): Entry<'term'> | undefined {
    return this.get('term', `${vocabulary}/${code}`);
  }

  terms(vocabulary: Vocabulary): Entry<'term'>[] {
    return this.all('term').filter(({ fields }) => fields.vocabulary === vocabulary);
  }

  referring<T extends TypeName>(type: T, names: readonly FieldOf<T>[], key: string): readonly Entry<T>[] {
    const id = `${type} ${names.join()}`;
    let index = this.#referring.get(id);
    if (!index) {
      index = new Map();
      for (const entry of this.all(type)) {
        const fields = entry.fields as Readonly<Record<string, unknown>>;
        for (const target of new Set(names.flatMap((name) => fields[name] ?? []) as string[])) {
          const list = index.get(target);
          if (list) list.push(entry);
          else index.set(target, [entry]);
        }
      }
      this.#referring.set(id, index);
    }
    return (index.get(key) ?? []) as Entry<T>[];
  }

  newest<T extends TypeName>(type: T, count: number): readonly Entry<T>[] {
    return this.all(type).slice(0, count);
  }

  latest(types: readonly NewsType[], ministry: string | undefined, count: number): readonly Entry[] {
    const groups = types.map((type): readonly Entry[] =>
      ministry === undefined ? this.all(type) : this.referring(type, ['ministry', 'ministries'], ministry),
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
    return latest;
  }

  hasPath(path: string): boolean {
    return this.#paths.has(path) || this.#paths.has(path.replace(/#.*$/, ''));
  }
}

/**
 * Builds the library once from a whole export.
 * @param before one of an earlier state, with which what has not changed is shared
 */
export function createLibrary(
  entries: readonly CmsEntry[],
  past: Partial<Pick<CmsExport, 'redirects' | 'notices'>> = {},
  before?: Library,
): Library {
  const contentOf = (locale: Locale) => {
    const known = before?.in(locale);
    return new LibraryContent(locale, entries, known instanceof LibraryContent ? known : undefined);
  };
  const contents = { bn: contentOf('bn'), en: contentOf('en') };
  return { in: (locale) => contents[locale], former: formerAddresses(contents.bn, past) };
}

/** An entry's type and key, and its address without language, worked out once. */
function namesOf(entry: CmsEntry): { readonly id: string; readonly path: string | undefined } {
  const known = named.get(entry) ?? { id: `${entry.type} ${entry.key}`, path: entryPath(entry) };
  named.set(entry, known);
  return known;
}

const named = new WeakMap<CmsEntry, { readonly id: string; readonly path: string | undefined }>();
const idOf = (entry: CmsEntry) => namesOf(entry).id;
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

const collators = { bn: new Intl.Collator('bn'), en: new Intl.Collator('en') };

function inOrder(locale: Locale): (a: Entry, b: Entry) => number {
  const { compare } = collators[locale];
  return (a, b) =>
    later(dateOf(a), dateOf(b)) ||
    placeOf(a) - placeOf(b) ||
    compare(titleOf(a), titleOf(b)) ||
    (a.key < b.key ? -1 : 1);
}

/** ISO 8601 stands in order as it is. */
function later(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/** Whether an entry was published after another; of two at once, the one with the later day. */
function isLater(a: Entry, b: Entry): boolean {
  const order = later(a.publishedAt, b.publishedAt) || later(dateOf(a), dateOf(b));
  return order < 0 || (order === 0 && `${a.type} ${a.key}` < `${b.type} ${b.key}`);
}

/** The day or moment that an entry is listed by; empty for types that have none. */
export function dateOf({ fields }: Entry): string {
  if ('date' in fields) return fields.date;
  return 'starts' in fields ? fields.starts : '';
}

function placeOf({ fields }: Entry): number {
  return ('order' in fields && fields.order) || Number.MAX_SAFE_INTEGER;
}

/** The entry's name. */
export function titleOf({ fields }: Entry): string {
  if ('title' in fields) return fields.title;
  return 'name' in fields ? fields.name : fields.service;
}
