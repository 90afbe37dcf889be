import type { Locale } from 'content-types';
import type { Library } from './content-store.ts';
import type { Entry } from './entry.ts';
import type { CmsEntry } from './export/check-entry.ts';
import { type Answer, askContent, contentOf, type LocaleContent, type QueryName } from './queries.ts';

/**
 * What a page read, each as one string: a query to the content of a language, or a field of an entry.
 * `bn|all|ministry`, `en|referring|story|programmes|old-age-allowance`, `bn|field|story/a|title`.
 */
export type Reads = Set<string>;

export const SEPARATOR = '|';
const join = (...parts: readonly (string | number)[]) => parts.join(SEPARATOR);

/** Marks the reading of all of an entry: the one that a page is about. */
export const WHOLE = '*';

/** A library whose every answer is noted in `reads`; everything that a page shows comes out of it. */
export function recording(library: Library, reads: Reads): Library {
  const contents = {
    bn: recordingContent(library.in('bn'), reads),
    en: recordingContent(library.in('en'), reads),
  };
  return { in: (locale) => contents[locale], redirects: library.redirects };
}

/** The same for an entry that a page is about, of which it may read anything. */
export function wholly(entry: Entry, locale: Locale, reads: Reads): void {
  reads.add(fieldRead(locale, entry, WHOLE));
}

function recordingContent(content: LocaleContent, reads: Reads): LocaleContent {
  const recorder = new EntryRecorder(content.locale, reads);
  return contentOf(content.locale, (name) => {
    const ask = askContent(content, name);
    return (...about) => {
      reads.add(queryRead(content.locale, name, about));
      return recorder.answer(ask(...about));
    };
  });
}

/** A query as it is recorded; parts of lists with commas, nothing for what is undefined. */
export function queryRead(locale: Locale, name: QueryName, about: readonly unknown[]): string {
  return join(locale, name, ...about.map((one) => (Array.isArray(one) ? one.join() : String(one ?? ''))));
}

/** The kind of a read of a field. */
export const FIELD = 'field';

/** A field of an entry as it is recorded. */
export function fieldRead(locale: Locale, entry: Pick<CmsEntry, 'type' | 'key'>, field: string): string {
  return join(locale, FIELD, nameOf(entry), field);
}

/** Notes of the entries of one language which of their fields are read. */
class EntryRecorder {
  readonly #locale: Locale;
  readonly #reads: Reads;
  readonly #recorded = new Map<Entry, Entry>();

  constructor(locale: Locale, reads: Reads) {
    this.#locale = locale;
    this.#reads = reads;
  }

  answer(answer: Answer): Answer {
    if (typeof answer !== 'object') return answer;
    return 'fields' in answer ? this.#record(answer) : answer.map((entry) => this.#record(entry));
  }

  #noteField(entry: Entry, name: string): void {
    this.#reads.add(fieldRead(this.#locale, entry, name));
  }

  /** The entry with every field noted that is read, or only looked for. */
  #record(entry: Entry): Entry {
    const known = this.#recorded.get(entry);
    if (known) return known;
    const noteField = (name: string | symbol) => {
      if (typeof name === 'string') this.#noteField(entry, name);
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
