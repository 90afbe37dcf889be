import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { isClosed } from '../access/closed-routes';
import { describeRequest, newRequestId, withoutSecrets } from '../http/request';

/** Statuses that say no. */
const REFUSALS = [401, 403, 405, 413, 415, 429];

/**
 * Names each request, in its answer too, and writes a line about it into the log, in which no query stands:
 * there are tokens in queries. What was refused to somebody is a warning.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  async (ctx: Context, next: Next): Promise<void> => {
    ctx.state.requestId = newRequestId(ctx.get('x-request-id'));
    ctx.set('X-Request-Id', ctx.state.requestId);
    const begun = Date.now();
    await next();
    const line = `${ctx.method} ${withoutSecrets(ctx.path)} (${Date.now() - begun} ms) ${ctx.status} ${describeRequest(ctx)}`;
    const refusedUpload = ctx.status === 400 && ctx.method !== 'GET' && ctx.path.startsWith('/upload');
    // The panel itself looks at some of what is closed.
    const closed = ctx.status >= 400 && ctx.method !== 'GET' && isClosed(ctx.path);
    const refused = REFUSALS.includes(ctx.status) || refusedUpload || closed;
    if (refused) strapi.log.warn(`refused ${line}`);
    else strapi.log.http(line);
  };
