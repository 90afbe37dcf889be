import type { Core } from '@strapi/strapi';
import {
  type ContentType,
  type EntryValues,
  type Field,
  type Fields,
  type Locale,
  locales,
  type Visited,
  visit,
} from 'content-types';
import type { ApprovalContext, Version, Versions } from '../documents';
import { displacedKey, type SharedLeaf, sharedDifferences, storable, unequalLists } from '../entries';
import { ANY_TARGET, wireFields } from '../publication';
import type { Problem } from './api';
import { message, type ProblemCode } from './messages';

/** Languages saved within this of each other count as saved together. */
const TOGETHER_MS = 60 * 60 * 1000;

/**
 * What stands against submitting a draft: everything that the model asks for and that is missing or
 * wrong, and an address that others have on the site. A missing or older other language is said too, and
 * blocks nothing.
 */
export async function problemsOf(
  strapi: Core.Strapi,
  { type, document, languages }: Pick<ApprovalContext, 'type' | 'document' | 'languages'>,
  language: Locale,
): Promise<Problem[]> {
  const draft = languages.get(language)?.draft;
  if (!draft) return [];
  return [
    ...fieldProblems(type, draft),
    ...(await addressProblems(strapi, type, document, languages, draft)),
    ...sharedProblems(type, languages, language, draft),
    ...languageProblems(languages, language, draft),
  ];
}

async function addressProblems(
  strapi: Core.Strapi,
  type: ContentType,
  document: string,
  languages: ReadonlyMap<Locale, Versions>,
  draft: Version,
): Promise<Problem[]> {
  const going = [{ draft }, ...[...languages.values()].map(({ live }) => ({ live }))];
  const key = await displacedKey(strapi, type, going, document);
  if (key === undefined || type.key === undefined) return [];
  const field = type.fields[type.key]?.label.en ?? type.key;
  return [{ ...problem('address-taken', { field, key }), field: type.key, blocking: true }];
}

/** Where the languages differ in what they share, or in the parts that they have; it blocks nothing here. */
function sharedProblems(
  type: ContentType,
  languages: ReadonlyMap<Locale, Versions>,
  language: Locale,
  draft: Version,
): Problem[] {
  const live = languages.get(language)?.live;
  return locales.flatMap((other) => {
    const theirs = other === language ? undefined : languages.get(other);
    const disagree = theirs?.live && live ? sharedDifferences(type.fields, live, theirs.live) : [];
    const changes = theirs?.live ? sharedDifferences(type.fields, draft, theirs.live) : [];
    const unequal = theirs?.draft ? unequalLists(type.fields, draft, theirs.draft) : [];
    const known = disagree.map(({ path }) => path);
    return [
      ...disagree.map((leaf) => {
        const [mine, others] = leaf.holders.map((holder) => worded(leaf.field, holder?.[leaf.name]));
        return at(leaf, 'shared-disagrees', { [language]: mine ?? '', [other]: others ?? '' });
      }),
      ...changes
        .filter(({ path }) => !known.includes(path))
        .map((leaf) => at(leaf, 'shared-changes', { language: other })),
      ...unequal.map((list) =>
        at(list, 'parts-differ', { language: other, here: list.counts[0], there: list.counts[1] }),
      ),
    ];
  });
}

function at(
  { path, labels }: Pick<SharedLeaf, 'path' | 'labels'>,
  code: ProblemCode,
  values: Record<string, string | number>,
): Problem {
  const field = labels.map((label) => (typeof label === 'number' ? label : label.en)).join(' › ');
  return { ...problem(code, { field, ...values }), field: path, blocking: false };
}

/** A shared value in a few characters that need no language. */
function worded(field: Field, value: unknown): string {
  if (field.attribute.type === 'boolean') return value === true ? '✓' : '✗';
  if (value === null || value === undefined || value === '') return '–';
  if (field.attribute.type === 'media') return (value as { name?: string }).name ?? '';
  const plain = storable(field, value);
  return Array.isArray(plain) ? plain.join(', ') : String(plain ?? '–');
}

function fieldProblems(type: ContentType, draft: Version): Problem[] {
  const { error } = type.entry.safeParse(wireFields(type, draft, ANY_TARGET));
  const problems = new Map<string, Problem>();
  for (const issue of error?.issues ?? []) {
    const found = fieldAt(type.fields, issue.path, draft);
    if (!found) continue;
    const path = found.path.join('.');
    if (!problems.has(path))
      problems.set(path, { ...wordedProblem(found, issue.message), field: path, blocking: true });
  }
  return [...problems.values()];
}

function wordedProblem(found: Visited, reason: string) {
  const { name, value } = found;
  const field = labelsOf(found).join(' › ');
  if (value !== undefined && value !== null && value !== '' && !isEmptyList(value))
    return problem('invalid', { field, reason });
  if (name === 'summary') return problem('summary', {});
  return problem(name === 'alternative' ? 'alternative' : 'required', { field });
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

function problem(code: ProblemCode, values: Record<string, string | number>) {
  return message(`platform.approval.problem.${code}`, values);
}

/** The field that a path of the model's check leads to, or the last one on it that is a field. */
function fieldAt(fields: Fields, path: readonly PropertyKey[], draft: EntryValues): Visited | undefined {
  const visited = [...visit(fields, draft, { absent: true })];
  return visited.findLast(({ path: own }) => own.every((step, at) => step === path[at]));
}

/** The English labels on the way to a field, and the places of parts from 1. */
function labelsOf({ field, path, within }: Visited): string[] {
  const index = path.at(-2);
  const place = typeof index === 'number' ? [String(index + 1)] : [];
  return [...(within ? labelsOf(within) : []), ...place, field.label.en];
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
