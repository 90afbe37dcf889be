/** What the admin's own screens and the publication's routes say to each other; types only. */

/** Why something approved is not live. `kind` names the words; `detail` is there for whoever may read it. */
export interface Trouble {
  /** A kind of failure as the builder names it, or `left-out`, or `held`. */
  readonly kind: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly detail?: string;
  /** What is wrong with an entry that was left out. */
  readonly left?: LeftOutProblem;
}

/** Why the site stands without an entry or a part of one. */
export interface LeftOutProblem {
  /** In English. */
  readonly problem: string;
  /** Names the words. */
  readonly code?: string;
  /** Where, as `body.2.image`. */
  readonly field?: string;
  /** The file, the address or the name that it is about. */
  readonly about?: string;
}

/** How one language of an entry is doing on its way to the site. Moments are ISO 8601 in UTC. */
export interface LanguageStatus {
  readonly language: 'bn' | 'en';
  /** Whether visitors are to get it or not; null when it never was live. */
  readonly wanted: 'live' | 'gone' | null;
  /** When that was approved. */
  readonly approvedAt: string | null;
  /** Whether the live release does not show it yet, and nothing is known to hinder that. */
  readonly building: boolean;
  /** When the release that shows it went live; for `gone`, the one that shows it no more. */
  readonly since: string | null;
  readonly trouble: Trouble | null;
  /** Where visitors find it. */
  readonly url: string | null;
}

/** GET /platform/publication/entries/:type/:document */
export interface EntryStatus {
  /** Bengali and English, in this order. */
  readonly languages: readonly LanguageStatus[];
}

export interface LeftOutEntry extends LeftOutProblem {
  readonly type: string;
  readonly documentId: string;
  readonly locale: string;
  readonly key?: string;
  readonly title?: string;
}

export interface BuildSummary {
  readonly ok: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Its name in the builder's log. */
  readonly build?: string;
  readonly release?: string;
  readonly pages?: number;
  /** Size of the release. */
  readonly bytes?: number;
  /** Milliseconds by part of the build. */
  readonly parts?: Readonly<Record<string, number>>;
  readonly kind?: string;
  readonly error?: string;
  /** Of a build from nothing: in how many files what was live until then differed. */
  readonly compared?: {
    readonly files: number;
    readonly different: number;
    /** The first of them, for whoever may know. */
    readonly named: readonly string[];
  };
  readonly leftOut: number;
}

/** Something approved that the live release does not show yet. */
export interface WaitingChange {
  readonly type: string;
  readonly document: string;
  readonly language: string;
  readonly title: string;
  readonly action: 'publish' | 'unpublish';
  readonly since: string;
}

/** What every site needs and is not live yet, in some language or both. */
export interface UnwrittenEntry {
  readonly type: 'site-settings' | 'page';
  /** The slug that the page has to have. */
  readonly key: string | null;
  readonly languages: readonly ('bn' | 'en')[];
}

interface UndeliveredMail {
  readonly to: string;
  readonly subject: string;
  readonly at: string;
  readonly error: string | null;
}

/** How backups are doing. Moments are ISO 8601 in UTC. */
export interface BackupStatus {
  /** All that was committed before is in the last backup; null if there is none. */
  readonly lastAt: string | null;
  /** Whether the last one is older than it should be. */
  readonly late: boolean;
  /** Since when there is nowhere to put backups. */
  readonly unconfiguredSince: string | null;
  /** When one was last restored into a throw-away place and compared, and when that one was made. */
  readonly proven: { readonly at: string; readonly madeAt: string } | null;
  readonly failures: readonly {
    readonly kind: 'failing' | 'rehearsalFailing' | 'witnessFailing';
    readonly since: string;
    /** In English. */
    readonly error: string;
  }[];
  /** Uploads that the database names and that are not there. */
  readonly missing: number;
  /** Whether the backups lie on the disk that they are backups of. */
  readonly sameDisk: boolean;
}

/** GET /platform/publication/status */
export interface SiteStatus {
  readonly upToDate: boolean;
  /** The release that visitors have. */
  readonly live: BuildSummary | null;
  /** Since when an operator holds a release, whatever is approved. */
  readonly heldSince: string | null;
  /** Newest first. */
  readonly builds: readonly BuildSummary[];
  /** Newest first; no more than a hundred. */
  readonly waiting: readonly WaitingChange[];
  /** What the newest build left out. */
  readonly leftOut: readonly LeftOutEntry[];
  /** Empty for whoever cannot write it. */
  readonly unwritten: readonly UnwrittenEntry[];
  /** Null for whoever has nothing to do with it. */
  readonly mail: { readonly waiting: number; readonly undelivered: readonly UndeliveredMail[] } | null;
  /** Null for whoever has nothing to do with it, and where nothing is known of backups. */
  readonly backup: BackupStatus | null;
}
