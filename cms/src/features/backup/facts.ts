import type { ExportDigest } from './export-digest';

/** What a copy of the database holds. */
export interface DatabaseFacts {
  readonly database: 'sqlite' | 'postgres';
  /** The copy's name in the folder. */
  readonly file: string;
  /** ISO 8601 in UTC: all that was committed before is in it. */
  readonly at: string;
  /** The state of the outbox. */
  readonly revision: string;
  readonly export: ExportDigest;
  /** The end of the audit record; null while it is empty. */
  readonly auditHead: { readonly count: number; readonly hash: string } | null;
  readonly uploads: readonly StoredUpload[];
}

/** A file that the database names. */
export interface StoredUpload {
  /** In `public/uploads`. */
  readonly name: string;
  /** When the row was written last, in milliseconds since 1970. */
  readonly writtenAt: number;
}
