import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { getSettings, parseSender } from '../../kernel/settings';
import { isAddress, oneLine } from './safe';

export const MESSAGE = 'api::mail.message';

/** A message to one person, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What a link in the text opens, if there is one. */
  readonly link?: Link;
}

/** A link that opens something for a while: a newer one of the same name makes it worthless. */
interface Link {
  /** `reset:12` */
  readonly name: string;
  readonly until: Date;
}

/** A message as it is kept. */
export interface StoredMail extends Omit<Mail, 'link'> {
  readonly id: number;
  readonly messageId: string;
  readonly state: 'waiting' | 'sent' | 'given-up';
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
  /** Milliseconds; a message with a link is worthless from then on. PostgreSQL gives it as text. */
  readonly expiresAt: number | string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * Keeps a message to be sent, in the current transaction: it is sent exactly if that one is committed.
 * An account with a broken address must not stop what its owner is told of, so such a message is given
 * up at once, where operators see it.
 */
export async function queueMail(strapi: Core.Strapi, { to, subject, text, link }: Mail): Promise<void> {
  if (link) await withdrawMails(strapi, [link.name]);
  const [, host] = parseSender(getSettings().MAIL_FROM)?.address.split('@') ?? [];
  const valid = isAddress(to);
  await strapi.db.query(MESSAGE).create({
    data: {
      to: oneLine(to, 250),
      subject: oneLine(subject, 250),
      text: link && !valid ? '' : text,
      link: link?.name ?? null,
      expiresAt: link?.until.getTime() ?? null,
      // The same at each attempt, so that a message that arrived twice is shown once.
      messageId: `<${randomUUID()}@${host}>`,
      state: valid ? 'waiting' : 'given-up',
      attempts: 0,
      dueAt: Date.now(),
      error: valid ? null : 'The account’s e-mail address is not valid.',
    },
  });
}

/** Deletes the messages that wait with these links, which open nothing any more. */
export async function withdrawMails(strapi: Core.Strapi, links: readonly string[]): Promise<void> {
  await strapi.db.query(MESSAGE).deleteMany({ where: { state: 'waiting', link: { $in: links } } });
}

/** Deletes every message that holds one of these words, sent or not: what they tell of was erased. */
export async function eraseMails(strapi: Core.Strapi, words: readonly string[]): Promise<void> {
  const holds = words.flatMap((word) => [{ subject: { $contains: word } }, { text: { $contains: word } }]);
  const found: { id: number }[] = await strapi.db
    .query(MESSAGE)
    .findMany({ where: { $or: holds }, select: ['id'] });
  await strapi.db.query(MESSAGE).deleteMany({ where: { id: { $in: found.map(({ id }) => id) } } });
}

/** Messages that could not be sent and are tried no more, newest first. */
export async function givenUpMails(strapi: Core.Strapi, limit = 50): Promise<StoredMail[]> {
  return strapi.db.query(MESSAGE).findMany({ where: { state: 'given-up' }, orderBy: { id: 'desc' }, limit });
}

/** How many messages were given up since then. */
export async function givenUpSince(strapi: Core.Strapi, since: Date): Promise<number> {
  return strapi.db
    .query(MESSAGE)
    .count({ where: { state: 'given-up', updatedAt: { $gte: since.toISOString() } } });
}

/** What waits to be sent and since when, and when something was last sent. */
export async function mailQueue(strapi: Core.Strapi): Promise<MailHealth> {
  const messages = strapi.db.query(MESSAGE);
  const waiting = await waitingMails(strapi);
  const [oldest] =
    waiting > 0
      ? await messages.findMany({ where: { state: 'waiting' }, orderBy: { id: 'asc' }, limit: 1 })
      : [];
  const [sent] = await messages.findMany({
    where: { state: 'sent' },
    orderBy: { updatedAt: 'desc' },
    limit: 1,
  });
  const time = (at: string | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return { waiting, waitingSince: time(oldest?.createdAt), sentAt: time(sent?.updatedAt) };
}

/** How many messages are still to be sent. */
export async function waitingMails(strapi: Core.Strapi): Promise<number> {
  return strapi.db.query(MESSAGE).count({ where: { state: 'waiting' } });
}

export interface MailHealth {
  readonly waiting: number;
  /** Since when the oldest of them has waited; null where none does. */
  readonly waitingSince: string | null;
  /** When a message was last sent; null where none was in the last weeks. */
  readonly sentAt: string | null;
}
