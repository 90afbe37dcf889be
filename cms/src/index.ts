import type { Core } from '@strapi/strapi';
import { runAsSystem } from './access/actor';
import { checkMemberships } from './access/check-membership';
import { registerConditions } from './access/conditions';
import { setUpRoles } from './access/roles';
import { narrowStrapiRoutes } from './access/strapi-routes';
import { publishOnSchedule } from './approval/schedule';
import { keepAppendOnly } from './audit/append-only';
import { setUpEditingViews } from './editing-views';
import { guardDocuments } from './entries/guard';
import { stopJobs } from './jobs/run';
import { setUpLocales } from './locales';
import { setUpPreviews } from './preview/routes';
import { dispatchChanges } from './publication/dispatch';
import { adminRoutes } from './routes';
import { getSettings } from './settings';
import { keepLiveFiles } from './uploads/live-files';
import { stampUploads } from './uploads/owner';
import { makeUploadsPrivate } from './uploads/private';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register([
      { name: 'reference', type: 'string', inputSize: { default: 6, isResizable: true } },
      { name: 'references', type: 'json', inputSize: { default: 6, isResizable: true } },
    ]);
    guardDocuments(strapi);
    keepAppendOnly(strapi);
    checkMemberships(strapi);
    makeUploadsPrivate(strapi);
    keepLiveFiles(strapi);
    narrowStrapiRoutes(strapi);
    strapi.server.routes(adminRoutes(strapi) as never);
    setUpPreviews(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    registerConditions(strapi);
    stampUploads(strapi);
    await runAsSystem(async () => {
      await setUpLocales(strapi);
      await setUpRoles(strapi);
      await setUpEditingViews(strapi);
    });
    if (getSettings().SMTP_URL === undefined) strapi.log.warn('SMTP_URL is not set: e-mails are not sent');
    publishOnSchedule(strapi);
    dispatchChanges(strapi, getSettings());
  },

  async destroy({ strapi }: { strapi: Core.Strapi }) {
    await stopJobs(strapi);
  },
};
