import type { EntryLine } from './export.ts';

/** What the CMS asks the process that renders drafts; `id` comes back with the answer. */
export interface PreviewQuestion {
  readonly id: number;
  /** The draft as it would stand in the export if it were published now. */
  readonly draft: EntryLine;
  /** Its page, or what keeps it from going live. */
  readonly ask: 'page' | 'check';
}

/** Something for which the site would be built without the draft or a part of it; see excluded-entries.ts of the site. */
export interface DraftProblem {
  readonly code: string;
  /** Where, as `body.2.image`. */
  readonly field: string;
  readonly about: string;
  /** The same in English. */
  readonly problem: string;
}

/** Said once, when the site's code is loaded. */
export interface PreviewReady {
  readonly ready: true;
}

export type PreviewAnswer = { readonly id: number } & PreviewOutcome;

export type PreviewOutcome =
  | {
      readonly outcome: 'page';
      readonly html: string;
      /** The part of the page that is the draft's, `service-x`; absent where the page is all of it. */
      readonly part?: string;
    }
  /** The whole answer to `check`: empty if the site can show the draft. */
  | { readonly outcome: 'checked'; readonly problems: readonly DraftProblem[] }
  /** There is no page that would show it. */
  | { readonly outcome: 'no page' }
  /** `reason` is for the log: it may quote the draft. */
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      /** Whether the process had been well until it was asked. */
      readonly broken?: boolean;
    };
