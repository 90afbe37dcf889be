import { createHash } from 'node:crypto';

const STYLE = /<style(?:\s[^>]*)?>([\s\S]*?)<\/style>/gi;
const SCRIPT = /<script(\s[^>]*)?>([\s\S]*?)<\/script>/gi;
/** Types of scripts that a browser runs; the others are data, which no policy concerns. */
const RUNS = /^(?:module|text\/javascript|application\/javascript|)$/i;
const CHARSET = '<meta charset="utf-8">';

/**
 * Puts a page's Content-Security-Policy into it: nothing runs or styles it but what was rendered, by
 * its hash, and files of the site itself. The policy stands in the page because hashes belong to one
 * page and must be the same on every server; what a page cannot say itself, such as who may frame it,
 * is in the headers (`serving/headers.ts`).
 * https://www.w3.org/TR/CSP3/#meta-element
 * @throws Error if the page has no place for it
 */
export function withPolicy(html: string): string {
  if (!html.includes(CHARSET))
    throw new Error(`a page has no ${CHARSET} behind which its policy could stand`);
  return html.replace(
    CHARSET,
    `${CHARSET}<meta http-equiv="Content-Security-Policy" content="${policyOf(html)}">`,
  );
}

/** The policy that a page needs and nothing more. */
export function policyOf(html: string): string {
  const styles = [...html.matchAll(STYLE)].map(([, style = '']) => hashOf(style));
  const scripts = [...html.matchAll(SCRIPT)].filter(([, attributes = '']) => runs(attributes));
  const inline = scripts.filter(([, , script]) => script).map(([, , script = '']) => hashOf(script));
  const directives = ["default-src 'none'", "img-src 'self'"];
  if (styles.length > 0) directives.push(`style-src ${unique(styles)}`);
  // Whoever runs scripts searches: the index is fetched, and read by a module in WebAssembly.
  if (scripts.length > 0) {
    directives.push(
      `script-src ${unique(["'self'", "'wasm-unsafe-eval'", ...inline])}`,
      "connect-src 'self'",
    );
  }
  return directives.join(';');
}

function runs(attributes: string): boolean {
  const [, type = ''] = /\stype="([^"]*)"/i.exec(attributes) ?? [];
  return RUNS.test(type);
}

function unique(sources: readonly string[]): string {
  return [...new Set(sources)].join(' ');
}

const known = new Map<string, string>();

/** Templates repeat their styles on every page: each is hashed once. */
function hashOf(text: string): string {
  const found = known.get(text);
  if (found) return found;
  const hash = `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  known.set(text, hash);
  return hash;
}
