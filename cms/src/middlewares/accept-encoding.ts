import type { Context, Next } from 'koa';

const REFUSED = /;\s*q\s*=\s*0(?:\.0{0,3})?\s*$/i;

/** Strips what is refused from the packed forms that a request names: koa-compress packs for `br;q=0`. */
export default () => (ctx: Context, next: Next) => {
  const named = ctx.get('accept-encoding').split(',');
  const accepted = named.filter((coding) => !REFUSED.test(coding));
  if (accepted.length < named.length) ctx.req.headers['accept-encoding'] = accepted.join(',') || 'identity';
  return next();
};
