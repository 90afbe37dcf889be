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

type FieldOf<T extends TypeName> = keyof Entry<T>['fields'] & string;

/** The content as readers of one language see it; what that language lacks stands in the other. */
export class Content {
  readonly locale: Locale;
  readonly #byKey: ReadonlyMap<string, Entry>;
  readonly #byType = new Map<TypeName, Entry[]>();
  readonly #referring = new Map<string, Map<string, Entry[]>>();
  readonly #paths = new Set<string>();

  constructor(locale: Locale, entries: readonly CmsEntry[]) {
    this.locale = locale;
    const byKey = new Map<string, Entry>();
    for (const entry of entries) {
      const id = `${entry.type} ${entry.key}`;
      if (byKey.has(id) && entry.locale !== locale) continue;
      byKey.set(id, { ...entry, fallback: entry.locale !== locale, path: entryPath(entry) });
    }
    for (const [id, entry] of byKey) {
      // Its address is a part of its ministry's page, which may not be published.
      if (entry.type !== 'charter-service' || byKey.has(`ministry ${entry.fields.ministry}`)) continue;
      byKey.set(id, { ...entry, path: undefined });
    }
    this.#byKey = byKey;
    for (const entry of byKey.values()) {
      const list = this.#byType.get(entry.type);
      if (list) list.push(entry);
      else this.#byType.set(entry.type, [entry]);
      if (entry.path) this.#paths.add(entry.path);
    }
    for (const list of this.#byType.values()) list.sort(inOrder(locale));
  }

  /** One entry by slug or code (terms: `term()`). */
  get<T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined {
    return this.#byKey.get(`${type} ${key}`) as Entry<T> | undefined;
  }

  /** What references point at, in their order; dead ones and repeats are skipped. */
  refs<T extends TypeName>(type: T, keys: readonly (string | undefined)[]): Entry<T>[] {
    return [...new Set(keys)].flatMap((key) => this.get(type, key) ?? []);
  }

  /** All entries of a type: dated ones newest first, the others by their order, then by name. */
  all<T extends TypeName>(type: T): readonly Entry<T>[] {
    return (this.#byType.get(type) ?? []) as Entry<T>[];
  }

  term(vocabulary: Vocabulary, code: string | undefined): Entry<'term'> | undefined {
    return this.get('term', `${vocabulary}/${code}`);
  }

  terms(vocabulary: Vocabulary): Entry<'term'>[] {
    return this.all('term').filter(({ fields }) => fields.vocabulary === vocabulary);
  }

  /** Entries of a type that name `key` in one of these fields, in the order of `all`. */
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

  /** Whether an address without language (`/x/#y` too) leads to an entry. */
  hasPath(path: string): boolean {
    return this.#paths.has(path) || this.#paths.has(path.replace(/#.*$/, ''));
  }
}

/** Builds the library once from a whole export. */
export function createLibrary(
  entries: readonly CmsEntry[],
  past: Partial<Pick<CmsExport, 'redirects' | 'notices'>> = {},
): Library {
  const contents = { bn: new Content('bn', entries), en: new Content('en', entries) };
  return { in: (locale) => contents[locale], former: formerAddresses(contents.bn, past) };
}

function inOrder(locale: Locale): (a: Entry, b: Entry) => number {
  const { compare } = new Intl.Collator(locale);
  return (a, b) =>
    dateOf(b).localeCompare(dateOf(a)) ||
    placeOf(a) - placeOf(b) ||
    compare(titleOf(a), titleOf(b)) ||
    (a.key < b.key ? -1 : 1);
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
