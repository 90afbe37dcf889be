import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { describeRequest, newRequestId, withoutSecrets } from '../kernel/http/request';
import { isClosed } from '../server/strapi-routes/closed-routes';

/** Statuses that say no. */
const REFUSALS = [401, 403, 405, 413, 415, 429];

/**
 * What panel, builder and monitors ask every few seconds, to learn that nothing is new: a line for each would be
 * most of the log.
 */
const POLLED =
  /^\/(?:_health|api\/export\/revision|platform\/publication(?:\/.*)?|platform\/approval\/(?:queue|numbers|proposals))$/;

/**
 * Names each request, in its answer too, and writes a line about it into the log, in which no query stands:
 * there are tokens in queries; none about what is polled and answered. What was refused to somebody is a warning.
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
    else if (ctx.status >= 400 || ctx.method === 'POST' || !POLLED.test(ctx.path)) strapi.log.http(line);
  };
