import type { Core } from '@strapi/strapi';
import { actorOf } from '../../../kernel/actor';
import { recordEvent } from '../../audit';
import { addressKey } from '../address';
import { mailOwner } from '../mail/account-mail';
import { type CodeOutcome, factorState, takeCode } from './factors';

/**
 * Takes a code of an account's second factor, wherever it is asked for; records that a recovery code was
 * used and tells the owner, who alone knows whether their phone is really gone.
 */
export async function spendCode(
  strapi: Core.Strapi,
  account: { readonly id: number; readonly email: string; readonly roles?: readonly { code: string }[] },
  typed: string | undefined,
): Promise<CodeOutcome> {
  const outcome = await takeCode(strapi, account.id, typed);
  if (outcome !== 'recovered') return outcome;
  const { id, email } = account;
  const ip = strapi.requestContext.get()?.request.ip;
  await recordEvent(strapi, {
    action: 'second-factor.recovery-used',
    actor: actorOf(account),
    details: { account: id, email, ...(ip && { address: addressKey(ip) }) },
  });
  const { recoveryLeft } = await factorState(strapi, id);
  await mailOwner(strapi, id, 'recovery-used', { left: recoveryLeft, by: 'self' });
  return outcome;
}
