import type { Core } from '@strapi/strapi';
import { checkMemberships } from './features/access/check-membership';
import { keepUnits } from './features/access/keep-units';
import { answerChange } from './features/accounts/account-changed';
import { keepNames } from './features/accounts/check-names';
import { hashOnlyGoodPasswords } from './features/accounts/choose-password';
import { confirmationRoutes } from './features/accounts/confirm';
import { limitsOf } from './features/accounts/limits';
import { offerFirstRegistration } from './features/accounts/links/first-admin';
import { hashOldInvitations, invitationRoutes, keepExpiry } from './features/accounts/links/invitations';
import { mailResetLinks } from './features/accounts/links/links';
import { requireFactors } from './features/accounts/required-factor';
import { secondFactorRoutes } from './features/accounts/second-factor/routes';
import { limitSessions } from './features/accounts/sessions';
import { unlockRoutes } from './features/accounts/unlock';
import { keepLiveFiles } from './features/approval/files/keep-live-files';
import { endLapsedProposals } from './features/approval/proposals/lapse';
import { publishOnSchedule } from './features/approval/schedule';
import { recordChange, watchAccounts } from './features/audit/accounts';
import { keepAppendOnly } from './features/audit/append-only';
import { auditRoutes, registerAuditPermission } from './features/audit/routes';
import { silenceStatistics } from './features/audit/strapi-handlers';
import { scheduleBackups } from './features/backup/schedule';
import { watchHealth } from './features/health/watch';
import { setUpMail } from './features/mail/set-up';
import { sendNotifications } from './features/notifications/set-up';
import { setUpPreviews } from './features/preview/routes';
import { dispatchChanges } from './features/publication/dispatch';
import { triggerBuilder } from './features/publication/trigger';
import { registerStatusPermission } from './features/status/permission';
import { announceScanner } from './features/uploads/clamav';
import { clearIncoming } from './features/uploads/incoming';
import { sweepOrphans } from './features/uploads/orphans';
import { stampUploads } from './features/uploads/owner';
import { makeUploadsPrivate } from './features/uploads/private';
import { bearSlowLines } from './features/uploads/slow-lines';
import { guardStorage, guardTitles } from './features/uploads/store';
import { turnPhotosUpright } from './features/uploads/upright';
import { runAsSystem } from './kernel/actor';
import { runMigrations } from './kernel/database/migrations';
import { beginTurn, endTurn } from './kernel/database/start-lock';
import { finishDelivering, keepDelivering } from './kernel/events/deliver';
import { stopJobs } from './kernel/jobs/run';
import { setUpLocales } from './kernel/locales';
import { getSettings } from './kernel/settings';
import { guardDocuments } from './server/document-middleware';
import { setUpEditingViews } from './server/editing-views';
import { listenToEvents } from './server/listeners';
import { migrations } from './server/migrations';
import { closeOwnTables } from './server/own-tables';
import { closePermissions } from './server/permissions/close-permissions';
import { registerConditions } from './server/permissions/conditions';
import { removeLeftovers } from './server/permissions/remove-leftovers';
import { setUpRoles } from './server/permissions/roles';
import { adminRoutes } from './server/routes';
import { narrowStrapiRoutes } from './server/strapi-routes/narrow-routes';

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
    listenToEvents(strapi);
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
    keepUnits(strapi);
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
    await runMigrations(strapi, migrations);
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
    keepDelivering(strapi);
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
    await finishDelivering(strapi);
  },
};
