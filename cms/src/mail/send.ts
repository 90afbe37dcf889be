import type { Core } from '@strapi/strapi';
import { every } from '../jobs/run';
import { MESSAGE, type StoredMail } from './queue';
import { type Failure, givesUp, isServerDown, pauseAfter } from './retry';

/** Days for which messages stay after they were sent or given up. */
const KEPT_DAYS = 30;

/** Sends what waits, from one instance at a time, again after failures; and forgets old messages. */
export function sendMails(strapi: Core.Strapi): void {
  every(strapi, { name: 'mail', seconds: 2, lease: 120, work: (signal) => sendDue(strapi, signal) });
  every(strapi, { name: 'mail-tidy', seconds: 86_400, lease: 120, work: () => forgetOld(strapi) });
}

async function sendDue(strapi: Core.Strapi, signal: AbortSignal): Promise<void> {
  for (let down = false; !down && !signal.aborted; ) {
    const mail: StoredMail | null = await strapi.db.query(MESSAGE).findOne({
      where: { state: 'waiting', dueAt: { $lte: Date.now() } },
      orderBy: { id: 'asc' },
    });
    if (!mail) return;
    const failure = await send(strapi, mail);
    if (failure) await keepFailure(strapi, mail, failure);
    else await change(strapi, mail, { state: 'sent', attempts: mail.attempts + 1, error: null });
    down = failure !== undefined && isServerDown(failure);
  }
}

/** Sends a message; the failure if it was not taken. */
async function send(
  strapi: Core.Strapi,
  { to, subject, text, messageId }: StoredMail,
): Promise<Failure | undefined> {
  // RFC 3834: no out-of-office notes in answer.
  const headers = { 'Auto-Submitted': 'auto-generated' };
  try {
    await strapi.plugin('email').service('email').send({ to, subject, text, messageId, headers });
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
    await change(strapi, mail, { state: 'given-up', attempts, error });
    return;
  }
  const pause = pauseAfter(attempts);
  strapi.log.warn(`E-mail ${mail.id} was not sent, trying again in ${pause / 60_000} min: ${error}`);
  await change(strapi, mail, { attempts, error, dueAt: Date.now() + pause });
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
