/** Copies of the database, their schedule and who is told. */
export { digestExport } from './export-digest';
export type { DatabaseFacts, StoredUpload } from './facts';
export { followState } from './follow';
export { dumpPostgres, holdSnapshot, joinSnapshot } from './postgres-dump';
export { loadReadOnly } from './read-only';
export { scheduleBackups } from './schedule';
export { copySqlite } from './sqlite-copy';
export { backupStatus } from './status';
