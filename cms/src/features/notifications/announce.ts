import type { Core } from '@strapi/strapi';
import type { Actor } from '../../kernel/actor';
import { approversAt, knowing, MODERATORS, queueMail } from '../mail';
import { outcomeMail } from './messages';
import { drop, keepNotice, RELEASE, waiting } from './notices';

/** A step of the approval that people may have to be told of. */
export interface Announcement {
  readonly action: 'submit' | 'agree' | 'return' | 'approve' | 'live' | 'override' | 'schedule-failed';
  readonly actor: Actor;
  /** The content type's name, such as `story`. */
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly title: string;
  readonly ministry: string | null;
  /** Whom it waits for now: needed with `submit`, and with `schedule-failed` where it waits again. */
  readonly step?: 'ministry' | 'moderator';
  readonly submittedBy?: number;
  /** Who approved it; `schedule-failed` tells them too. */
  readonly decidedBy?: number;
  /** The comment of a return, the reason of an override, why a schedule failed. */
  readonly comment?: string;
  /** ISO 8601; with `approve`, when it is to go live. */
  readonly publishAt?: string;
}

/**
 * Notes what people are to be told, in the current transaction: they are told exactly if what was
 * announced has happened. Sends nothing itself. Announce `live` whenever a version is published.
 */
export async function announce(strapi: Core.Strapi, announcement: Announcement): Promise<void> {
  const { action, actor, type, document, language, title, ministry } = announcement;
  // Whoever would still read of the step before would find that it is over.
  await drop(strapi, await waiting(strapi, { document, language, waitsFor: { $ne: RELEASE } }));
  await keepNotice(strapi, {
    action,
    type,
    document,
    language,
    title,
    ministry,
    actor: 'userId' in actor ? actor.userId : null,
    submittedBy: announcement.submittedBy ?? null,
    comment: announcement.comment ?? null,
    waitsFor: waitsFor(announcement),
  });
  await mailAtOnce(strapi, announcement);
}

function waitsFor({ action, step, ministry }: Announcement): string | null {
  if (action === 'live') return RELEASE;
  if (action === 'agree' || (action === 'schedule-failed' && step !== undefined)) return MODERATORS;
  if (action !== 'submit') return null;
  return step === 'ministry' && ministry !== null ? approversAt(ministry) : MODERATORS;
}

/** What concerns one or two people only does not wait for a digest or a release. */
async function mailAtOnce(strapi: Core.Strapi, announcement: Announcement): Promise<void> {
  const { action, ministry, submittedBy, decidedBy, publishAt } = announcement;
  const tell = async (outcome: Parameters<typeof outcomeMail>[1], ...ids: (number | undefined)[]) => {
    for (const id of new Set(ids)) {
      for (const { email, language } of await knowing(strapi, id, ministry)) {
        await queueMail(strapi, { to: email, ...outcomeMail(strapi, outcome, announcement, language) });
      }
    }
  };
  if (action === 'return') await tell('returned', submittedBy);
  if (action === 'approve' && publishAt !== undefined) await tell('scheduled', submittedBy);
  if (action === 'schedule-failed') await tell('failed', submittedBy, decidedBy);
}
