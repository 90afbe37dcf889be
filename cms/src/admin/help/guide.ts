/** One picture of the guide; `npm run guide` makes them in both languages. */
export type Picture =
  | 'home'
  | 'write'
  | 'preview'
  | 'submit'
  | 'returned'
  | 'queue'
  | 'compare'
  | 'approve'
  | 'withdraw'
  | 'history';

export interface GuidePart {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly picture?: { readonly name: Picture; readonly alternative: string };
}

export interface Guide {
  readonly title: string;
  readonly lead: string;
  readonly contents: string;
  readonly parts: readonly GuidePart[];
}
