import { type Locale, locales } from 'content-types';
import type { ApprovalContext } from '../documents';
import { type SharedLeaf, sharedDifferences } from '../entries';

/** A language that can only go live together with another one. */
export interface BoundLanguage {
  readonly language: Locale;
  /** The shared fields in which what is live in it differs from the other one's draft. */
  readonly differences: readonly SharedLeaf[];
}

/**
 * The languages that are live with other shared values than a language's draft has: were that one to go
 * live alone, the live languages would disagree.
 */
export function boundLanguages(
  { type, languages }: Pick<ApprovalContext, 'type' | 'languages'>,
  language: Locale,
): BoundLanguage[] {
  const draft = languages.get(language)?.draft;
  if (!draft) return [];
  return locales.flatMap((other) => {
    const live = other === language ? undefined : languages.get(other)?.live;
    const differences = live ? sharedDifferences(type.fields, draft, live) : [];
    return differences.length > 0 ? [{ language: other, differences }] : [];
  });
}

/** The languages that would still be live with other shared values once these drafts are live, or go live with others. */
export function disagreeing(
  { type, languages }: Pick<ApprovalContext, 'type' | 'languages'>,
  going: readonly Locale[],
): Locale[] {
  const drafts = going.flatMap((one) => languages.get(one)?.draft ?? []);
  return locales.filter((other) => {
    const versions = languages.get(other);
    const after = going.includes(other) ? versions?.draft : versions?.live;
    return after && drafts.some((draft) => sharedDifferences(type.fields, draft, after).length > 0);
  });
}
