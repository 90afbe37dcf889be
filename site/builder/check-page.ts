import { parse } from 'node-html-parser';

/** What one HTML page promises and needs. */
export interface PageParts {
  readonly ids: ReadonlySet<string>;
  /** As written, each once: pages, pictures, scripts, where a redirect leads. */
  readonly addresses: ReadonlySet<string>;
  /** Problems of the page itself. */
  readonly problems: readonly string[];
}

const ATTRIBUTES = ['href', 'src', 'action', 'poster'];
const META = /^og:(image|url)$/;

/** Takes a page apart for the check. */
export function readPage(html: string): PageParts {
  const document = parse(html, { blockTextElements: { script: true, style: false } });
  const ids = new Set<string>();
  const addresses = new Set<string>();
  const problems: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const { attributes } = element;
    if (attributes.id) ids.add(attributes.id);
    for (const name of ATTRIBUTES) {
      const value = attributes[name];
      if (value !== undefined) addresses.add(value.trim());
    }
    for (const candidate of attributes.srcset?.split(',') ?? []) {
      addresses.add(candidate.trim().split(/\s/)[0] ?? '');
    }
    if (element.tagName === 'META') {
      const { property = '', content = '' } = attributes;
      if (META.test(property)) addresses.add(content);
      if (attributes['http-equiv']?.toLowerCase() === 'refresh') {
        addresses.add(content.replace(/^[^=]*url=/i, ''));
      }
    }
    if (element.tagName === 'SCRIPT' && /json/.test(attributes.type ?? '') && !isJson(element.text)) {
      problems.push(`its <script type="${attributes.type}"> is not JSON`);
    }
  }
  if (addresses.delete('')) problems.push('it has an empty link');
  return { ids, addresses, problems };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
