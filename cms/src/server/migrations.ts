import { indexWaiting } from '../features/notifications';
import { numberChanges } from '../features/publication';
import type { Migration } from '../kernel/database/migrations';
import { hashFiles } from '../kernel/files/hashes';
import { shareStoredFields } from './share-stored-fields';

/** Every change to stored data, oldest first; see `runMigrations`. */
export const migrations: readonly Migration[] = [
  numberChanges,
  indexWaiting,
  { name: '2026-11-28-file-hashes', up: hashFiles },
  { name: '2026-11-28-shared-fields', up: shareStoredFields },
];
