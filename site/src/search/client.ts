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
 *   data-pagefind-filter="type:programme" and one "ministry:msw" for each ministry, inside <main>, each
 *     on an element of its own: Pagefind reads "type:programme, ministry:msw" as one long type
 *   data-pagefind-meta="type:Programme": what the reader sees as the kind of page, in the page's language
 *   data-pagefind-meta="lang:bn" as well, on another element, where the entry is not in the page's language
 *   data-pagefind-ignore on what is not the page's own text (breadcrumbs, "see also")
 * Lists, home, search and 404 have no data-pagefind-body and so are not found.
 */

import type { SearchFacts } from './facts.ts';
import { type Question, questionOfAddress, questionOfForm, show as showQuestion } from './question.ts';
import { resultItem, type SearchHit } from './result.ts';

/** The words of the search page, in the page's language. */
export interface SearchStrings {
  /** BCP 47, for digits and plural forms: `bn-BD` or `en`. */
  readonly locale: string;
  readonly loading: string;
  /** By plural category of `Intl.PluralRules`; `other` stands in for others. `{{count}}` is the number. */
  readonly results: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
  readonly none: string;
  readonly failed: string;
}

/** What is used of Pagefind's browser module; https://pagefind.app/docs/api/ */
interface Pagefind {
  options(options: { noWorker: boolean }): Promise<void>;
  mergeIndex(bundle: string): Promise<void>;
  search(
    term: string | null,
    options: { filters: Record<string, string> },
  ): Promise<{ results: readonly Hit[] }>;
}
interface Hit {
  readonly id: string;
  data(): Promise<SearchHit>;
}

interface Index {
  readonly pagefind: Pagefind;
  readonly gone: ReadonlySet<string>;
}

/** Results shown at a time: each is a request of its own. */
const STEP = 5;

/** Starts the search page: answers what its address asks, then what the form asks. */
export function start(form: HTMLFormElement): void {
  const page = new SearchPage();
  const ask = (question: Question) => void page.ask(question);
  const askForm = () => {
    const question = questionOfForm(form);
    const address = `${location.pathname}${question.query}`;
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
    ask(question);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    askForm();
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) askForm();
  });
  const askAddress = () => {
    const question = questionOfAddress(location.search);
    showQuestion(question, form);
    ask(question);
  };
  addEventListener('popstate', askAddress);
  askAddress();
}

class SearchPage {
  readonly #status = element('search-status');
  readonly #results = element('search-results');
  readonly #more = element('search-more');
  readonly #empty = element('search-empty');
  readonly #failed = element('search-failed');
  readonly #strings: SearchStrings = JSON.parse(element('search-strings').textContent ?? '');
  #index: Promise<Index> | undefined;
  #hits: readonly Hit[] = [];
  /** The number of the newest question; answers to earlier ones come too late. */
  #newest = 0;

  constructor() {
    this.#more.addEventListener(
      'click',
      () => void this.#attempt(++this.#newest, () => this.#showMore(true)),
    );
    // A module that once failed to load may be remembered as failed; a fresh page asks for it again.
    element('search-again').addEventListener('click', () => location.reload());
  }

  async ask(question: Question): Promise<void> {
    this.#newest += 1;
    const turn = this.#newest;
    this.#hits = [];
    this.#results.replaceChildren();
    this.#offer();
    this.#status.textContent = '';
    if (!question.query) return;
    this.#status.textContent = this.#strings.loading;
    await this.#attempt(turn, async () => {
      this.#index ??= load();
      const { pagefind, gone } = await this.#index;
      const { results } = await pagefind.search(question.text || null, { filters: question.filters });
      if (turn !== this.#newest) return;
      // Two parts may know the same page with the same words.
      const hits = new Map(results.map((hit) => [hit.id, hit]));
      this.#hits = [...hits.values()].filter(({ id }) => !gone.has(id));
      await this.#showMore(false);
      if (turn === this.#newest) this.#sayCount();
    });
  }

  async #attempt(turn: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      if (turn !== this.#newest) return;
      this.#index = undefined;
      this.#more.hidden = true;
      this.#failed.hidden = false;
      this.#status.textContent = this.#strings.failed;
    }
  }

  async #showMore(moveFocus: boolean): Promise<void> {
    const turn = this.#newest;
    const shown = this.#results.childElementCount;
    const found = await Promise.all(this.#hits.slice(shown, shown + STEP).map((hit) => hit.data()));
    if (turn !== this.#newest) return;
    this.#results.append(...found.map(resultItem));
    this.#offer();
    if (moveFocus) this.#results.children[shown]?.querySelector('a')?.focus();
  }

  /** Offers what helps now: more results, or nothing until an answer says otherwise. */
  #offer(): void {
    this.#more.hidden = this.#hits.length <= this.#results.childElementCount;
    this.#empty.hidden = true;
    this.#failed.hidden = true;
  }

  #sayCount(): void {
    const count = this.#hits.length;
    const { locale, results, none } = this.#strings;
    this.#empty.hidden = count > 0;
    const words = results[new Intl.PluralRules(locale).select(count)] ?? results.other;
    const digits = new Intl.NumberFormat(locale).format(count);
    this.#status.textContent = count > 0 ? words.replace('{{count}}', digits) : none;
  }
}

async function load(): Promise<Index> {
  // Written after the site is built, so that the bundler must not look for it.
  const address = '/pagefind/pagefind.js';
  const [pagefind, facts] = await Promise.all([
    import(/* @vite-ignore */ address) as Promise<Pagefind>,
    fetch('/pagefind/index.json').then((response) => response.json() as Promise<SearchFacts>),
  ]);
  // The worker is a second copy of the program to download; a search takes milliseconds without it.
  await pagefind.options({ noWorker: true });
  // Without a part in the page's language Pagefind would take one in another.
  const more = facts.more[document.documentElement.lang] ?? [];
  await Promise.all(more.map((part) => pagefind.mergeIndex(`/pagefind/${part}`)));
  return { pagefind, gone: new Set(facts.gone) };
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The search page has no #${id}`);
  return found;
}
