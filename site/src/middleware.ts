import { defineMiddleware } from 'astro:middleware';
import { withPolicy } from './csp.ts';

/** Every page leaves with the policy that fits what is in it. */
export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response(withPolicy(await response.text()), response);
});
