import type { Core } from '@strapi/strapi';
import { checkMemberships, keepUnits } from './features/access';
import {
  answerChange,
  confirmationRoutes,
  hashOldInvitations,
  hashOnlyGoodPasswords,
  invitationRoutes,
  keepExpiry,
  keepNames,
  limitSessions,
  limitsOf,
  mailResetLinks,
  offerFirstRegistration,
  requireFactors,
  secondFactorRoutes,
  unlockRoutes,
} from './features/accounts';
import { endLapsedProposals, keepLiveFiles, publishOnSchedule } from './features/approval';
import {
  auditRoutes,
  keepAppendOnly,
  recordChange,
  registerAuditPermission,
  silenceStatistics,
  watchAccounts,
} from './features/audit';
import { scheduleBackups } from './features/backup';
import { watchHealth } from './features/health';
import { setUpMail } from './features/mail';
import { sendNotifications } from './features/notifications';
import { setUpPreviews } from './features/preview';
import { dispatchChanges, triggerBuilder } from './features/publication';
import { registerStatusPermission } from './features/status';
import {
  announceScanner,
  bearSlowLines,
  clearIncoming,
  guardStorage,
  guardTitles,
  hashUploads,
  stampUploads,
  sweepOrphans,
  turnPhotosUpright,
} from './features/uploads';
import { runAsSystem } from './kernel/actor';
import { runMigrations } from './kernel/database/migrations';
import { beginTurn, endTurn } from './kernel/database/start-lock';
import { finishDelivering, keepDelivering } from './kernel/events/deliver';
import { makeUploadsPrivate } from './kernel/files/signed-urls';
import { stopJobs } from './kernel/jobs/run';
import { setUpLocales } from './kernel/locales';
import { getSettings } from './kernel/settings';
import { addDocumentMiddleware } from './server/document-middleware';
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
    addDocumentMiddleware(strapi);
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
    hashUploads(strapi);
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
