import type { Core } from '@strapi/strapi';
import { every } from '../../kernel/jobs/run';
import { MESSAGE, type StoredMail } from './queue';
import { type Failure, givesUp, isServerDown, pauseAfter } from './retry';

/** Days for which messages stay after they were sent or given up. */
const KEPT_DAYS = 30;

/** A link that lives no longer than this is too old to be read and opened. */
const LEAST_LIFE = 5 * 60_000;
const TOO_OLD = 'The link in it had expired before the message could be sent.';

/** Hands a message to the server; fails as nodemailer does. */
export type Send = (mail: Pick<StoredMail, 'to' | 'subject' | 'text' | 'messageId'>) => Promise<unknown>;

/** Sends what waits, from one instance at a time, again after failures; and forgets old messages. */
export function sendMails(strapi: Core.Strapi, send: Send): void {
  every(strapi, { name: 'mail', seconds: 2, lease: 120, work: (signal) => sendDue(strapi, send, signal) });
  every(strapi, { name: 'mail-tidy', seconds: 86_400, lease: 120, work: () => forgetOld(strapi) });
}

async function sendDue(strapi: Core.Strapi, send: Send, signal: AbortSignal): Promise<void> {
  for (let down = false; !down && !signal.aborted; ) {
    const mail: StoredMail | null = await strapi.db.query(MESSAGE).findOne({
      where: { state: 'waiting', dueAt: { $lte: Date.now() } },
      orderBy: { id: 'asc' },
    });
    if (!mail) return;
    if (isTooOld(mail)) {
      strapi.log.warn(`E-mail ${mail.id} is given up: ${TOO_OLD}`);
      await end(strapi, mail, { state: 'given-up', error: TOO_OLD });
      continue;
    }
    const failure = await attempt(send, mail);
    if (failure) await keepFailure(strapi, mail, failure);
    else await end(strapi, mail, { state: 'sent', attempts: mail.attempts + 1, error: null });
    down = failure !== undefined && isServerDown(failure);
  }
}

const isTooOld = ({ expiresAt }: StoredMail) =>
  expiresAt !== null && Number(expiresAt) < Date.now() + LEAST_LIFE;

/** The failure if the message was not taken. */
async function attempt(send: Send, mail: StoredMail): Promise<Failure | undefined> {
  try {
    await send(mail);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error as Failure) : { message: String(error) };
  }
}

async function keepFailure(strapi: Core.Strapi, mail: StoredMail, failure: Failure): Promise<void> {
  const attempts = mail.attempts + 1;
  const error = failure.message.slice(0, 1000);
  const age = Date.now() - new Date(mail.createdAt).getTime();
  if (givesUp(failure, age)) {
    strapi.log.error(`E-mail ${mail.id} to ${mail.to} is given up (attempt ${attempts}): ${error}`);
    await end(strapi, mail, { state: 'given-up', attempts, error });
    return;
  }
  const pause = pauseAfter(attempts);
  strapi.log.warn(`E-mail ${mail.id} was not sent, trying again in ${pause / 60_000} min: ${error}`);
  await change(strapi, mail, { attempts, error, dueAt: Date.now() + pause });
}

/** A link that still opens something is read by nobody in the database once its message is done with. */
async function end(strapi: Core.Strapi, mail: StoredMail, data: object): Promise<void> {
  await change(strapi, mail, { ...data, ...(mail.expiresAt !== null && { text: '' }) });
}

async function change(strapi: Core.Strapi, { id }: StoredMail, data: object): Promise<void> {
  await strapi.db.query(MESSAGE).update({ where: { id }, data });
}

async function forgetOld(strapi: Core.Strapi): Promise<void> {
  const before = new Date(Date.now() - KEPT_DAYS * 86_400_000).toISOString();
  await strapi.db
    .query(MESSAGE)
    .deleteMany({ where: { state: { $ne: 'waiting' }, updatedAt: { $lt: before } } });
}
