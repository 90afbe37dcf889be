import { parse } from 'node-html-parser';
import { xmlAddresses, xmlProblem } from './check-xml.ts';

/** What a page, a feed or a sitemap promises and needs. */
export interface PageParts {
  readonly ids: ReadonlySet<string>;
  /** As written, each once: pages, pictures, scripts, where a redirect leads. */
  readonly addresses: ReadonlySet<string>;
  /** Problems of the page itself. */
  readonly problems: readonly string[];
}

const ATTRIBUTES = ['href', 'src', 'action', 'poster'];
const META = /^og:(image|url)$/;

/** Takes a file of the site apart for the check; in what is no page, feed or sitemap nothing is found. */
export function partsOf(file: string, text: string): PageParts {
  if (file.endsWith('.html')) return readPage(text);
  if (!file.endsWith('.xml')) return { ids: new Set(), addresses: new Set(), problems: [] };
  const problem = xmlProblem(text);
  return { ids: new Set(), addresses: new Set(xmlAddresses(text)), problems: problem ? [problem] : [] };
}

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
