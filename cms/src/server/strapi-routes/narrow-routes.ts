import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { invitesAccount, type Limits, signInGuards } from '../../features/accounts';
import { keepLiveNames } from '../../features/approval';
import { auditedHandler } from '../../features/audit';
import { receiveUploads } from '../../features/uploads';
import { type Actor, currentActor } from '../../kernel/actor';
import { isClosed } from './closed-routes';

/**
 * Handlers of Strapi's own routes that nobody needs here and that go around the boundary: they count
 * all ministries' drafts whoever asks, list every ministry's folders, fetch addresses from inside, or
 * delete a language with all that is live in it. Parts that are closed whole are in `closed-routes.ts`.
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
];

/** Handlers that look at all ministries' entries or files: not for editors. */
const NOT_FOR_EDITORS = ['collection-types.countManyEntriesDraftRelations', 'admin-folder-file.deleteMany'];

/**
 * Handlers that only who runs the platform needs: the picker of a membership's user, and the labels of
 * a component's form, which Strapi lets everyone who is signed in change for all.
 */
const FOR_SUPER_ADMINS = [
  'relations.findAvailable',
  'relations.findExisting',
  'components.updateComponentConfiguration',
];

/** The media library asks for folders; there are none. */
const EMPTY = ['admin-folder.find', 'admin-folder.getStructure'];

/** Handlers that take files in. */
const UPLOADS = ['admin-upload.upload', 'admin-upload.uploadFile', 'admin-upload.replaceFile'];

/** Handlers that change a stored file's description; an upload with `?id=` does too. */
const DESCRIPTIONS = ['admin-upload.updateFileInfo', 'admin-upload.upload'];

interface Route {
  handler: unknown;
  readonly path?: string;
  config?: { middlewares?: unknown[]; [option: string]: unknown };
}
interface Router {
  routes: Route[];
}

/** Narrows the routes that Strapi brings, before they are mounted. */
export function narrowStrapiRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>): void {
  const guards = signInGuards(strapi, openLimits);
  const plugins = Object.entries(strapi.plugins).map(([name, { routes }]) => [name, routes] as const);
  for (const [prefix, router] of [['admin', strapi.admin.routes] as const, ...plugins].flatMap(routersOf)) {
    router.routes = router.routes.filter(
      ({ handler, path }) => !CLOSED.includes(String(handler)) && !isClosed(`${prefix}${path}`),
    );
    for (const route of router.routes) {
      narrow(strapi, route);
      for (const guard of guards(String(route.handler))) addMiddleware(route, guard);
      // After the guards: what they count stays counted when a change is undone.
      const audited = auditedHandler(strapi, String(route.handler));
      if (audited) addMiddleware(route, audited);
      // Within the transaction that makes the account.
      if (route.handler === 'user.create') addMiddleware(route, invitesAccount(strapi));
    }
  }
}

/** The routers of a plugin by their kind, each with what its addresses begin with. */
function routersOf([name, table]: readonly [name: string, table: unknown]): [prefix: string, Router][] {
  return Object.entries(table as Record<string, Router>)
    .filter(([, { routes }]) => Array.isArray(routes))
    .map(([kind, router]) => [kind === 'content-api' ? `/api/${name}` : `/${name}`, router]);
}

function narrow(strapi: Core.Strapi, route: Route): void {
  const handler = String(route.handler);
  if (route.path === '/files/:id') addMiddleware(route, needFileNumber);
  if (EMPTY.includes(handler)) {
    route.handler = (ctx: Context) => {
      ctx.body = { data: [] };
    };
  }
  if (NOT_FOR_EDITORS.includes(handler)) addMiddleware(route, only(strapi, ['moderator', 'super-admin']));
  if (FOR_SUPER_ADMINS.includes(handler)) addMiddleware(route, only(strapi, ['super-admin']));
  if (handler.startsWith('single-types.')) addMiddleware(route, refuseCollections(strapi));
  if (DESCRIPTIONS.includes(handler)) addMiddleware(route, keepLiveNames(strapi));
  if (UPLOADS.includes(handler)) addMiddleware(route, receiveUploads(strapi));
}

function addMiddleware(route: Route, middleware: (ctx: Context, next: Next) => Promise<void>): void {
  route.config = { ...route.config, middlewares: [...(route.config?.middlewares ?? []), middleware] };
}

/** PostgreSQL would fail at what is no number of a file, instead of finding nothing. */
async function needFileNumber(ctx: Context, next: Next): Promise<void> {
  if (!/^\d{1,9}$/.test(String(ctx.params.id))) throw new errors.NotFoundError('There is no such file.');
  await next();
}

function only(strapi: Core.Strapi, kinds: readonly Actor['kind'][]) {
  return async (_ctx: Context, next: Next): Promise<void> => {
    if (!kinds.includes(currentActor(strapi).kind)) throw new errors.PolicyError('You may not do this.');
    await next();
  };
}

/**
 * Asked for a collection, Strapi's handlers of single types answer with the state of its first entry,
 * whoever's it is: its document id, its languages and who wrote it.
 */
function refuseCollections(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (strapi.contentTypes[ctx.params.model as UID.ContentType]?.kind !== 'singleType')
      return ctx.notFound();
    await next();
  };
}
