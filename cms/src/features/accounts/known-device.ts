import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { usesHttps } from '../../kernel/settings';
import { sameText, sealOf } from './seal';

/** Seconds for which a browser stays known after its last sign-in. */
const LIFETIME = 90 * 86_400;

/** What a device is known for. The hash of the password is part of the seal: a new password forgets all. */
interface Account {
  readonly id: number;
  readonly password: string | null;
}

/**
 * The device's number, where somebody signed in to this account before on the browser that asks; undefined
 * otherwise. Nothing is stored: the cookie is sealed (OWASP, “Slow Down Online Guessing Attacks with Device
 * Cookies”). It lets nobody in; it only says whose tries are to be counted apart.
 */
export function knownDevice(ctx: Context, account: Account): string | undefined {
  const [expires = '', device = '', seal = ''] = (
    ctx.cookies.get(cookieOf(account), { signed: false }) ?? ''
  ).split('.');
  if (!(Number(expires) * 1000 > Date.now())) return undefined;
  return sameText(seal, sealOfDevice(account, device, Number(expires))) ? device : undefined;
}

/** Lets this browser be known for the account, under the number that it has or a new one. */
export function rememberDevice(ctx: Context, account: Account, known?: string): void {
  const device = known ?? randomBytes(16).toString('base64url');
  const expires = Math.floor(Date.now() / 1000) + LIFETIME;
  ctx.cookies.set(cookieOf(account), `${expires}.${device}.${sealOfDevice(account, device, expires)}`, {
    httpOnly: true,
    secure: usesHttps(),
    sameSite: 'strict',
    path: '/',
    expires: new Date(expires * 1000),
    overwrite: true,
    signed: false,
  });
}

/** Around Strapi's handlers that set a password and leave their user signed in on this browser. */
export function remembersDevice(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    const body = ctx.body as { data?: { id?: number; user?: { id?: number } } } | undefined;
    const id = body?.data?.user?.id ?? body?.data?.id;
    const account: Account | null =
      ctx.status < 400 && id ? await strapi.db.query('admin::user').findOne({ where: { id } }) : null;
    if (account) rememberDevice(ctx, account);
  };
}

/** One cookie for each account: officials of one office share computers. The name says not whose it is. */
function cookieOf({ id }: Account): string {
  const name = `device-${sealOf('device', ['cookie', id]).slice(0, 10)}`;
  return usesHttps() ? `__Host-${name}` : name;
}

const sealOfDevice = ({ id, password }: Account, device: string, expires: number) =>
  sealOf('device', [id, password, device, expires]);
