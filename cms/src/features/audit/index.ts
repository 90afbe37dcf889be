/** The append-only record of decisions, sign-ins and roles. */
export type { AccountChange } from './account-changes';
export { actorNow, recordChange, watchAccounts } from './accounts';
export { keepAppendOnly } from './append-only';
export { ERASURE, type Head, type Row } from './chain';
export { eraseWords } from './erase';
export { asOperator } from './operator';
export { recordPermissions } from './permissions';
export { EVENT, eventsOf, HEAD, recordEvent, type StoredEvent } from './record';
export { auditRoutes, registerAuditPermission } from './routes';
export { auditedHandler, silenceStatistics } from './strapi-handlers';
export { type Verdict, verifyChain } from './verify';
