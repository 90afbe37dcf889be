/** What the builder says of the search index, in `/pagefind/index.json`. */
export interface SearchFacts {
  /** The parts beside the first that hold pages of a language, by the language: folders below `/pagefind/`. */
  readonly more: Readonly<Record<string, readonly string[]>>;
  /** Results whose pages are not there any more, or that another part knows better. */
  readonly gone: readonly string[];
}
