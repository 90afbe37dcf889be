import { createHash, randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { whenServing } from '../../../kernel/http/when-serving';
import { getSettings } from '../../../kernel/settings';
import { refused } from '../messages';
import { sameText } from '../seal';

/** In DATA_DIR, while nobody is registered: the address for the first super admin. */
const FILE = 'first-admin.txt';
const HASH = { key: 'hash' };

const store = (strapi: Core.Strapi) => strapi.store({ type: 'api', name: 'first-admin' });
const file = () => path.join(getSettings().DATA_DIR, FILE);
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Whether somebody is registered already. */
const hasAccounts = async (strapi: Core.Strapi) => (await strapi.db.query('admin::user').count()) > 0;

/**
 * While nobody is registered, makes a token at each start and leaves it where only who runs the server can
 * read: in a file of DATA_DIR, and in no log. Strapi gives the whole platform to whoever comes first.
 * Whoever starts the server last has the token that counts.
 */
export function offerFirstRegistration(strapi: Core.Strapi): void {
  whenServing(strapi, () => {
    offer(strapi).catch((error: Error) =>
      strapi.log.error(`There is no address for the first super admin: ${error.message}`),
    );
  });
}

async function offer(strapi: Core.Strapi): Promise<void> {
  if (await hasAccounts(strapi)) return withdrawOffer(strapi);
  const token = randomBytes(24).toString('base64url');
  await store(strapi).set({ ...HASH, value: hashOf(token) });
  // Behind the #, which a browser sends to no server.
  const address = `${strapi.config.get('admin.absoluteUrl')}/auth/register-admin#token=${token}`;
  await rm(file(), { force: true });
  const words = `Nobody can sign in yet. Register the first super admin at ${address}`;
  await writeFile(file(), `${words}\n`, { mode: 0o600 });
  strapi.log.warn(`Nobody can sign in yet. ${file()} says how the first super admin registers.`);
}

/** Takes the address back: somebody has an account now. */
export async function withdrawOffer(strapi: Core.Strapi): Promise<void> {
  await store(strapi).delete(HASH);
  await rm(file(), { force: true });
}

/** Before Strapi registers the first super admin: asks for the token, which counts once. */
export function guardFirstAdmin(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const request = ctx.request as { body?: Record<string, unknown> };
    const { token, ...body } = request.body ?? {};
    // Strapi refuses what it does not know.
    request.body = body;
    if (await hasAccounts(strapi)) throw refused('platform.sign-in.registered');
    if (typeof token !== 'string' || token === '') throw refused('platform.sign-in.token-needed');
    const wanted = await store(strapi).get(HASH);
    if (!sameText(hashOf(token), String(wanted))) throw refused('platform.sign-in.token-wrong');
    await next();
    if (ctx.status < 400) await withdrawOffer(strapi);
  };
}
