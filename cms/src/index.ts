import type { Core } from '@strapi/strapi';
import { runAsSystem } from './access/actor';
import { registerConditions } from './access/conditions';
import { setUpRoles } from './access/roles';
import { setUpEditingViews } from './editing-views';
import { guardDocuments } from './entries/guard';
import { setUpLocales } from './locales';
import { dispatchChanges } from './publication/dispatch';
import { adminRoutes, removeCountingRoutes } from './routes';
import { getSettings } from './settings';
import { checkUploads } from './uploads/content';
import { makeUploadsPrivate } from './uploads/private';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register([
      { name: 'reference', type: 'string', inputSize: { default: 6, isResizable: true } },
      { name: 'references', type: 'json', inputSize: { default: 6, isResizable: true } },
    ]);
    guardDocuments(strapi);
    makeUploadsPrivate(strapi);
    checkUploads(strapi);
    removeCountingRoutes(strapi);
    strapi.server.routes(adminRoutes(strapi) as never);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    registerConditions(strapi);
    await runAsSystem(async () => {
      await setUpLocales(strapi);
      await setUpRoles(strapi);
      await setUpEditingViews(strapi);
    });
    if (getSettings().SMTP_URL === undefined) strapi.log.warn('SMTP_URL is not set: e-mails are not sent');
    dispatchChanges(strapi, getSettings());
  },
};
