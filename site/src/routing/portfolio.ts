import { type PortfolioType, portfolioTypes, types } from 'content-types';
import type { Entry, FieldOf } from '../content/entry.ts';
import type { LocaleContent } from '../content/queries.ts';

/** Entries of one type that a portfolio names; a list of its own holds all when there are more. */
export const SHOWN = 20;

/** What belongs to a ministry, by type; types of which it has nothing are left out. */
export function portfolioParts(
  content: LocaleContent,
  code: string,
): { readonly type: PortfolioType; readonly entries: readonly Entry<PortfolioType>[] }[] {
  return portfolioTypes
    .map((type) => ({ type, entries: entriesOf(content, type, code) }))
    .filter(({ entries }) => entries.length > 0);
}

function entriesOf<T extends PortfolioType>(
  content: LocaleContent,
  type: T,
  code: string,
): readonly Entry<T>[] {
  return content.referring(type, types[type].presentation.portfolio.fields as readonly FieldOf<T>[], code);
}
