import { type ContentType, type Fields, type Locale, locales } from 'content-types';
import { componentOf } from '../entries/values';
import { ANY_TARGET } from '../publication/check-published';
import { wireFields } from '../publication/wire';
import type { Problem } from './api';
import { message, type ProblemCode } from './messages';
import type { Version, Versions } from './versions';

/** Languages saved within this of each other count as saved together. */
const TOGETHER_MS = 60 * 60 * 1000;

/**
 * What stands against submitting a draft: everything that the model asks for and that is missing or
 * wrong. A missing or older other language is said too, and blocks nothing.
 */
export function problemsOf(
  type: ContentType,
  languages: ReadonlyMap<Locale, Versions>,
  language: Locale,
): Problem[] {
  const draft = languages.get(language)?.draft;
  if (!draft) return [];
  return [...fieldProblems(type, draft), ...languageProblems(languages, language, draft)];
}

function fieldProblems(type: ContentType, draft: Version): Problem[] {
  const { error } = type.entry.safeParse(wireFields(type, draft, ANY_TARGET));
  const problems = new Map<string, Problem>();
  for (const issue of error?.issues ?? []) {
    const found = fieldAt(type.fields, issue.path, draft);
    if (!found) continue;
    const path = found.path.join('.');
    if (!problems.has(path))
      problems.set(path, { ...worded(found, issue.message), field: path, blocking: true });
  }
  return [...problems.values()];
}

function worded({ name, labels, value }: Found, reason: string) {
  const field = labels.join(' › ');
  if (value !== undefined && value !== null && value !== '' && !isEmptyList(value))
    return problem('invalid', { field, reason });
  if (name === 'summary') return problem('summary', {});
  return problem(name === 'alternative' ? 'alternative' : 'required', { field });
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

function problem(code: ProblemCode, values: Record<string, string>) {
  return message(`platform.approval.problem.${code}`, values);
}

type Values = Readonly<Record<string, unknown>>;

interface Found {
  readonly name: string;
  readonly path: readonly string[];
  /** The English labels on the way there, and the places of parts from 1. */
  readonly labels: readonly string[];
  readonly value: unknown;
}

/** The field that a path of the model's check leads to, or the last one on it that is a field. */
function fieldAt(fields: Fields, path: readonly PropertyKey[], holder: Values): Found | undefined {
  const [first, ...rest] = path;
  const name = String(first);
  const field = fields[name];
  if (!field) return undefined;
  const value = holder[name];
  const here = { name, path: [name], labels: [field.label.en], value };
  const isList = Array.isArray(value);
  const [index] = rest;
  const deeper = isList ? rest.slice(1) : rest;
  const part = (isList ? value[Number(index)] : value) as Values | null | undefined;
  const component = field.components && part && componentOf(field, part);
  const inner = component && fieldAt(component.fields, deeper, part);
  if (!inner) return here;
  const place = isList ? [String(index)] : [];
  const number = isList ? [String(Number(index) + 1)] : [];
  return {
    ...inner,
    path: [...here.path, ...place, ...inner.path],
    labels: [...here.labels, ...number, ...inner.labels],
  };
}

function languageProblems(
  languages: ReadonlyMap<Locale, Versions>,
  language: Locale,
  draft: Version,
): Problem[] {
  return locales
    .filter((other) => other !== language)
    .flatMap((other) => {
      const theirs = languages.get(other)?.draft;
      if (!theirs) return { ...problem('language-missing', { language: other }), blocking: false };
      const age = new Date(draft.updatedAt).getTime() - new Date(theirs.updatedAt).getTime();
      return age > TOGETHER_MS ? { ...problem('language-older', { language: other }), blocking: false } : [];
    });
}
