/** Memberships, who is who, the scope of a ministry. */
export { checkMemberships } from './check-membership';
export { type Designation, designationsOf, inWords, ministryNamer } from './designation';
export { fileIds } from './files';
export { keepUnits, keepWhatIsPart } from './keep-units';
export { approversOf, ministriesOf, scopeOfUser, today } from './membership';
export { ministryNames, ownerNames } from './ministry-names';
export { checkMinistryScope } from './ministry-scope';
export { nameOf, nameProblem, tidyName } from './name';
export { mayActOn, ownersOf } from './ownership';
export { readable } from './readable';
export { type Reader, readerOf } from './reader';
export { codesWithin, isUnitCode, topCode, treeOf } from './units';
