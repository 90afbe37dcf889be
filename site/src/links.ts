import type { View } from './view.ts';

/** Pages that are no entry's. */
const ownPages = new Set([
  '/',
  '/programmes/',
  '/ministries/',
  '/stories/',
  '/documents/',
  '/videos/',
  '/committees/',
  '/meetings/',
  '/courses/',
  '/search/',
  '/feed.xml',
]);

/**
 * Where a link in a text leads, in the page's language; undefined if it is to a page of this site
 * that is not there (any more): its words then stand without a link.
 */
export function linkTarget(url: string, { c, to }: View): string | undefined {
  if (!url.startsWith('/')) return url.startsWith('#') ? undefined : url;
  const [, path = '', rest = ''] = /^(?:\/en(?=\/))?([^?#]*)(.*)$/.exec(url) ?? [];
  const address = /\/$|\.\w+$/.test(path) ? path : `${path}/`;
  return ownPages.has(address) || c.hasPath(address) ? to(address + rest) : undefined;
}
