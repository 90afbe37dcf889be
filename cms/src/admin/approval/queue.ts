import type { QueueEntry } from '../../features/approval/api';

/** Stands for all; no code looks like it. */
export const ANY = '*';

/** What the queue is narrowed to. */
export interface QueueSelection {
  readonly ministry: string;
  readonly type: string;
  readonly language: string;
}

export const ALL: QueueSelection = { ministry: ANY, type: ANY, language: ANY };

/** The entries that a filter lets through, in their order. */
export function narrow(entries: readonly QueueEntry[], { ministry, type, language }: QueueSelection) {
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
