import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getSettings } from '../settings';

/** A name for a request that a trusted proxy may have given it: in the logs of both it is the same. */
const GIVEN = /^[\w.-]{8,64}$/;

/** A new request's name. */
export function newRequestId(given: string): string {
  return getSettings().TRUSTED_PROXIES > 0 && GIVEN.test(given) ? given : randomUUID();
}

/** From where a request came, and what the log calls it. */
export interface Origin {
  readonly address: string;
  readonly request: string;
}

/** The same for the request that is being answered; undefined in the server's own work. */
export function currentOrigin(strapi: Core.Strapi): Origin | undefined {
  const ctx = strapi.requestContext.get();
  return ctx && { address: ctx.request.ip, request: String(ctx.state.requestId) };
}

/** An address as the log may keep it: what opens something by itself stands in queries and after these. */
export function withoutSecrets(path: string): string {
  return path.replace(/^(\/preview\/\w+\/).+/, '$1…').replace(/[^\x21-\x7e…]/g, '?');
}

/** A line of the log about somebody's request: who, from where, and what it is called. */
export function describeRequest(ctx: Context): string {
  const user = (ctx.state.user as { id?: number } | undefined)?.id ?? '-';
  return `address=${ctx.request.ip} user=${user} request=${ctx.state.requestId}`;
}
