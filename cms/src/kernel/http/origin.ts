/** What tells where a browser's request comes from. */
export interface Asked {
  readonly method: string;
  /** The host that is asked, with its port. */
  readonly host: string;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site, which no script can set; browsers send it over HTTPS and to this machine. */
  readonly site: string | undefined;
  /** Sec-Fetch-Mode. */
  readonly mode: string | undefined;
}

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether a page of another origin sends this, a sibling host included: its answer is then kept from it,
 * and nothing is done for it. Following a link is no such request, and neither is what sends none of these
 * headers: programs other than browsers, which carry nobody's cookies.
 * https://web.dev/articles/fetch-metadata
 * @param own origins that are the CMS's own, or that an operator lets in
 */
export function isForeign({ method, host, origin, site, mode }: Asked, own: readonly string[]): boolean {
  if (origin !== undefined && origin !== 'null') {
    if (own.includes(origin) || URL.parse(origin)?.host === host) return false;
    // Behind a proxy that says another host; a browser knows better.
    return site !== 'same-origin';
  }
  if (site === 'same-origin' || site === 'none') return false;
  if (site === undefined) return origin === 'null' && !READING.includes(method);
  return !(READING.includes(method) && mode === 'navigate');
}
