import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';
import type { Context, Next } from 'koa';
import { factorState } from './second-factor/factors';

const REFRESH_COOKIE = 'strapi_admin_refresh';

/** What sessions depend on, of an account as it is stored. */
interface Account {
  readonly id: number;
  readonly email: string;
  readonly password: string | null;
  readonly isActive: boolean;
  readonly roles: readonly { readonly id: number }[];
  /** Whether it has a second factor. */
  readonly factor: boolean;
}

/**
 * Runs what starts or renews a session, and takes the session back when meanwhile the account's address,
 * password, second factor, roles or activity changed: all sessions ended then, and this one was not there yet to be ended.
 * @param account as it was when it was judged
 * @throws UnauthorizedError in that case
 */
export async function unlessChanged(
  strapi: Core.Strapi,
  ctx: Context,
  account: Account,
  next: Next,
): Promise<void> {
  await next();
  const session = sessionIn((ctx.body as { data?: { token?: string } } | undefined)?.data?.token);
  if (!session) return;
  const now = await accountNow(strapi, account.id);
  if (now && stateOf(now) === stateOf(account)) return;
  await strapi.db.query('admin::session').deleteMany({ where: { sessionId: session.sessionId } });
  throw new errors.UnauthorizedError('Invalid refresh token');
}

/** Around Strapi's exchange of the refresh cookie for a new access token. */
export function guardRenewal(strapi: Core.Strapi) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const userId = Number(sessionIn(ctx.cookies.get(REFRESH_COOKIE))?.userId);
    const account = Number.isSafeInteger(userId) ? await accountNow(strapi, userId) : null;
    // Strapi refuses what is no token of its own.
    if (!account) return next();
    await unlessChanged(strapi, ctx, account, next);
  };
}

function stateOf({ email, password, isActive, roles, factor }: Account): string {
  return JSON.stringify([email, password, isActive, roles.map(({ id }) => id).sort(), factor]);
}

/** The account as it is stored now; a change that has begun is waited for. */
async function accountNow(strapi: Core.Strapi, id: number): Promise<Account | null> {
  return strapi.db.transaction(async ({ trx }) => {
    await lockAccount(strapi, trx, id);
    const account = await strapi.db
      .query('admin::user')
      .findOne({ where: { id }, populate: { roles: true } });
    return account && { ...account, factor: (await factorState(strapi, id)).on };
  });
}

/** Makes others who change or judge an account wait until the transaction ends; SQLite has one writer anyway. */
export async function lockAccount(strapi: Core.Strapi, trx: Knex.Transaction, id: number): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres') return;
  await trx('admin_users').where({ id }).select('id').forUpdate();
}

/** What a token says; Strapi has made it, or judges it. */
function sessionIn(token: string | undefined): { userId?: unknown; sessionId?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
