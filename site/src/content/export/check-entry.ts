import {
  type ContentType,
  type EntryFields,
  type EntryLine,
  isReserved,
  keyOf,
  type Locale,
  type TypeName,
  types,
} from 'content-types';
import type { z } from 'zod';
import { type EntryProblem, type ExcludedEntry, leaveOut } from './excluded-entries.ts';
import { removeDangling } from './remove-dangling.ts';

/** One published version: an entry in one language, its fields checked by the model. */
export type CmsEntry<T extends TypeName = TypeName> = T extends TypeName
  ? {
      readonly type: T;
      /** Slug or code; `<vocabulary>/<code>` for terms, the type's name for single types. */
      readonly key: string;
      readonly locale: Locale;
      readonly documentId: string;
      /** ISO 8601 in UTC. */
      readonly publishedAt: string;
      readonly firstPublishedAt: string;
      readonly fields: EntryFields<T>;
    }
  : never;

/** A published version after its check. */
export interface Checked {
  /** Undefined if no page can be made from it. */
  readonly entry: CmsEntry | undefined;
  readonly leftOut: readonly ExcludedEntry[];
}

type Line = EntryLine & { type: TypeName; locale: Locale };

/** Checks one line of a known type and language against its model. */
export function checkEntry(line: Line): Checked {
  try {
    return checkFields(line);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problem = { code: 'does-not-fit', field: 'fields', about: 'nested too deeply' } as const;
    return { entry: undefined, leftOut: [leaveOut(line, problem)] };
  }
}

function checkFields(line: Line): Checked {
  const { type, locale, documentId, publishedAt, firstPublishedAt } = line;
  const model: ContentType = types[type];
  const lost: string[] = [];
  const fields = removeDangling(model.fields, clean(line.fields) as Record<string, unknown>, (path) =>
    lost.push(path),
  );
  const key = keyOf(type, fields);
  const title = titleOf(type, fields);
  const which = { type, documentId, locale, key, title };

  const checked = model.entry.safeParse(fields);
  const problem = checked.success ? unfit(type, key, title) : issueOf(checked.error);
  if (problem) return { entry: undefined, leftOut: [leaveOut(which, problem)] };
  // The schema that was just applied is the one that CmsEntry's fields are inferred from.
  const entry = {
    type,
    key,
    locale,
    documentId,
    publishedAt,
    firstPublishedAt,
    fields: checked.data,
  } as CmsEntry;
  return {
    entry,
    leftOut: lost.map((field) => leaveOut(which, { code: 'file-gone', field, about: '' })),
  };
}

/** What the model allows and a page cannot be made from. */
function unfit(type: TypeName, key: string, title: string): EntryProblem | undefined {
  if (isReserved(type, key))
    return { code: 'reserved-address', field: types[type].key ?? 'type', about: key };
  if (!/[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(title)) {
    return { code: 'nothing-visible', field: types[type].title, about: '' };
  }
  return undefined;
}

/** Levels that values may be nested; editors reach 20, and templates call themselves for each. */
const DEEPEST = 100;

/**
 * Takes out what neither HTML nor XML can hold: control characters, noncharacters, lone surrogates.
 * @throws RangeError if it is nested too deeply
 */
function clean(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new RangeError('nested too deeply');
  if (typeof value === 'string') {
    return value.toWellFormed().replace(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}/gu, '');
  }
  if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, depth + 1)]));
}

export function titleOf(type: TypeName, fields: Readonly<Record<string, unknown>>): string {
  return String(fields[types[type].title] ?? '');
}

/** The first thing that is wrong. */
export function issueOf({ issues: [issue] }: z.ZodError): EntryProblem {
  const field = issue?.path.join('.') || 'fields';
  return { code: 'does-not-fit', field, about: issue?.message ?? 'not valid' };
}
