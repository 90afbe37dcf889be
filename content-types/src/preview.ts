import type { EntryLine } from './export.ts';

/** What the CMS asks the process that renders drafts; `id` comes back with the answer. */
export interface PreviewQuestion {
  readonly id: number;
  /** The draft as it would stand in the export if it were published now. */
  readonly draft: EntryLine;
}

export type PreviewAnswer = { readonly id: number } & PreviewOutcome;

export type PreviewOutcome =
  | {
      readonly outcome: 'page';
      readonly html: string;
      /** The part of the page that is the draft's, `service-x`; absent where the page is all of it. */
      readonly part?: string;
    }
  /** There is no page that would show it. */
  | { readonly outcome: 'no page' }
  /** `reason` is for the log: it may quote the draft. */
  | { readonly outcome: 'failed'; readonly reason: string };
