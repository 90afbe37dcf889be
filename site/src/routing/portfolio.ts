import type { SectionType } from '../content/addresses.ts';
import type { Content, Entry } from '../content/entry.ts';

/** Entries of one type that a portfolio names; a list of its own holds all when there are more. */
export const SHOWN = 20;

/** The parts of a portfolio in their order, and by which fields an entry belongs to a ministry. */
const parts = [
  ['programme', (c, code) => c.referring('programme', ['ministry'], code)],
  ['story', (c, code) => c.referring('story', ['ministry', 'ministries'], code)],
  ['document', (c, code) => c.referring('document', ['ministry', 'ministries'], code)],
  ['video', (c, code) => c.referring('video', ['ministry', 'ministries'], code)],
  ['meeting', (c, code) => c.referring('meeting', ['ministry', 'ministries'], code)],
  ['committee', (c, code) => c.referring('committee', ['ministry', 'members'], code)],
  ['course', (c, code) => c.referring('course', ['ministry'], code)],
] as const satisfies readonly (readonly [
  SectionType,
  (content: Content, code: string) => readonly Entry<SectionType>[],
])[];
type PartType = (typeof parts)[number][0];

/** What belongs to a ministry, by type; types of which it has nothing are left out. */
export function portfolioParts(
  content: Content,
  code: string,
): { readonly type: PartType; readonly entries: readonly Entry<PartType>[] }[] {
  return parts
    .map(([type, find]) => ({ type, entries: find(content, code) as readonly Entry<PartType>[] }))
    .filter(({ entries }) => entries.length > 0);
}
