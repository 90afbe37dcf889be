/** What the index holds of one page that was found. */
export interface SearchHit {
  readonly url: string;
  /** Part of the text as HTML, what was asked for in `<mark>`. */
  readonly excerpt: string;
  /** `title`, `type` (what the page is, for people), `lang` if not the language of the search page. */
  readonly meta: Readonly<Record<string, string>>;
}

/** One result as an item of the list. */
export function resultItem({ url, excerpt, meta }: SearchHit): HTMLLIElement {
  const link = document.createElement('a');
  link.href = new URL(url, location.origin).pathname;
  link.textContent = meta.title ?? url;
  const heading = document.createElement('h2');
  heading.append(link);
  const text = document.createElement('p');
  text.className = 'search-excerpt';
  text.append(...markedText(excerpt));
  const item = document.createElement('li');
  item.append(heading);
  if (meta.type) {
    const type = document.createElement('p');
    type.className = 'search-type';
    type.textContent = meta.type;
    item.append(type);
  }
  item.append(text);
  if (meta.lang) for (const part of [heading, text]) part.lang = meta.lang;
  return item;
}

/** Takes text and marks out of HTML and leaves everything else behind; nothing in it can run or load. */
function markedText(html: string): (Node | string)[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return [...body.childNodes].map((node) => {
    const text = node.textContent ?? '';
    if (node.nodeName !== 'MARK') return text;
    const mark = document.createElement('mark');
    mark.textContent = text;
    return mark;
  });
}
