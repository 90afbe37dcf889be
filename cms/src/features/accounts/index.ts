/** Signing in: limits, passwords, sessions that end, links, the second factor. */
export { answerChange } from './account-changed';
export { readWords, runAccountCommand } from './account-commands';
export { keepNames } from './check-names';
export { hashOnlyGoodPasswords } from './choose-password';
export { confirmationRoutes } from './confirm';
export { Limits, limitsOf } from './limits';
export { offerFirstRegistration } from './links/first-admin';
export { hashOldInvitations, invitationRoutes, invitesAccount, keepExpiry } from './links/invitations';
export { mailResetLinks } from './links/links';
export { requireFactors } from './required-factor';
export { secondFactorRoutes } from './second-factor/routes';
export { limitSessions } from './sessions';
export { signInGuards } from './strapi-handlers';
export { unlockRoutes } from './unlock';
