import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { databaseAnswers } from '../features/health';

/**
 * Says at `/_health` whether the CMS can do its work: 204, or 503 with the reason in words that anybody may
 * read. Strapi's own answer is 204 whatever happens to its database.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path !== '/_health' || (await databaseAnswers(strapi))) return next();
    ctx.status = 503;
    ctx.set('Retry-After', '10');
    ctx.body = { ok: false, problem: 'database', message: 'The database does not answer.' };
  };
