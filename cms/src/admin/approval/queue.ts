import type { QueueEntry } from '../../approval/api';

/** Stands for all; no code looks like it. */
export const ANY = '*';

/** What the queue is narrowed to. */
export interface QueueFilter {
  readonly ministry: string;
  readonly type: string;
  readonly language: string;
}

export const ALL: QueueFilter = { ministry: ANY, type: ANY, language: ANY };

/** The entries that a filter lets through, in their order. */
export function narrow(entries: readonly QueueEntry[], { ministry, type, language }: QueueFilter) {
  return entries.filter(
    (entry) =>
      (ministry === ANY || (entry.ministry ?? '') === ministry) &&
      (type === ANY || entry.type === type) &&
      (language === ANY || entry.language === language),
  );
}

/** The ministries that have something in the queue, each once, by name. */
export function ministriesOf(entries: readonly QueueEntry[], language: string) {
  const names = new Map(
    entries.flatMap(({ ministry, ministryName }) => (ministry ? [[ministry, ministryName]] : [])),
  );
  const byName = new Intl.Collator(language);
  return [...names].map(([code, name]) => ({ code, name })).sort((a, b) => byName.compare(a.name, b.name));
}

/** The types that have something in the queue, each once. */
export function typesOf(entries: readonly QueueEntry[]): string[] {
  return [...new Set(entries.map(({ type }) => type))].sort();
}

/** What an editor looks for first: what came back, then what waits, then what is about to go live. */
const OWN_ORDER: readonly string[] = ['returned', 'submitted', 'approved'];

/** An editor's own entries in the order in which they need attention, the newest of each kind first. */
export function byNeed(entries: readonly QueueEntry[]): QueueEntry[] {
  const rank = ({ state }: QueueEntry) => {
    const place = OWN_ORDER.indexOf(state);
    return place === -1 ? OWN_ORDER.length : place;
  };
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || (b.submittedAt ?? '').localeCompare(a.submittedAt ?? ''),
  );
}

/** One entry in one language, as text: what a row or a selection is known by. */
export function keyOf({
  type,
  document,
  language,
}: Pick<QueueEntry, 'type' | 'document' | 'language'>): string {
  return `${type}/${document}/${language}`;
}

/** Whether this person may take the action on the entry. */
export function may({ actions }: Pick<QueueEntry, 'actions'>, action: string): boolean {
  return actions.some((one) => one.action === action && one.allowed);
}
