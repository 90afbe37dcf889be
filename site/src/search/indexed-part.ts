import { parse, serializeOuter, type DefaultTreeAdapterTypes as Tree } from 'parse5';

const BODY = 'data-pagefind-body';
const IGNORED = 'data-pagefind-ignore';

/**
 * What the search index takes of a page: the part that says so, without what it is told to leave alone in it.
 * Where it is the same for two pages, the index says the same of both.
 * @returns HTML; empty if the page is not to be found
 */
export function indexedPart(html: string): string {
  const waiting: Tree.ChildNode[] = [...parse(html).childNodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!('tagName' in node)) continue;
    if (has(node, BODY)) return serializeOuter(withoutIgnored(node));
    waiting.push(...node.childNodes);
  }
  return '';
}

/** Not one call inside the other: pages may be nested deeper than calls can be. */
function withoutIgnored(body: Tree.Element): Tree.Element {
  const waiting = [body];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    element.childNodes = element.childNodes.filter((child) => !('tagName' in child && has(child, IGNORED)));
    waiting.push(...element.childNodes.filter((child) => 'tagName' in child));
  }
  return body;
}

function has({ attrs }: Tree.Element, name: string): boolean {
  return attrs.some((attribute) => attribute.name === name);
}
