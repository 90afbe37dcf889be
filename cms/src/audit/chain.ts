import { createHash } from 'node:crypto';

/** An event as its row holds it, without its hash. */
export interface Content {
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
  /** Hash of the row before. */
  readonly previous: string;
}

export type Row = Content & { readonly hash: string };

/** How many events there are, and the hash of the last of them. */
export interface Head {
  readonly count: number;
  readonly hash: string;
}

/** What the first row holds as the hash of the row before, and an empty record as that of its last. */
export const BEGINNING = '0'.repeat(64);

/**
 * The hash of a row: SHA-256 (FIPS 180-4), in hex, of the JSON array of all that the row holds, the
 * previous row's hash included. The order of the array is part of the format.
 */
export function hashOf(row: Content): string {
  const canonical = JSON.stringify([
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
    row.title,
    row.details,
    row.previous,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

/** The text as every database gives it back: well-formed UTF-16 without NUL, which PostgreSQL refuses. */
export function storable(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '');
}
