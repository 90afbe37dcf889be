import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { auditedHandler } from '../audit/strapi-handlers';
import type { Limits } from '../sign-in/limits';
import { signInGuards } from '../sign-in/strapi-handlers';
import { checkIncomingFiles } from '../uploads/content';
import { keepLiveNames } from '../uploads/live-files';
import { currentActor } from './actor';

/**
 * Handlers of Strapi's own routes that nobody needs here and that go around the boundary: they count
 * all ministries' drafts whoever asks, list every ministry's folders, send mail to anyone, fetch
 * addresses from inside, or delete a language with all that is live in it.
 */
const CLOSED = [
  'homepage.getCountDocuments',
  'homepage.getKeyStatistics',
  'content-types.getNonLocalizedAttributes',
  'uid.generateUID',
  'uid.checkUIDAvailability',
  'admin-folder.findOne',
  'admin-folder.create',
  'admin-folder.update',
  'admin-folder-file.moveMany',
  'admin-upload.uploadFromUrls',
  'admin-upload.bulkUpdateFileInfo',
  'locales.createLocale',
  'locales.updateLocale',
  'locales.deleteLocale',
  'settings.updateSettings',
  'email.send',
];

/** Handlers that look at all ministries' entries or files: not for editors. */
const NOT_FOR_EDITORS = [
  'collection-types.countManyEntriesDraftRelations',
  'relations.findAvailable',
  'relations.findExisting',
  'admin-folder-file.deleteMany',
];

/** The media library asks for folders; there are none. */
const EMPTY = ['admin-folder.find', 'admin-folder.getStructure'];

/** Handlers that take files in. */
const UPLOADS = [
  'admin-upload.upload',
  'admin-upload.uploadFile',
  'admin-upload.replaceFile',
  'content-api.upload',
];

/** Handlers that change a stored file's description; an upload with `?id=` does too. */
const DESCRIPTIONS = ['admin-upload.updateFileInfo', 'admin-upload.upload', 'content-api.upload'];

interface Route {
  handler: unknown;
  config?: { middlewares?: unknown[]; [option: string]: unknown };
}
interface Router {
  routes: Route[];
}

/** Narrows the routes that Strapi brings, before they are mounted. */
export function narrowStrapiRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>): void {
  const guards = signInGuards(strapi, openLimits);
  const tables = [strapi.admin.routes, ...Object.values(strapi.plugins).map(({ routes }) => routes)];
  for (const router of tables.flatMap((table) => Object.values(table as unknown as Record<string, Router>))) {
    if (!Array.isArray(router.routes)) continue;
    router.routes = router.routes.filter(({ handler }) => !CLOSED.includes(String(handler)));
    for (const route of router.routes) {
      narrow(strapi, route);
      for (const guard of guards(String(route.handler))) addMiddleware(route, guard);
      // After the guards: what they count stays counted when a change is undone.
      const audited = auditedHandler(strapi, String(route.handler));
      if (audited) addMiddleware(route, audited);
    }
  }
}

function narrow(strapi: Core.Strapi, route: Route): void {
  const handler = String(route.handler);
  if (EMPTY.includes(handler)) {
    route.handler = (ctx: Context) => {
      ctx.body = { data: [] };
    };
  }
  if (NOT_FOR_EDITORS.includes(handler)) addMiddleware(route, refuseEditors(strapi));
  if (DESCRIPTIONS.includes(handler)) addMiddleware(route, keepLiveNames(strapi));
  if (UPLOADS.includes(handler)) addMiddleware(route, checkIncomingFiles);
}

function addMiddleware(route: Route, middleware: (ctx: Context, next: Next) => Promise<void>): void {
  route.config = { ...route.config, middlewares: [...(route.config?.middlewares ?? []), middleware] };
}

function refuseEditors(strapi: Core.Strapi) {
  return async (_ctx: Context, next: Next): Promise<void> => {
    const { kind } = currentActor(strapi);
    if (kind !== 'moderator' && kind !== 'super-admin') throw new errors.PolicyError('You may not do this.');
    await next();
  };
}
