import type { Context, Next } from 'koa';
import { ADMIN_POLICY, ANSWER_POLICY, PERMISSIONS } from '../kernel/http/policies';

/** Says what a browser may do with an answer. Previews and uploads say it themselves. */
export default () =>
  async (ctx: Context, next: Next): Promise<void> => {
    ctx.set('Permissions-Policy', PERMISSIONS);
    ctx.set('Content-Security-Policy', ANSWER_POLICY);
    await next();
    const isPanel = /^\/admin(?:\/|$)/.test(ctx.path) && ctx.response.is('html');
    if (isPanel) ctx.set('Content-Security-Policy', ADMIN_POLICY);
  };
