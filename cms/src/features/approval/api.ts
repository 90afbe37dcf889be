import type { Designation } from '../access';
import type { Notice, State, Step } from '../documents';
/** What the admin's own screens and the approval's routes say to each other; types only. */

export type Language = 'bn' | 'en';

export type Action =
  | 'submit'
  | 'take-back'
  | 'agree'
  | 'return'
  | 'approve'
  | 'cancel'
  | 'withdraw'
  | 'unpublish'
  | 'erase';

/** Something to tell a person: `code` names its translation, `text` is the same in English. */
export interface Message {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** What the reader may do now; a refused action says why. */
export interface ActionOffer {
  readonly action: Action;
  readonly allowed: boolean;
  readonly reason?: Message;
  /** True when it may only be asked of a second person, with a reason that everyone sees. */
  readonly asks?: boolean;
}

/** Something to mend before submitting, or, where it does not block, to think of. */
export interface Problem extends Message {
  /** The path of the field, as the model names it: `body.2.image`. */
  readonly field?: string;
  readonly blocking: boolean;
}

/** What needs a second person. */
export type ProposalKind = 'notice' | 'notice-removal' | 'override' | 'erase';
export type ProposalAction = 'confirm' | 'decline' | 'take-back';

/** Why a proposal is over though nobody decided on it. */
export type Lapse = 'decided' | 'changed' | 'proposer-gone' | 'expired';

/** Something that one person asked for and a second one has to confirm. */
export interface Proposal {
  readonly id: number;
  readonly kind: ProposalKind;
  readonly title: string;
  /** Null where it is about the document in all languages. */
  readonly language: Language | null;
  readonly reason: string | null;
  /** The wording that is to stand at the address. */
  readonly notice: Notice | null;
  /** When it is to go live, where that is asked for. */
  readonly publishAt: string | null;
  readonly proposedBy: Designation | null;
  readonly proposedAt: string;
  readonly expiresAt: string;
  /** Whether anybody could confirm it today. */
  readonly somebody: boolean;
  readonly actions: readonly {
    readonly action: ProposalAction;
    readonly allowed: boolean;
    readonly reason?: Message;
  }[];
}

/** GET /platform/approval/proposals, oldest first */
export interface WaitingProposal extends Proposal {
  readonly type: string;
  readonly document: string;
  readonly ministryName: string;
}

/** GET /platform/approval/entries/:type/:document */
export interface EntryApproval {
  readonly type: string;
  readonly document: string;
  readonly ministry: string | null;
  /** Whether the ministry's own step is on. */
  readonly ministryStep: boolean;
  /** Bengali and English, in this order, whether or not they exist. */
  readonly languages: readonly LanguageApproval[];
  /** What waits for a second person, for those whom it concerns. */
  readonly proposals: readonly Proposal[];
}

/** Moments are ISO 8601 in UTC; people are null once their account is gone. */
export interface LanguageApproval {
  readonly language: Language;
  readonly exists: boolean;
  readonly state: State;
  readonly step: Step | null;
  readonly title: string | null;
  /** Names the draft as it is now; actions send it back. */
  readonly digest: string | null;
  /** The languages that are live with other shared values, so that this one goes live with them or not at all. */
  readonly together: readonly { readonly language: Language; readonly digest: string | null }[];
  readonly actions: readonly ActionOffer[];
  readonly problems: readonly Problem[];
  readonly submittedBy: Designation | null;
  readonly submittedAt: string | null;
  readonly note: string | null;
  readonly agreedBy: Designation | null;
  readonly agreedAt: string | null;
  readonly decidedBy: Designation | null;
  readonly decidedAt: string | null;
  readonly comment: string | null;
  readonly publishAt: string | null;
  readonly liveSince: string | null;
  readonly overrideReason: string | null;
  /** Who asked for the override that a second super admin confirmed. */
  readonly overrideBy: Designation | null;
  readonly notice: Notice | null;
  /** The address on the site, from the root, while it is live or withdrawn with a notice. */
  readonly path: string | null;
}

/** GET …/:language/changes */
export interface Comparison {
  readonly language: Language;
  readonly against: 'live' | 'nothing';
  readonly digest: string;
  readonly changes: readonly FieldChange[];
}

export interface PathStep {
  readonly field: string;
  /** The component's uid, where the step goes into a part. */
  readonly component?: string;
  /** The part's place from 0, after the change; before it, where the part was removed. */
  readonly index?: number;
}

export interface FieldChange {
  readonly path: readonly PathStep[];
  /** Whole parts move; both sides then show the part in short. */
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** The place from 0 that a moved part had. */
  readonly from?: number;
  readonly before: Shown | null;
  readonly after: Shown | null;
}

export type Shown =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'list'; readonly items: readonly string[] }
  | { readonly as: 'date' | 'moment'; readonly iso: string }
  | { readonly as: 'yes-no'; readonly value: boolean }
  | {
      readonly as: 'file';
      readonly name: string;
      readonly alternative?: string;
      /** Bytes. */
      readonly size: number;
      /** A signed address that opens for an hour. */
      readonly url?: string;
    };

/** GET …/history, newest first */
export interface HistoryEvent {
  readonly at: string;
  readonly action: string;
  readonly language: Language | null;
  /** As they were then; null for the platform itself. */
  readonly by: Designation | null;
  readonly comment?: string;
  readonly override?: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** GET /platform/approval/queue, oldest first */
export interface QueueEntry {
  readonly type: string;
  readonly document: string;
  readonly language: Language;
  readonly title: string;
  readonly ministry: string | null;
  readonly ministryName: string;
  readonly state: State;
  readonly step: Step | null;
  readonly submittedAt: string | null;
  readonly submittedBy: Designation | null;
  readonly note: string | null;
  /** What has to be changed in what was returned. */
  readonly comment: string | null;
  readonly publishAt: string | null;
  readonly digest: string;
  readonly actions: readonly ActionOffer[];
}

/** How much waits of one ministry or organisation. */
interface Waiting {
  readonly ministry: string | null;
  readonly name: string;
  readonly count: number;
  /** When the oldest of them was submitted. */
  readonly oldest: string;
}

/** GET /platform/approval/numbers */
export interface Numbers {
  readonly waiting: readonly Waiting[];
  /** What waits of organisations that are not government. */
  readonly organisations: readonly Waiting[];
  /** Median hours from submission to approval over the last 30 days; null when nothing was approved. */
  readonly medianHours: number | null;
  /** How many were approved in the last 30 days. */
  readonly approved: number;
}

/** One line of a selection in a list. */
export interface BatchItem {
  readonly type: string;
  readonly document: string;
  readonly language: Language;
  readonly digest: string;
}

/** POST /platform/approval/batch */
export interface BatchResult extends BatchItem {
  readonly ok: boolean;
  readonly message?: Message;
}

/** GET /platform/approval/steps */
export interface MinistryStep {
  readonly ministry: string;
  readonly name: string;
  readonly on: boolean;
  /** How many current ministry approvers there are. */
  readonly approvers: number;
  /** Whether the reader may switch it. */
  readonly mayChange: boolean;
}
