/** What is stored of an entry: its versions, where its approval stands, its address. */
export { addressOf, hasPage, liveKey } from './address';
export type { Notice, State, Step } from './api';
export { type ApprovalContext, readContext } from './context';
export { maySee } from './may-see';
export {
  type ApprovalRecord,
  dropRecord,
  findRecords,
  lockDocument,
  NOTHING_SUBMITTED,
  RECORD,
  type RecordData,
  recordsOf,
  saveRecord,
  type Withdrawn,
  writersOf,
} from './record';
export { titleOf, type Version, type Versions, versionsOf } from './versions';
