import { type ContentType, type Locale, types } from 'content-types';
import type { Entry } from './entry.ts';

type Values = Readonly<Record<string, unknown>>;

const collators = { bn: new Intl.Collator('bn'), en: new Intl.Collator('en') };

/** Compares entries of one type as lists have them: dated ones newest first, the others by their order, then by name. */
export function inOrder(locale: Locale): (a: Entry, b: Entry) => number {
  const { compare } = collators[locale];
  return (a, b) =>
    later(dateOf(a), dateOf(b)) ||
    placeOf(a) - placeOf(b) ||
    compare(titleOf(a), titleOf(b)) ||
    (a.key < b.key ? -1 : 1);
}

/** ISO 8601 stands in order as it is. */
function later(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/** Whether an entry was published after another; of two at once, the one with the later day. */
export function isLater(a: Entry, b: Entry): boolean {
  const order = later(a.publishedAt, b.publishedAt) || later(dateOf(a), dateOf(b));
  return order < 0 || (order === 0 && `${a.type} ${a.key}` < `${b.type} ${b.key}`);
}

/** The day or moment that an entry is listed by; empty for types that have none. */
export function dateOf({ type, fields }: Entry): string {
  const { presentation }: ContentType = types[type];
  return presentation?.date ? String((fields as Values)[presentation.date] ?? '') : '';
}

function placeOf({ fields }: Entry): number {
  return ('order' in fields && fields.order) || Number.MAX_SAFE_INTEGER;
}

/** The entry's name. */
export function titleOf({ type, fields }: Entry): string {
  return String((fields as Values)[types[type].title]);
}
