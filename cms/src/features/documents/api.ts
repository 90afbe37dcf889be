/** Where one language of an entry stands. */
export type State =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'approved'
  | 'live'
  | 'live-with-draft'
  | 'withdrawn';

/** Whom what was submitted waits for. */
export type Step = 'ministry' | 'moderator';

/** What stands at the address of something that was withdrawn. */
export interface Notice {
  readonly bn: string;
  readonly en: string;
}
