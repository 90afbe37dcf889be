import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { addressKey } from './address';
import { rememberDevice } from './known-device';
import type { Limits } from './limits';
import { linkTo } from './links/links';
import { refused } from './messages';
import { recordLimit, refuseFor } from './refuse-limited';
import { sameText, sealOf } from './seal';

/** Seconds in which a link counts: as long as an account can be closed to unknown devices at a time. */
const LIFETIME = 60 * 60;

interface Account {
  readonly id: number;
  readonly password: string | null;
}

/**
 * The address by which an account's owner makes a device known while others' tries have closed the account
 * to unknown ones. It counts once, and still asks for password and second factor. What it names stands
 * behind the #, which goes to no server and into no log.
 */
export function unlockLink(strapi: Core.Strapi, account: Account): { address: string; until: Date } {
  const expires = Math.floor(Date.now() / 1000) + LIFETIME;
  const once = randomBytes(16).toString('base64url');
  const token = [account.id, expires, once, sealOfLink(account, expires, once)].join('.');
  return { address: linkTo(strapi, 'login', 'unlock', token), until: new Date(expires * 1000) };
}

/** The route that the panel's sign-in page sends a link's token to. */
export function unlockRoutes(strapi: Core.Strapi, openLimits: () => Promise<Limits>) {
  return {
    type: 'admin',
    prefix: '/platform/sign-in',
    routes: [
      {
        method: 'POST',
        path: '/unlock',
        handler: (ctx: Context) => unlock(strapi, openLimits, ctx),
        config: { auth: false },
        info: { pluginName: 'admin' },
      },
    ],
  };
}

async function unlock(strapi: Core.Strapi, openLimits: () => Promise<Limits>, ctx: Context): Promise<void> {
  const limits = await openLimits();
  const keys = { link: addressKey(ctx.request.ip) };
  const reached = await limits.take(keys);
  if (reached) {
    await recordLimit(strapi, reached, { address: keys.link, path: ctx.request.path });
    refuseFor(ctx, reached);
  }
  const parsed = z.object({ token: z.string().max(300) }).safeParse((ctx.request as { body?: unknown }).body);
  const [id = '', expires = '', once = '', seal = ''] = parsed.data?.token.split('.') ?? [];
  const account = /^\d{1,9}$/.test(id)
    ? await strapi.db.query('admin::user').findOne({ where: { id: Number(id), isActive: true } })
    : null;
  const fits =
    account &&
    Number(expires) * 1000 > Date.now() &&
    sameText(seal, sealOfLink(account, Number(expires), once));
  if (!fits || (await limits.take({ once }))) throw refused('platform.sign-in.link-wrong');
  await limits.giveBack(keys);
  rememberDevice(ctx, account);
  await recordEvent(strapi, {
    action: 'sign-in.unlocked',
    actor: { kind: 'none' },
    details: { account: account.id, email: account.email, address: keys.link },
  });
  ctx.body = {};
}

const sealOfLink = ({ id, password }: Account, expires: number, once: string) =>
  sealOf('unlock', [id, password, once, expires]);
