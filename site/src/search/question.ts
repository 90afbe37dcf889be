/** What somebody asks. */
export interface Question {
  /** The words; empty when only filters are asked for. */
  readonly text: string;
  /** By the name of Pagefind's filter. */
  readonly filters: Record<string, string>;
  /** The same as the query part of an address, `?q=…`; empty when nothing is asked. */
  readonly query: string;
}

const FILTERS = ['type', 'ministry'] as const;

/** @param search the query part of an address, with or without `?` */
export function questionOfAddress(search: string): Question {
  return question(new URLSearchParams(search));
}

export function questionOfForm(form: HTMLFormElement): Question {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') asked.set(name, value);
  return question(asked);
}

/** Fills the form in. */
export function show({ text, filters }: Question, form: HTMLFormElement): void {
  const values: Record<string, string> = { q: text, ...filters };
  for (const name of ['q', ...FILTERS]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = values[name] ?? '';
  }
}

/** Keyboards write some Bengali letters in one of two ways; the content, and so the index, is in NFC. */
function question(asked: URLSearchParams): Question {
  const text = (asked.get('q') ?? '').normalize('NFC').trim();
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = asked.get(name);
    if (value) filters[name] = value;
  }
  const query = new URLSearchParams({ ...(text && { q: text }), ...filters }).toString();
  return { text, filters, query: query && `?${query}` };
}
