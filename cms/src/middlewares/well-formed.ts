import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';

/** No address has a NUL in it, and PostgreSQL fails at one (https://www.postgresql.org/docs/15/datatype-character.html). */
export default () =>
  async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.url.includes('%00')) throw new errors.ValidationError('No address has a NUL in it.');
    await next();
  };
