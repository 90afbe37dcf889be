import type { Core } from '@strapi/strapi';
import { typeByName } from 'content-types';
import type { Context } from 'koa';
import { currentActor } from '../../kernel/actor';
import { type Reader, readerOf } from '../access';
import { refused } from '../approval';
import { maySee, readContext } from '../documents';
import { entryStatus } from './entry-status';
import { siteStatus } from './site-status';

/** How entries and the site are doing, for the admin's own screens, below `/platform`. */
export function publicationRoutes(strapi: Core.Strapi) {
  const route = (path: string, action: (reader: Reader, ctx: Context) => Promise<unknown>) => ({
    method: 'GET',
    path: `/publication${path}`,
    handler: async (ctx: Context) => {
      const actor = currentActor(strapi);
      if (!('userId' in actor)) throw refused('not-allowed');
      ctx.body = await action(await readerOf(strapi, actor), ctx);
    },
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { pluginName: 'admin' },
  });
  return [
    route('', (reader) => siteStatus(strapi, reader, { brief: true })),
    route('/status', (reader) => siteStatus(strapi, reader)),
    route('/entries/:type/:document', async (reader, { params }) => {
      const type = typeByName(String(params.type));
      const entry = type && (await readContext(strapi, type, String(params.document)));
      if (!entry || !maySee(reader, entry)) throw refused('unknown');
      return entryStatus(strapi, entry, { whole: reader.actor.kind !== 'editor' });
    }),
  ];
}
