import {
  type Locale,
  locales,
  type NewsType,
  type TypeName,
  typeNames,
  type Vocabulary,
} from 'content-types';
import { changesBetween, type Library } from './content-store.ts';
import { join, nameOf, SEPARATOR, WHOLE } from './dependency-recorder.ts';
import type { Content, Entry } from './entry.ts';

/**
 * The questions, as pages recorded them, whose answer is another one now.
 * @param questions those recorded about lists and addresses; of the others only what changed is looked at
 */
export function changedReads(
  before: Library,
  after: Library,
  questions: Iterable<string>,
): ReadonlySet<string> {
  const changed = new Set<string>();
  const pairs = {
    bn: changesBetween(before, after, 'bn'),
    en: changesBetween(before, after, 'en'),
  };
  for (const locale of locales) {
    for (const [was, is] of pairs[locale]) addEntry(changed, locale, was, is);
  }
  if (changed.size === 0) return changed;
  const types = new Set(locales.flatMap((locale) => pairs[locale].map(([was, is]) => (was ?? is)?.type)));
  for (const question of questions) {
    const [locale, kind = '', ...about] = question.split(SEPARATOR);
    const ask = answers[kind];
    if (!ask?.types(about).some((type) => types.has(type))) continue;
    const [was, is] = [before, after].map((library) => ask.answer(library.in(locale as Locale), about));
    if (!isSame(was, is)) changed.add(question);
  }
  return changed;
}

/** Whether a recorded read is about a list or an address, and not about one entry. */
export function isQuestion(read: string): boolean {
  return (read.split(SEPARATOR, 2)[1] ?? '') in answers;
}

function addEntry(changed: Set<string>, locale: Locale, was: Entry | undefined, is: Entry | undefined): void {
  const entry = is ?? was;
  if (!entry) return;
  const name = nameOf(entry);
  if (was?.locale !== is?.locale) changed.add(join(locale, 'get', name));
  const note = (field: string) => changed.add(join(locale, 'field', name, field));
  const differ = (a: unknown, b: unknown) => a !== b && JSON.stringify(a) !== JSON.stringify(b);
  const [old, now] = [was ?? {}, is ?? {}] as Record<string, unknown>[];
  const [oldFields, nowFields] = [was?.fields ?? {}, is?.fields ?? {}] as Record<string, unknown>[];
  let any = false;
  for (const [prefix, a, b] of [
    ['@', old, now],
    ['', oldFields, nowFields],
  ] as const) {
    for (const key of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])) {
      if ((prefix && key === 'fields') || !differ(a?.[key], b?.[key])) continue;
      note(prefix + key);
      any = true;
    }
  }
  if (any) note(WHOLE);
}

interface Question {
  /** The types whose entries may change the answer. */
  readonly types: (about: readonly string[]) => readonly TypeName[];
  /** The answer, of which it matters which entries it names, not what is in them. */
  readonly answer: (content: Content, about: readonly string[]) => readonly Entry[] | boolean;
}

function isSame(
  was: readonly Entry[] | boolean | undefined,
  is: readonly Entry[] | boolean | undefined,
): boolean {
  if (!Array.isArray(was) || !Array.isArray(is)) return was === is;
  if (was.length !== is.length) return false;
  return was.every((entry, at) => entry === is[at] || nameOf(entry) === nameOf(is[at]));
}

const ofType = ([type]: readonly string[]) => [type as TypeName];

/** How each kind of question is asked again. */
const answers: Readonly<Record<string, Question>> = {
  all: { types: ofType, answer: (c, [type]) => c.all(type as TypeName) },
  terms: { types: () => ['term'], answer: (c, [vocabulary]) => c.terms(vocabulary as Vocabulary) },
  newest: { types: ofType, answer: (c, [type, count]) => c.newest(type as TypeName, Number(count)) },
  latest: {
    types: ([types = '']) => types.split(',') as TypeName[],
    answer: (c, [types = '', ministry, count]) =>
      c.latest(types.split(',') as NewsType[], ministry || undefined, Number(count)),
  },
  referring: {
    types: ofType,
    answer: (c, [type, fields = '', key = '']) =>
      c.referring(type as TypeName, fields.split(',') as never[], key),
  },
  path: { types: () => typeNames, answer: (c, [path = '']) => c.hasPath(path) },
};
