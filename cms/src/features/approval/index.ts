/** Submit, compare, agree, approve, schedule, withdraw: the only way to the site. */
export type { ProposalKind } from './api';
export { canonical } from './digest';
export type { ApprovalEvent, EntryEvent } from './events';
export { keepLiveFiles, keepLiveNames } from './files/keep-live-files';
export { refused } from './messages';
export { endLapsedProposals } from './proposals/lapse';
export { admitPublish, checkTakenDown, notePublished } from './publish-guard';
export { approvalRoutes } from './routes';
export { publishOnSchedule } from './schedule';
export { authorsOf, watchWrite } from './watch';
