import type { Locale, NewsType, TypeName, Vocabulary } from 'content-types';
import type { Library } from './content-store.ts';
import type { Content, Entry } from './entry.ts';
import type { CmsEntry } from './export/check-entry.ts';

/**
 * What a page read, each as one string: a question to the content of a language, or a field of an entry.
 * `bn|all|ministry`, `en|referring|story|programmes|old-age-allowance`, `bn|field|story/a|title`.
 */
export type Reads = Set<string>;

export const SEPARATOR = '|';
export const join = (...parts: readonly (string | number)[]) => parts.join(SEPARATOR);

/** Marks the reading of all of an entry: the one that a page is about. */
export const WHOLE = '*';

/** A library whose every answer is noted in `reads`; everything that a page shows comes out of it. */
export function recording(library: Library, reads: Reads): Library {
  const contents = {
    bn: new RecordingContent(library.in('bn'), reads),
    en: new RecordingContent(library.in('en'), reads),
  };
  return { in: (locale) => contents[locale], redirects: library.redirects };
}

/** The same for an entry that a page is about, of which it may read anything. */
export function wholly(entry: Entry, locale: Locale, reads: Reads): void {
  reads.add(join(locale, 'field', nameOf(entry), WHOLE));
}

class RecordingContent implements Content {
  readonly locale: Locale;
  readonly #content: Content;
  readonly #reads: Reads;
  readonly #recorded = new Map<Entry, Entry>();

  constructor(content: Content, reads: Reads) {
    this.locale = content.locale;
    this.#content = content;
    this.#reads = reads;
  }

  get<T extends TypeName>(type: T, key: string | undefined): Entry<T> | undefined {
    this.#note('get', `${type}/${key}`);
    const entry = this.#content.get(type, key);
    return entry && this.#record(entry);
  }

  refs<T extends TypeName>(type: T, keys: readonly (string | undefined)[]): Entry<T>[] {
    return [...new Set(keys)].flatMap((key) => this.get(type, key) ?? []);
  }

  all<T extends TypeName>(type: T): readonly Entry<T>[] {
    this.#note('all', type);
    return this.#content.all(type).map((entry) => this.#record(entry));
  }

  term(vocabulary: Vocabulary, code: string | undefined): Entry<'term'> | undefined {
    return this.get('term', `${vocabulary}/${code}`);
  }

  terms(vocabulary: Vocabulary): Entry<'term'>[] {
    this.#note('terms', vocabulary);
    return this.#content.terms(vocabulary).map((entry) => this.#record(entry));
  }

  newest<T extends TypeName>(type: T, count: number): readonly Entry<T>[] {
    this.#note('newest', type, count);
    return this.#content.newest(type, count).map((entry) => this.#record(entry));
  }

  latest(types: readonly NewsType[], ministry: string | undefined, count: number): readonly Entry[] {
    this.#note('latest', types.join(), ministry ?? '', count);
    return this.#content.latest(types, ministry, count).map((entry) => this.#record(entry));
  }

  referring<T extends TypeName>(
    type: T,
    names: readonly (keyof Entry<T>['fields'] & string)[],
    key: string,
  ): readonly Entry<T>[] {
    this.#note('referring', type, names.join(), key);
    return this.#content.referring(type, names, key).map((entry) => this.#record(entry));
  }

  hasPath(path: string): boolean {
    this.#note('path', path);
    return this.#content.hasPath(path);
  }

  #note(question: string, ...about: (string | number)[]): void {
    this.#reads.add(join(this.locale, question, ...about));
  }

  /** The entry with every field noted that is read, or only looked for. */
  #record<T extends TypeName>(entry: Entry<T>): Entry<T> {
    const known = this.#recorded.get(entry);
    if (known) return known as Entry<T>;
    const noteField = (name: string | symbol) => {
      if (typeof name === 'string') this.#note('field', nameOf(entry), name);
    };
    const fields = new Proxy(entry.fields, {
      get: (target, name) => {
        noteField(name);
        return Reflect.get(target, name);
      },
      has: (target, name) => {
        noteField(name);
        return Reflect.has(target, name);
      },
      ownKeys: (target) => {
        noteField(WHOLE);
        return Reflect.ownKeys(target);
      },
    });
    const recorded = new Proxy(entry, {
      get: (target, name) => {
        if (name === 'fields') return fields;
        noteField(`@${String(name)}`);
        return Reflect.get(target, name);
      },
    });
    this.#recorded.set(entry, recorded);
    return recorded;
  }
}

export function nameOf({ type, key }: Pick<CmsEntry, 'type' | 'key'>): string {
  return `${type}/${key}`;
}
