import { indexWaiting } from '../features/notifications';
import { numberChanges } from '../features/publication';
import type { Migration } from '../kernel/database/migrations';
import { shareStoredFields } from './share-stored-fields';

/** Every change to stored data, oldest first; see `runMigrations`. */
export const migrations: readonly Migration[] = [
  numberChanges,
  indexWaiting,
  { name: '2026-11-28-shared-fields', up: shareStoredFields },
];
