/** What is checked and settled when an entry is stored. */
export { checkEntry } from './check';
export { cleanEntry } from './clean';
export { findTargets } from './find-targets';
export { lockKeys, settleEntryKey } from './keep-keys';
export { settleShared, spreadShared, takesOver, writeShared } from './shared/keep-shared';
export { type SharedLeaf, sharedDifferences, unequalLists } from './shared/leaves';
export { partsToKey, settlePartKeys } from './shared/part-keys';
export { type Disagreement, reconcile } from './shared/reconcile';
export { storable } from './shared/values';
export { displacedKey } from './taken-keys';
