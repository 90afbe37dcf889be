import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { currentActor } from './access/actor';
import { findTargets } from './entries/find-targets';
import { publicationStatus } from './publication/report';

/** Routes for the admin's own screens, open to whoever is signed in with one of our roles. */
export function adminRoutes(strapi: Core.Strapi) {
  const signedIn = (action: (ctx: Context) => Promise<unknown>) => async (ctx: Context) => {
    if (currentActor(strapi).kind === 'none') throw new errors.ForbiddenError('You may not do this.');
    ctx.body = await action(ctx);
  };
  const config = { policies: ['admin::isAuthenticatedAdmin'] };
  const info = { pluginName: 'admin' };
  return {
    type: 'admin',
    prefix: '/platform',
    routes: [
      {
        method: 'GET',
        path: '/references/:type',
        handler: signedIn(({ params, query }) =>
          findTargets(strapi, currentActor(strapi), String(params.type), query),
        ),
        config,
        info,
      },
      {
        method: 'GET',
        path: '/publication',
        handler: signedIn(() => publicationStatus(strapi, currentActor(strapi))),
        config,
        info,
      },
    ],
  };
}

/** Routes of Strapi that count all ministries' drafts and files, whoever asks. */
const COUNTING_ROUTES = ['/homepage/count-documents', '/homepage/key-statistics'];

interface Router {
  routes: { readonly path: string }[];
}

/** Takes the counting routes away before they are mounted; their widgets go in the admin's app.tsx. */
export function removeCountingRoutes(strapi: Core.Strapi): void {
  const routers = [strapi.plugin('content-manager').routes, strapi.admin.routes] as unknown as Record<
    string,
    Router
  >[];
  for (const router of routers.flatMap((table) => Object.values(table))) {
    if (Array.isArray(router.routes)) {
      router.routes = router.routes.filter(({ path }) => !COUNTING_ROUTES.includes(path));
    }
  }
}
