import { listPath, sections } from 'content-types';
import { setting } from '../content/settings.ts';
import type { View } from './view.ts';

/** Pages that are no entry's. */
const ownPages: ReadonlySet<string> = new Set(['/', ...sections.map(listPath), '/search/', '/feed.xml']);

/**
 * Where a link in a text leads, in the page's language; undefined if it is no address, or one of a page of
 * this site that is not there (any more): its words then stand without a link.
 */
export function linkTarget(url: string, { c, to }: View): string | undefined {
  const own = ownAddress(url, setting('SITE_URL'));
  if (!own) return url.startsWith('#') || !URL.canParse(url) ? undefined : url;
  const { address, rest } = own;
  return ownPages.has(address) || c.hasPath(address) ? to(address + rest) : undefined;
}

/** The page of this site that a link leads to, from the root and without language; undefined for all other links. */
export function ownAddress(url: string, site: string): { address: string; rest: string } | undefined {
  const parsed = url.startsWith('/') ? undefined : URL.parse(url);
  if (!url.startsWith('/') && parsed?.origin !== site) return undefined;
  const whole = parsed ? parsed.pathname + parsed.search + parsed.hash : url;
  const [, path = '', rest = ''] = /^(?:\/en(?=\/))?([^?#]*)(.*)$/s.exec(whole) ?? [];
  return { address: /\/$|\.\w+$/.test(path) ? path : `${path}/`, rest };
}
