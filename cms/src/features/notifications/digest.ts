import type { Core } from '@strapi/strapi';
import { ownerNames } from '../access';
import { RECORD } from '../documents';
import { audience, MODERATORS, queueMail, type Recipient } from '../mail';
import { waitingMail } from './messages';
import { drop, lastSent, markSent, RELEASE, type StoredNotice, waiting } from './notices';

/** Milliseconds between two digests to one audience. */
const WINDOW = 15 * 60_000;

/**
 * Tells moderators and ministries' approvers what was submitted to them: the first at once, what
 * follows within fifteen minutes together in the next digest.
 */
export async function sendDigests(strapi: Core.Strapi): Promise<void> {
  const names = new Set((await undigested(strapi)).map(({ waitsFor }) => waitsFor as string));
  for (const name of names) {
    if (Date.now() - (await lastSent(strapi, name)) < WINDOW) continue;
    await strapi.db.transaction(() => sendDigest(strapi, name));
  }
}

function undigested(strapi: Core.Strapi, where: object = {}): Promise<StoredNotice[]> {
  return waiting(strapi, { $and: [{ waitsFor: { $ne: RELEASE } }, where] });
}

async function sendDigest(strapi: Core.Strapi, name: string): Promise<void> {
  const notices = await undigested(strapi, { waitsFor: name });
  const current: StoredNotice[] = [];
  for (const notice of notices) {
    if (await stillWaits(strapi, notice)) current.push(notice);
    else await drop(strapi, [notice]);
  }
  const readers = await audience(strapi, name);
  if (current.length === 0 || readers.length === 0) return;
  for (const reader of readers) await mailDigest(strapi, reader, current);
  await markSent(strapi, current);
}

/** It may have been taken back meanwhile. */
async function stillWaits(
  strapi: Core.Strapi,
  { document, language, waitsFor }: StoredNotice,
): Promise<boolean> {
  const step = waitsFor === MODERATORS ? 'moderator' : 'ministry';
  const where = { document, language, state: 'submitted', step };
  return (await strapi.db.query(RECORD).count({ where })) > 0;
}

async function mailDigest(
  strapi: Core.Strapi,
  { id, email, language }: Recipient,
  all: StoredNotice[],
): Promise<void> {
  // Nobody decides what they submitted themselves.
  const notices = all.filter(({ submittedBy, actor }) => id !== submittedBy && id !== actor);
  if (notices.length === 0) return;
  const names = await ownerNames(strapi, language);
  const entries = notices.map((notice) => ({
    ...notice,
    ministryName: names.get(notice.ministry ?? '') ?? '',
    submittedAt: notice.createdAt,
  }));
  await queueMail(strapi, { to: email, ...waitingMail(strapi, entries, language) });
}
