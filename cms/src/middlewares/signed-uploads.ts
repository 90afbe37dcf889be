import path from 'node:path';
import type { Context, Next } from 'koa';
import { isSigned } from '../kernel/files/signed-urls';

/** The path that Strapi's static routes would look up, or undefined for one that cannot be decoded. */
function lookedUp(requested: string): string | undefined {
  try {
    return path.posix.normalize(`/${decodeURIComponent(requested)}`);
  } catch {
    return undefined;
  }
}

/** Lets only signed addresses through to uploaded files, and lets no browser execute what it gets. */
export default () => async (ctx: Context, next: Next) => {
  const file = lookedUp(ctx.path);
  if (file !== undefined && !file.toLowerCase().startsWith('/uploads')) return next();
  if (file !== ctx.path || !isSigned(file, ctx.query)) {
    ctx.status = 404;
    return;
  }
  ctx.set('content-security-policy', "default-src 'none'; sandbox");
  ctx.set('x-content-type-options', 'nosniff');
  ctx.set('cache-control', 'private, max-age=3600');
  await next();
};
