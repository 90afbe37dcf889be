/*
 * The search page in the browser. Markup that the page gives; the ids are the contract:
 *
 *   form#search-form          method="get", its action the page's own address; inside it
 *     input[name=q]           what is asked
 *     select[name=type]       "" for all, else a type's name (`programme`); may be left out
 *     select[name=ministry]   "" for all, else a ministry's code; may be left out
 *   p#search-status           role="status", empty: "Searching…", "12 results"
 *   ol#search-results         empty: filled with <li><h2><a>title</a></h2><p>type</p><p>excerpt</p></li>
 *   button#search-more        hidden: five more
 *   #search-empty             hidden: advice when nothing is found, with links to the lists
 *   #search-failed            hidden: advice when the search cannot be loaded, with button#search-again
 *   script#search-strings     type="application/json": SearchStrings
 *   <script>import '../search/start.ts';</script>   loads this module once somebody wants to search
 *
 * Classes to style: .search-type, .search-excerpt (with <mark>).
 *
 * Every page that can be found says what the index needs:
 *   <main data-pagefind-body>; its title is the <h1>; the page's language is <html lang>
 *   data-pagefind-filter="type:programme" and one "ministry:msw" for each ministry, inside <main>
 *   data-pagefind-meta="type:Programme": what the reader sees as the kind of page, in the page's language
 *   data-pagefind-ignore on what is not the page's own text (breadcrumbs, "see also")
 * Lists, home, search and 404 have no data-pagefind-body and so are not found.
 */

/** The words of the search page, in the page's language. `{{count}}` stands for the number. */
export interface SearchStrings {
  /** BCP 47, for digits and plural forms: `bn-BD` or `en`. */
  readonly locale: string;
  readonly loading: string;
  /** By plural category of `Intl.PluralRules`; `other` is used where one is missing. */
  readonly results: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
  readonly none: string;
  readonly failed: string;
}
