import type { Context, Next } from 'koa';

/**
 * Whatever does not say that it may be kept is not: drafts, accounts and tokens stay in no cache, on the way
 * or on a shared PC. The panel's files, which are named by their content, and uploads say otherwise.
 */
export default () =>
  async (ctx: Context, next: Next): Promise<void> => {
    await next();
    // Strapi says so for whoever asks from nowhere; there is nobody to say it to.
    if (ctx.response.get('Access-Control-Allow-Origin') === '*') ctx.remove('Access-Control-Allow-Origin');
    if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'no-store');
  };
