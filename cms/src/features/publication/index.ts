/** The outbox, the export and the build reports. */
export type {
  BackupStatus,
  BuildSummary,
  EntryStatus,
  LanguageStatus,
  SiteStatus,
  Trouble,
  UnwrittenEntry,
  WaitingChange,
} from './api';
export {
  type BuildReport,
  buildReport,
  forgetDocument,
  isGoneFromHeld,
  KEPT,
  keepReport,
  lastBuilds,
  liveBuild,
  liveOf,
  type ReportedLeftOut,
  showsChange,
} from './builds';
export { ANY_TARGET, checkPublished } from './check-published';
export { dispatchChanges } from './dispatch';
export { exportLines } from './export';
export { filesIn, isExportedFile, openExported } from './files';
export { resolveKeys } from './live-keys';
export { numberChanges } from './number-changes';
export {
  currentRevision,
  forgetKeys,
  newestChange,
  newestChanges,
  type OutboxChange,
  previousOwners,
  recordChanges,
  wasEverLive,
} from './outbox';
export { isBuilder } from './token';
export { triggerBuilder } from './trigger';
export { wireFields } from './wire';
