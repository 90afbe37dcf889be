import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DatabaseFacts } from '../../cms/src/features/backup/facts.ts';

/** The folder that is backed up, in the data folder. */
export const STAGING = 'backup-staging';
/** The uploads in it. */
export const STAGED_UPLOADS = 'uploads';
/** The uploads in the data folder. */
export const UPLOADS = 'public/uploads';
export const INVENTORY = 'inventory.json';
/** Settings and secrets, sealed. */
export const SECRETS = 'settings.env.age';

/** A file as it was when the backup was made. */
export interface BackupFileFacts {
  readonly sha256: string;
  readonly bytes: number;
}

/** What a backup says of itself. */
export interface Inventory extends Omit<DatabaseFacts, 'uploads'> {
  readonly format: 1;
  /** The platform's code: its version, and its commit where that is known. */
  readonly platform: { readonly version: string; readonly commit: string | null };
  /** Beside this file, by name. */
  readonly files: Readonly<Record<string, BackupFileFacts>>;
  /** Those that the database names, by name. */
  readonly uploads: Readonly<Record<string, BackupFileFacts>>;
  /** Uploads that the database names and that were not there. */
  readonly missing: readonly string[];
  /** Uploads that were written so often that they may be newer than the database. */
  readonly unsettled: readonly string[];
  /** The release that visitors had. */
  readonly release: { readonly id: string; readonly revision: string } | null;
}

/** SHA-256 of a file, in hex, and its size. */
export async function factsOf(file: string): Promise<BackupFileFacts> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { sha256: hash.digest('hex'), bytes: (await stat(file)).size };
}
