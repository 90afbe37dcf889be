import { createHash } from 'node:crypto';

/** An event as its row holds it, without its hash. */
export interface EventContent {
  /** 1, 2, 3 … without a gap. */
  readonly position: number;
  /** ISO 8601 in UTC with milliseconds, kept as text so that no database changes its precision. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: number | null;
  /** The actor's name as it was then, a designation; null for the system. */
  readonly actorName: string | null;
  readonly type: string | null;
  readonly document: string | null;
  readonly language: string | null;
  readonly ministry: string | null;
  readonly title: string | null;
  /** JSON text, hashed as it is stored. */
  readonly details: string;
  /** How it is hashed: 2, or nothing for what was recorded before there was a second way. */
  readonly format: number | null;
  /** Random, so that the digest of the words tells nothing of them once they are erased; null then. */
  readonly salt: string | null;
  /** Digest of the words; what the row's hash holds in their place. */
  readonly payload: string | null;
  /** Hash of the row before. */
  readonly previous: string;
}

export type Row = EventContent & { readonly hash: string };

/** How many events there are, and the hash of the last of them. */
export interface Head {
  readonly count: number;
  readonly hash: string;
}

/** What the first row holds as the hash of the row before, and an empty record as that of its last. */
export const BEGINNING = '0'.repeat(64);

/** The format of what is recorded now. */
export const FORMAT = 2;

/** What an erased row holds in the place of its words. */
export const ERASED = { title: null, details: '{}', salt: null } as const;

/**
 * The hash of a row: SHA-256 (FIPS 180-4), in hex, of the JSON array of all that the row holds, the
 * previous row's hash included. The order of the array is part of the format. In format 2 the digest of
 * the words stands in their place, so that the hash still fits when they are erased.
 */
export function hashOf(row: EventContent): string {
  return sha256(
    row.format === FORMAT
      ? [row.format, ...facts(row), row.payload, row.previous]
      : [...facts(row), row.title, row.details, row.previous],
  );
}

/** The digest of a row's words, its title and its details. */
export function payloadOf({
  salt,
  title,
  details,
}: Pick<EventContent, 'salt' | 'title' | 'details'>): string {
  return sha256([salt, title, details]);
}

/** The digest of what is left of a row of the first format when its words are erased. */
export function restOf(row: Row): string {
  return sha256([...facts(row), row.previous, row.hash]);
}

/** The action under which it is recorded that words were erased. */
export const ERASURE = 'entry.erase';

/** The rows whose words a row says were erased, with the digest of what is left of each. */
export function erasedRows({ action, details }: Pick<Row, 'action' | 'details'>): [number, string][] {
  if (action !== ERASURE) return [];
  const { rows = [] } = JSON.parse(details) as { rows?: [number, string][] };
  return rows;
}

/** Whether a row's words are gone, or there never were any. */
export function isBlank({ title, details, salt }: Row): boolean {
  return title === ERASED.title && details === ERASED.details && salt === ERASED.salt;
}

function facts(row: EventContent): unknown[] {
  return [
    row.position,
    row.at,
    row.action,
    row.actorKind,
    row.actorId,
    row.actorName,
    row.type,
    row.document,
    row.language,
    row.ministry,
  ];
}

function sha256(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

/** The text as every database gives it back: well-formed UTF-16 without NUL, which PostgreSQL refuses. */
export function storable(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '');
}
