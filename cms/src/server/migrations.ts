import type { Migration } from '../kernel/database/migrations';

/** Every change to stored data, oldest first; see `runMigrations`. */
export const migrations: readonly Migration[] = [];
