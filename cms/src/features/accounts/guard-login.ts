import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { actorOf } from '../../kernel/actor';
import { recordEvent } from '../audit';
import { addressKey } from './address';
import { knownDevice, rememberDevice } from './known-device';
import type { Keys, Limits } from './limits';
import { mailAttempts, mailNewDevice } from './mail/account-mail';
import { refused } from './messages';
import { recordLimit, refuseFor } from './refuse-limited';
import { spendCode } from './second-factor/spend-code';
import { strapiAuth } from './strapi-auth';
import { unlessChanged } from './unchanged';

const credentials = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1000),
  code: z.string().max(100).optional(),
});

interface Account {
  readonly id: number;
  readonly email: string;
  readonly password: string | null;
  readonly isActive: boolean;
  readonly roles: readonly { readonly id: number; readonly code: string }[];
}

/** Why a sign-in failed, for the audit record alone. */
type Reason = 'unknown' | 'password' | 'inactive' | 'code';

/**
 * Goes before Strapi's sign-in: counts tries, checks password and second factor, and records how it
 * ended. An account that does not exist, a wrong password and an account that is switched off get the
 * same answer after the same work, so that nobody learns which accounts there are.
 */
export function guardLogin(strapi: Core.Strapi, openLimits: () => Promise<Limits>) {
  const auth = strapiAuth(strapi);
  let nobodys: Promise<string> | undefined;
  /** The hash of a password that nobody has, to be compared with where there is no account. */
  const nobodysHash = () => {
    nobodys ??= auth.hashPassword(`${randomBytes(24).toString('base64url')}Aa1`);
    return nobodys;
  };

  return async (ctx: Context, next: Next): Promise<void> => {
    const parsed = credentials.safeParse((ctx.request as { body?: unknown }).body);
    if (!parsed.success) throw refused('platform.sign-in.wrong');
    const { email, password, code } = parsed.data;
    const limits = await openLimits();
    const name = email.toLowerCase();
    const address = addressKey(ctx.request.ip);
    const account: Account | null = await strapi.db
      .query('admin::user')
      .findOne({ where: { email: name.replaceAll('\0', '') }, populate: { roles: true } });
    const device = account ? knownDevice(ctx, account) : undefined;
    const keys = loginKeys(name, address, device);
    const details = { email: name, address, ...(device && { device: true }) };
    const reached = await limits.take(keys);
    if (reached) {
      await recordLimit(strapi, reached, details);
      // Nobody waits for it: the time that an answer takes would say whether there is such an account.
      if (account?.isActive && reached.first)
        void mailAttempts(strapi, limits, account, reached).catch((error: Error) =>
          strapi.log.error(`The owner of account ${account.id} was not told of attempts: ${error.message}`),
        );
      refuseFor(ctx, reached);
    }

    const right = await auth.validatePassword(password, account?.password ?? (await nobodysHash()));
    const fail = async (reason: Reason) =>
      recordEvent(strapi, {
        action: 'sign-in.failed',
        actor: { kind: 'none' },
        details: { ...details, reason, ...(account && { account: account.id }) },
      });
    if (!account || !right || !account.isActive) {
      await fail(account ? (right ? 'inactive' : 'password') : 'unknown');
      throw refused('platform.sign-in.wrong');
    }
    const outcome = await spendCode(strapi, account, code);
    if (outcome === 'wrong') {
      await fail('code');
      throw refused('platform.sign-in.code-wrong');
    }
    // The password was right: nothing was guessed.
    await limits.giveBack(keys);
    if (outcome === 'missing') throw refused('platform.sign-in.code-needed');
    const { pair, device: tries } = keys;
    await limits.forget({ ...(pair && { pair }), ...(tries && { device: tries }) });
    await unlessChanged(strapi, ctx, { ...account, factor: outcome !== 'unasked' }, next);
    rememberDevice(ctx, account, device);
    if (!device) await mailNewDevice(strapi, account.id);
    await recordSuccess(strapi, account, address);
  };
}

/**
 * The counters of whoever tries a password or a code for an account. A device that is known for the account
 * has one of its own: what others try elsewhere does not stop it.
 */
function loginKeys(email: string, address: string, device: string | undefined): Keys {
  if (device) return { device: `${email} ${device}` };
  return { pair: `${email} ${address}`, address, account: email };
}

async function recordSuccess(strapi: Core.Strapi, account: Account, address: string): Promise<void> {
  const details = { account: account.id, email: account.email, address };
  await recordEvent(strapi, { action: 'sign-in.succeeded', actor: actorOf(account), details });
}
