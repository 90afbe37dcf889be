import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { approvalRoutes } from '../features/approval';
import { findTargets } from '../features/entries';
import { publicationRoutes } from '../features/status';
import { currentActor } from '../kernel/actor';

/** Routes for the admin's own screens, open to whoever is signed in with one of our roles. */
export function adminRoutes(strapi: Core.Strapi) {
  const signedIn = (action: (ctx: Context) => Promise<unknown>) => async (ctx: Context) => {
    if (currentActor(strapi).kind === 'none') throw new errors.PolicyError('You may not do this.');
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
      ...approvalRoutes(strapi),
      ...publicationRoutes(strapi),
    ],
  };
}
