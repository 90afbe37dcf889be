import { createHash } from 'node:crypto';

const STYLE = /<style(?:\s[^>]*)?>([\s\S]*?)<\/style>/gi;
const SCRIPT = /<script(\s[^>]*)?>([\s\S]*?)<\/script>/gi;
const CHARSET = '<meta charset="utf-8">';

/** The styles and scripts that the site's code has (see own-code.ts): nothing else may style or run a page. */
export interface OwnCode {
  /** Of styles that stand in pages, as sources of a policy. */
  readonly styles: readonly string[];
  /** The same of scripts. */
  readonly scripts: readonly string[];
  /** The addresses of script files, from the root. */
  readonly files: readonly string[];
}

/**
 * Puts a page's Content-Security-Policy into it: of the site's own styles and scripts those that it has,
 * by their hash, and files of the site itself. What else has got into a page is not in the policy, and so
 * does nothing. The policy stands in the page because hashes belong to one page and must be the same on
 * every server; what a page cannot say itself, such as who may frame it, is in the headers
 * (`serve/headers.ts`).
 * https://www.w3.org/TR/CSP3/#meta-element
 * @throws Error if the page has no place for it
 */
export function withPolicy(html: string, own: OwnCode): string {
  if (!html.includes(CHARSET))
    throw new Error(`a page has no ${CHARSET} behind which its policy could stand`);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html, own)}">`;
  return html.replace(CHARSET, () => CHARSET + policy);
}

/** The policy that a page needs and nothing more. */
export function policyOf(html: string, own: OwnCode): string {
  const styles = [...html.matchAll(STYLE)].map(([, style = '']) => hashOf(style));
  const elements = [...html.matchAll(SCRIPT)];
  const scripts = elements.flatMap(([, , script]) => (script ? [hashOf(script)] : []));
  const files = elements.flatMap(([, attributes = '']) => /\ssrc="([^"]*)"/.exec(attributes)?.[1] ?? []);
  const known = { styles: both(styles, own.styles), scripts: both(scripts, own.scripts) };
  const directives = ["default-src 'none'", "img-src 'self'"];
  if (known.styles.length > 0) directives.push(`style-src ${known.styles.join(' ')}`);
  // Whoever runs scripts searches: the index is fetched, and read by a module in WebAssembly.
  if (known.scripts.length > 0 || both(files, own.files).length > 0) {
    const sources = ["'self'", "'wasm-unsafe-eval'", ...known.scripts];
    directives.push(`script-src ${sources.join(' ')}`, "connect-src 'self'");
  }
  return directives.join(';');
}

/** What is in both, each once, in the order of the first. */
function both(found: readonly string[], own: readonly string[]): string[] {
  return [...new Set(found)].filter((one) => own.includes(one));
}

const known = new Map<string, string>();

/** A text as a source of a policy. Templates repeat their styles on every page: each is hashed once. */
export function hashOf(text: string): string {
  const found = known.get(text);
  if (found) return found;
  const hash = `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  // What is no template's, data above all, is on one page only.
  if (known.size < KEPT) known.set(text, hash);
  return hash;
}

/** Hashes that are remembered: far more than the templates have. */
const KEPT = 1000;
