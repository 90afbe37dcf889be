import type { StoredEvent } from '../../features/audit/record';

/** Facts that say nothing to people, or that stand elsewhere in the row. */
const HIDDEN = [
  'request',
  'id',
  'account',
  'name',
  'digest',
  'filters',
  'path',
  'code',
  'type',
  'expiresAt',
  'submittedAt',
  'sentence',
  'rows',
];

/** What an event is about: the entry, or the account, the role, the token that it names. */
export function subjectOf(event: Pick<StoredEvent, 'title' | 'details'>): string | undefined {
  const { name, email } = event.details;
  return [event.title, name, email].find((text): text is string => typeof text === 'string' && text !== '');
}

/** A detail as the page shows it: the fact's name, and words for its value. */
export interface Detail {
  readonly name: string;
  readonly text: string;
}

/** The word for a fact or for yes and no, or undefined where there is none. */
type Words = (id: string) => string | undefined;

/** The details of an event in words, in their own order; empty ones are left out. */
export function detailsInWords(details: Readonly<Record<string, unknown>>, say: Words): Detail[] {
  return Object.entries(details)
    .filter(([name]) => !HIDDEN.includes(name))
    .map(([name, value]) => ({ name: say(`detail.${name}`) ?? name, text: inWords(value, say) }))
    .filter(({ text }) => text !== '');
}

function inWords(value: unknown, say: Words): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no') ?? String(value);
  if (Array.isArray(value)) return value.map((one) => inWords(one, say)).join(', ');
  if (typeof value === 'string') return say(`value.${value}`) ?? value;
  if (typeof value === 'object') {
    const parts = detailsInWords(value as Record<string, unknown>, say);
    return parts.map(({ name, text }) => `${name}: ${text}`).join('; ');
  }
  return String(value);
}
