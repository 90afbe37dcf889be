import type { Core } from '@strapi/strapi';
import { EVENT } from '../../audit';
import { languageOf, letter, moment, number, queueMail } from '../../mail';
import { addressKey } from '../address';
import type { Limits, Reached } from '../limits';
import { unlockOf } from '../links/links';
import { unlockLink } from '../unlock';
import { type AccountEvent, accountWords, type By, type MailFacts } from './account-mail-words';

/** What is told besides the event itself. */
interface More {
  /** Where to; the account's own address unless that is what has changed. */
  readonly to?: string;
  /** The new address. */
  readonly email?: string;
  readonly left?: number;
  readonly link?: { readonly address: string; readonly until: Date };
  /** By whom; found out from the request where it is not given. */
  readonly by?: By;
}

/**
 * Tells the owner of an account what was done to it, in the current transaction: they are told exactly if
 * it was done. Whoever cannot sign in yet is not told.
 */
export async function mailOwner(
  strapi: Core.Strapi,
  account: number,
  event: AccountEvent,
  { to, email, left, link, by = byWhom(strapi, account) }: More = {},
): Promise<void> {
  const user = await strapi.db.query('admin::user').findOne({ where: { id: account } });
  if (!user?.isActive) return;
  const language = languageOf(user);
  const words = accountWords[language];
  const ip = strapi.requestContext.get()?.request.ip;
  const facts: MailFacts = {
    time: moment(new Date(), language),
    email,
    link: link?.address,
    left: left === undefined ? undefined : number(left, language),
  };
  const { subject, text } = words.events[event];
  const attempted = event === 'attempts' || event === 'closed';
  const done = !attempted && event !== 'new-device';
  await queueMail(strapi, {
    to: to ?? user.email,
    subject,
    text: letter(
      language,
      text(facts),
      [done ? words.by[by] : '', ip && by !== 'admin' ? words.from(addressKey(ip)) : '']
        .filter(Boolean)
        .join('\n'),
      attempted
        ? words.nothing
        : words.notYou(`${strapi.config.get('admin.absoluteUrl')}/auth/forgot-password`),
    ),
    link: link && { name: unlockOf(account), until: link.until },
  });
}

/** Tells the owner that somebody signed in where nobody did before; the first sign-in of all is no news. */
export async function mailNewDevice(strapi: Core.Strapi, account: number): Promise<void> {
  const where = { action: 'sign-in.succeeded', actorId: account };
  if ((await strapi.db.query(EVENT).count({ where })) > 0) await mailOwner(strapi, account, 'new-device');
}

/**
 * Tells the owner of tries that a limit has stopped: a few times a day at most while they can sign in
 * elsewhere, and whenever the account is closed to unknown devices, with a link that makes one known.
 */
export async function mailAttempts(
  strapi: Core.Strapi,
  limits: Limits,
  account: { readonly id: number; readonly password: string | null },
  { limit }: Reached,
): Promise<void> {
  if (limit === 'account') {
    await mailOwner(strapi, account.id, 'closed', { link: unlockLink(strapi, account) });
  } else if (!(await limits.take({ told: String(account.id) }))) {
    await mailOwner(strapi, account.id, 'attempts');
  }
}

function byWhom(strapi: Core.Strapi, account: number): By {
  const context = strapi.requestContext.get();
  if (!context) return 'operator';
  const { user } = context.state;
  if (!user) return 'link';
  return user.id === account ? 'self' : 'admin';
}
