import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { hashOf, type OwnCode } from '../../src/security/csp.ts';
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
/** Others that hold an address, which no template uses. */
const OTHER_ADDRESSES = ['formaction', 'data', 'cite', 'background', 'ping', 'xlink:href'];
const META = /^og:(image|url)$/;
/** Where links may lead; the model says the same of what editors write. */
const SCHEMES = ['https:', 'http:', 'mailto:', 'tel:'];
/** Scripts that are data, which no browser runs. */
const DATA = /^application\/(?:\w+\+)?json$/;
/** Elements that bring in or run what others wrote, or that change how the rest of a page is read. No template has one. */
const FOREIGN = new Set(
  'applet base embed frame frameset iframe math noembed noframes object plaintext svg template xmp'.split(
    ' ',
  ),
);

/** Takes a file of the site apart for the check; in what is no page, feed or sitemap nothing is found. */
export function partsOf(file: string, text: string, own: OwnCode): PageParts {
  if (file.endsWith('.html')) return readPage(text, own);
  if (!file.endsWith('.xml')) return { ids: new Set(), addresses: new Set(), problems: [] };
  const problem = xmlProblem(text);
  return { ids: new Set(), addresses: new Set(xmlAddresses(text)), problems: problem ? [problem] : [] };
}

/** Reads a page as a browser does, https://html.spec.whatwg.org/multipage/parsing.html */
export function readPage(html: string, own: OwnCode): PageParts {
  const parts = { ids: new Set<string>(), addresses: new Set<string>(), problems: new Set<string>() };
  for (const element of elementsOf(html, false)) lookAt(element, parts, own);
  // What a browser that runs scripts reads otherwise.
  if (html.includes('<noscript')) {
    const { problems } = parts;
    for (const element of elementsOf(html, true)) lookAt(element, { ...emptyParts(), problems }, own);
  }
  if (parts.addresses.delete('')) parts.problems.add('it has an empty link');
  return { ...parts, problems: [...parts.problems] };
}

/** The ids of a page. */
export function idsIn(html: string): ReadonlySet<string> {
  return new Set([...elementsOf(html, false)].flatMap(({ attrs }) => attributesOf(attrs).get('id') ?? []));
}

interface Parts {
  readonly ids: Set<string>;
  readonly addresses: Set<string>;
  readonly problems: Set<string>;
}
const emptyParts = () => ({ ids: new Set<string>(), addresses: new Set<string>() });

/** Not one inside the other: pages may be nested deeper than calls can be. */
function* elementsOf(html: string, scriptingEnabled: boolean): Generator<Tree.Element> {
  const waiting: Tree.ChildNode[] = parse(html, { scriptingEnabled }).childNodes.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!('tagName' in node)) continue;
    yield node;
    const inner = 'content' in node ? node.content.childNodes : node.childNodes;
    for (const child of inner.toReversed()) waiting.push(child);
  }
}

function lookAt({ tagName, attrs, childNodes }: Tree.Element, parts: Parts, own: OwnCode): void {
  const { ids, addresses, problems } = parts;
  const attributes = attributesOf(attrs);
  const id = attributes.get('id');
  if (id) ids.add(id);
  for (const name of ATTRIBUTES) {
    const value = attributes.get(name);
    if (value !== undefined) addresses.add(value.trim());
  }
  for (const candidate of attributes.get('srcset')?.split(',') ?? []) {
    addresses.add(candidate.trim().split(/\s/)[0] ?? '');
  }
  if (FOREIGN.has(tagName)) problems.add(`it has a <${tagName}>, which no template has`);
  for (const problem of attributeProblems(attributes)) problems.add(problem);
  const text = childNodes.map((node) => ('value' in node ? node.value : '')).join('');
  if (tagName === 'style' && !own.styles.includes(hashOf(text)))
    problems.add('it has a <style> that is not of the site’s code');
  if (tagName === 'script') {
    const problem = scriptProblem(attributes, text, own);
    if (problem) problems.add(problem);
  }
  if (tagName === 'meta') lookAtMeta(attributes, parts);
}

function lookAtMeta(attributes: ReadonlyMap<string, string>, { addresses, problems }: Parts): void {
  const content = attributes.get('content') ?? '';
  if (META.test(attributes.get('property') ?? '')) addresses.add(content);
  const instruction = attributes.get('http-equiv')?.toLowerCase();
  if (instruction === undefined || instruction === 'content-security-policy') return;
  const target = content.replace(/^[^=]*url=/i, '');
  if (instruction === 'refresh' && /^\/(?!\/)/.test(target)) addresses.add(target);
  else problems.add(`it has a <meta http-equiv="${instruction}"> that no template has`);
}

function scriptProblem(
  attributes: ReadonlyMap<string, string>,
  text: string,
  own: OwnCode,
): string | undefined {
  const type = attributes.get('type')?.trim().toLowerCase() ?? '';
  if (DATA.test(type)) return isJson(text) ? undefined : `its <script type="${type}"> is not JSON`;
  const src = attributes.get('src');
  const isOwn = src === undefined ? own.scripts.includes(hashOf(text)) : own.files.includes(src);
  return isOwn ? undefined : 'it has a <script> that is not of the site’s code';
}

function attributeProblems(attributes: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [name, value] of attributes) {
    // Templates write neither; what looks so has got in through a text.
    if (name.startsWith('on') || name === 'style' || name === 'srcdoc')
      problems.push(`it has an attribute ${name}, which no template has`);
    if (!ATTRIBUTES.includes(name) && !OTHER_ADDRESSES.includes(name)) continue;
    const { protocol = '' } = URL.parse(value, 'https://site') ?? {};
    if (protocol && !SCHEMES.includes(protocol))
      problems.push(`it has an address that begins with ${protocol}`);
  }
  return problems;
}

function attributesOf(attrs: Tree.Element['attrs']): ReadonlyMap<string, string> {
  return new Map(attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
