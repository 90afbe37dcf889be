import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { recordEvent } from '../audit';
import type { Reached } from './limits';
import { limited } from './messages';

/** Records that a limit was reached, once until it is lifted. */
export async function recordLimit(
  strapi: Core.Strapi,
  { limit, first }: Reached,
  details: Record<string, unknown>,
): Promise<void> {
  if (!first) return;
  await recordEvent(strapi, {
    action: 'sign-in.limited',
    actor: { kind: 'none' },
    details: { ...details, limit },
  });
}

/** @throws RateLimitError, with the time to wait in the answer's Retry-After (RFC 9110, in seconds) */
export function refuseFor(ctx: Context, { limit, seconds }: Reached): never {
  ctx.set('Retry-After', String(seconds));
  throw limited(seconds, limit === 'account');
}
