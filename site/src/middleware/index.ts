import { defineMiddleware } from 'astro:middleware';
import { withPolicy } from '../security/csp.ts';
import { ownCodeOf } from '../security/own-code.ts';

/**
 * Every page leaves with the policy that fits what is in it. The renderer (`build/render/entry.ts`) puts it
 * in itself: a second answer for each would cost as much as its templates.
 */
export const onRequest = defineMiddleware(async ({ locals }, next) => {
  const response = await next();
  if (locals.props) return response;
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  // This module is part of what the entry point is made of.
  const { createApp } = await import('astro/app/entrypoint');
  return new Response(withPolicy(await response.text(), ownCodeOf(createApp().manifest)), response);
});
