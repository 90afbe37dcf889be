import type { Core } from '@strapi/strapi';
import { runAsSystem } from './access/actor';
import { checkMemberships } from './access/check-membership';
import { closePermissions } from './access/close-permissions';
import { registerConditions } from './access/conditions';
import { keepNames } from './access/keep-names';
import { closeOwnTables } from './access/own-tables';
import { removeLeftovers } from './access/remove-leftovers';
import { setUpRoles } from './access/roles';
import { narrowStrapiRoutes } from './access/strapi-routes';
import { endLapsedProposals } from './approval/proposals/lapse';
import { publishOnSchedule } from './approval/schedule';
import { recordChange, watchAccounts } from './audit/accounts';
import { keepAppendOnly } from './audit/append-only';
import { auditRoutes, registerAuditPermission } from './audit/routes';
import { silenceStatistics } from './audit/strapi-handlers';
import { scheduleBackups } from './backup/schedule';
import { setUpEditingViews } from './editing-views';
import { guardDocuments } from './entries/guard';
import { watchHealth } from './health/watch';
import { stopJobs } from './jobs/run';
import { setUpLocales } from './locales';
import { setUpMail } from './mail/set-up';
import { sendNotifications } from './notifications/set-up';
import { setUpPreviews } from './preview/routes';
import { dispatchChanges } from './publication/dispatch';
import { registerStatusPermission } from './publication/permission';
import { triggerBuilder } from './publication/trigger';
import { adminRoutes } from './routes';
import { getSettings } from './settings';
import { answerChange } from './sign-in/account-changed';
import { hashOnlyGoodPasswords } from './sign-in/choose-password';
import { confirmationRoutes } from './sign-in/confirm';
import { offerFirstRegistration } from './sign-in/first-admin';
import { hashOldInvitations, invitationRoutes, keepExpiry } from './sign-in/invitations';
import { limitsOf } from './sign-in/limits';
import { mailResetLinks } from './sign-in/links';
import { requireFactors } from './sign-in/required-factor';
import { secondFactorRoutes } from './sign-in/second-factor/routes';
import { limitSessions } from './sign-in/sessions';
import { unlockRoutes } from './sign-in/unlock';
import { beginTurn, endTurn } from './start-in-turn';
import { announceScanner } from './uploads/clamav';
import { clearIncoming } from './uploads/incoming';
import { keepLiveFiles } from './uploads/live-files';
import { sweepOrphans } from './uploads/orphans';
import { stampUploads } from './uploads/owner';
import { makeUploadsPrivate } from './uploads/private';
import { bearSlowLines } from './uploads/slow-lines';
import { guardStorage, guardTitles } from './uploads/store';
import { turnPhotosUpright } from './uploads/upright';

export default {
  async register({ strapi }: { strapi: Core.Strapi }) {
    // Before anything is written, however the CMS is started: database, uploads and logs are for nobody else.
    process.umask(0o077);
    await beginTurn(strapi);
    strapi.customFields.register([
      { name: 'reference', type: 'string', inputSize: { default: 6, isResizable: true } },
      { name: 'references', type: 'json', inputSize: { default: 6, isResizable: true } },
    ]);
    keepExpiry(strapi);
    guardDocuments(strapi);
    keepAppendOnly(strapi);
    closeOwnTables(strapi);
    watchAccounts(strapi, async (id, change) => {
      await recordChange(strapi, id, change);
      await answerChange(strapi, id, change);
    });
    closePermissions(strapi);
    keepNames(strapi);
    limitSessions(strapi);
    requireFactors(strapi);
    silenceStatistics(strapi);
    mailResetLinks(strapi);
    hashOnlyGoodPasswords(strapi);
    checkMemberships(strapi);
    makeUploadsPrivate(strapi);
    keepLiveFiles(strapi);
    guardStorage(strapi);
    const openLimits = limitsOf(strapi);
    narrowStrapiRoutes(strapi, openLimits);
    strapi.server.routes(adminRoutes(strapi) as never);
    setUpPreviews(strapi);
    strapi.server.routes(auditRoutes(strapi) as never);
    strapi.server.routes(secondFactorRoutes(strapi, openLimits) as never);
    strapi.server.routes(confirmationRoutes(strapi, openLimits) as never);
    strapi.server.routes(unlockRoutes(strapi, openLimits) as never);
    strapi.server.routes(invitationRoutes(strapi, openLimits) as never);
    await registerAuditPermission(strapi);
    await registerStatusPermission(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    registerConditions(strapi);
    stampUploads(strapi);
    await removeLeftovers(strapi);
    guardTitles(strapi);
    await runAsSystem(async () => {
      await setUpLocales(strapi);
      await setUpRoles(strapi);
      await setUpEditingViews(strapi);
    });
    await hashOldInvitations(strapi);
    setUpMail(strapi, getSettings());
    sendNotifications(strapi);
    publishOnSchedule(strapi);
    endLapsedProposals(strapi);
    clearIncoming(strapi);
    bearSlowLines(strapi.server.httpServer);
    await turnPhotosUpright(strapi);
    announceScanner(strapi);
    sweepOrphans(strapi);
    triggerBuilder(strapi, getSettings());
    dispatchChanges(strapi, getSettings());
    scheduleBackups(strapi, getSettings());
    offerFirstRegistration(strapi);
    watchHealth(strapi, getSettings());
    await endTurn(strapi);
  },

  async destroy({ strapi }: { strapi: Core.Strapi }) {
    await stopJobs(strapi);
  },
};
