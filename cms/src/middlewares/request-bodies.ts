import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { isUploadRoute } from '../features/uploads';

/**
 * Refuses, before any of it is read, what no route of the CMS takes: everything but JSON, except for uploads,
 * which are read by their own routes after who sends them is known (`features/uploads/receive.ts`). What is packed is
 * refused too: it could unpack to anything.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  const { httpServer } = strapi.server;
  // Node would answer each such request with "go on" before it is looked at.
  httpServer.on('checkContinue', (request, response) => httpServer.emit('request', request, response));
  return async (ctx: Context, next: Next): Promise<void> => {
    if (!hasBody(ctx)) return next();
    const isUpload =
      ctx.is('multipart/form-data') === 'multipart/form-data' && isUploadRoute(ctx.method, ctx.path);
    const isPacked = !['', 'identity'].includes(ctx.get('content-encoding').toLowerCase());
    if (isPacked || !(isUpload || ctx.is('application/json'))) {
      ctx.status = 415;
      ctx.body = { data: null, error: { status: 415, name: 'UnsupportedMediaType', message: MESSAGE } };
      return;
    }
    if (!isUpload && ctx.get('expect')) ctx.res.writeContinue();
    await next();
  };
};

const MESSAGE = 'Send JSON, not packed; files go to /upload, by somebody who is signed in.';

const hasBody = (ctx: Context) =>
  ctx.get('transfer-encoding') !== '' || !['', '0'].includes(ctx.get('content-length'));
