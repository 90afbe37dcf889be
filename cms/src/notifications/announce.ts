import type { Core } from '@strapi/strapi';
import type { Actor } from '../access/actor';

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
  /** Whom it waits for now; needed with `submit`. */
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
export async function announce(_strapi: Core.Strapi, _announcement: Announcement): Promise<void> {}
