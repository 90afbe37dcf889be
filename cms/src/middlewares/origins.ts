import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { isForeign } from '../kernel/http/origin';
import { describeRequest } from '../kernel/http/request';
import { getSettings } from '../kernel/settings';

/** Answers no page of another origin but those that an operator lets in; see `isForeign`. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  const { CMS_URL, CMS_ALLOWED_ORIGINS } = getSettings();
  const own = [...CMS_ALLOWED_ORIGINS, ...(CMS_URL ? [CMS_URL] : [])];
  return async (ctx: Context, next: Next): Promise<void> => {
    const header = (name: string) => ctx.get(name) || undefined;
    const origin = header('origin');
    const asked = { origin, site: header('sec-fetch-site'), mode: header('sec-fetch-mode') };
    if (isForeign({ ...asked, method: ctx.method, host: ctx.host }, own)) {
      strapi.log.warn(
        `refused origin=${JSON.stringify(origin?.slice(0, 200) ?? asked.site)} ${describeRequest(ctx)}`,
      );
      throw new errors.ForbiddenError('Pages of other origins get nothing here.');
    }
    await next();
  };
};
