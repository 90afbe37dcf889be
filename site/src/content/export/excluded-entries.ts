/**
 * What can be wrong with an entry so that the site is built without it or a part of it: the words for
 * logs and terminals. The admin says the same in both languages.
 */
export const PROBLEMS = {
  'does-not-fit': (about) => about,
  'reserved-address': (about) => `${about} is the address of another part of the site`,
  'nothing-visible': () => 'it has no visible character',
  'name-taken': (about) => `another entry is already called ${about}`,
  'course-missing': (about) => `${about || 'the course'} is not on the site`,
  'file-gone': () => 'the file is gone',
  'page-fails': (about) => `no page can be made from it: ${about}`,
  'file-unreadable': (about) => `${about} cannot be read`,
  'file-missing': (about) => `${about} is missing`,
  'picture-unreadable': (about) => `${about} cannot be read as a picture`,
  'dead-link': (about) => `the link to ${about} leads nowhere`,
} as const satisfies Record<string, (about: string) => string>;

export interface EntryProblem {
  readonly code: keyof typeof PROBLEMS;
  /** Where, as `body.2.image`. */
  readonly field: string;
  /** The file, the address or the name that it is about. */
  readonly about: string;
}

/** What the site is built without, an entry or a part of one, and why. */
export interface ExcludedEntry extends EntryProblem {
  readonly type: string;
  readonly documentId: string;
  readonly locale: string;
  readonly key?: string;
  readonly title?: string;
  /** The same in English. */
  readonly problem: string;
}

type Which = Pick<ExcludedEntry, 'type' | 'documentId' | 'locale' | 'key' | 'title'>;

export function leaveOut(
  { type, documentId, locale, key, title }: Which,
  { code, field, about }: EntryProblem,
): ExcludedEntry {
  const problem = `${field}: ${PROBLEMS[code](about)}`;
  return { type, documentId, locale, key, title, problem, code, field, about };
}
