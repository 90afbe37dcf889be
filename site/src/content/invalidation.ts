import { type Locale, locales, type TypeName } from 'content-types';
import { changesBetween, type Library } from './content-store.ts';
import { FIELD, fieldRead, nameOf, queryRead, SEPARATOR, WHOLE } from './dependency-recorder.ts';
import type { Entry } from './entry.ts';
import { type Answer, askContent, type QueryName, queries } from './queries.ts';

/**
 * The reads, as pages recorded them, whose answer is another one now.
 * @param reads those whose query can be asked again; of the others only what changed is looked at
 * @throws Error for a read that no query makes
 */
export function changedReads(before: Library, after: Library, reads: Iterable<string>): ReadonlySet<string> {
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
  for (const read of reads) {
    const [locale, kind = '', ...text] = read.split(SEPARATOR);
    const { types: typesOf, parse }: Row = queries[queryOf(kind)];
    const about = parse(...text) as readonly never[];
    if (!typesOf?.(...about).some((type) => types.has(type))) continue;
    const [was, is] = [before, after].map((library) =>
      askContent(library.in(locale as Locale), queryOf(kind))(...about),
    );
    if (!isSame(was, is)) changed.add(read);
  }
  return changed;
}

/** A row of the queries, whatever it is about. */
interface Row {
  readonly types: ((...about: never[]) => readonly TypeName[]) | undefined;
  readonly parse: (...text: readonly string[]) => readonly unknown[];
}

/**
 * Whether a recorded read is a query that can be asked again, and not about one entry.
 * @throws Error for a read that no query makes
 */
export function isQuery(read: string): boolean {
  const kind = read.split(SEPARATOR, 2)[1] ?? '';
  return kind !== FIELD && queries[queryOf(kind)].types !== undefined;
}

function queryOf(kind: string): QueryName {
  if (kind in queries) return kind as QueryName;
  throw new Error(`${kind} is no query`);
}

function addEntry(changed: Set<string>, locale: Locale, was: Entry | undefined, is: Entry | undefined): void {
  const entry = is ?? was;
  if (!entry) return;
  if (was?.locale !== is?.locale) changed.add(queryRead(locale, 'get', [entry.type, entry.key]));
  const note = (field: string) => changed.add(fieldRead(locale, entry, field));
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

/** Whether two answers name the same entries; what is in them is recorded by itself. */
function isSame(was: Answer, is: Answer): boolean {
  if (!Array.isArray(was) || !Array.isArray(is)) return was === is;
  if (was.length !== is.length) return false;
  return was.every((entry, at) => entry === is[at] || nameOf(entry) === nameOf(is[at]));
}
