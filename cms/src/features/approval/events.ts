import type { ContentType, Locale } from 'content-types';
import type { Actor } from '../../kernel/actor';
import type { Step } from '../documents';

/** What becomes of one language of an entry, or of all of it, as people decide. */
type EntryEventName =
  | 'submitted'
  | 'taken-back'
  | 'agreed'
  | 'returned'
  | 'approved'
  | 'schedule-cancelled'
  | 'schedule-failed'
  | 'passed-to-moderators'
  | 'live'
  | 'withdrawn'
  | 'notice-worded'
  | 'notice-removed'
  | 'unpublished'
  | 'deleted'
  | 'erased'
  | 'proposed'
  | 'proposal-confirmed'
  | 'proposal-declined'
  | 'proposal-taken-back'
  | 'proposal-lapsed';

/** Something that was decided about an entry, or came of itself. Plain data: it may wait in the database. */
export interface EntryEvent {
  readonly name: EntryEventName;
  readonly actor: Actor;
  /** The content type's name, such as `story`. */
  readonly type: string;
  readonly document: string;
  /** Not there where it is about all languages. */
  readonly language?: Locale;
  readonly ministry: string | null;
  readonly title?: string;
  /** Whom it waits for now. */
  readonly step?: Step;
  readonly submittedBy?: number;
  readonly decidedBy?: number;
  /** Who may be asked to confirm a proposal: ids of admin users. */
  readonly askedOf?: readonly number[];
  /** Who asked for what a proposal was about. */
  readonly proposedBy?: number;
  /** What the audit record keeps besides: comment, reason, digest. Never what a draft says. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A version that went live or was taken down, or whose notice changed. */
interface ChangedVersion {
  readonly documentId: string;
  readonly locale: string;
  readonly [attribute: string]: unknown;
}

/** What visitors see of a document is to change. */
interface PublicationEvent {
  readonly name: 'published' | 'taken-down';
  readonly type: ContentType;
  readonly versions: readonly ChangedVersion[];
}

/** A ministry's own step of the approval was switched. */
interface MinistryStepEvent {
  readonly name: 'ministry-step-on' | 'ministry-step-off';
  readonly actor: Actor;
  readonly ministry: string;
}

/** All that the approval and the document service tell others of. */
export type ApprovalEvent = EntryEvent | PublicationEvent | MinistryStepEvent;
