/** The address of a file in a web root: `x/index.html` is found under `/x/`. */
export function addressOf(file: string): string {
  return `/${file.replace(/(^|\/)index\.html$/, '$1')}`;
}

/** The file in a web root that an address without query and fragment leads to. */
export function fileOf(address: string): string {
  return address.slice(1) + (address.endsWith('/') ? 'index.html' : '');
}

/** The file in a web root that holds a page; a server looks for the answer to wrong addresses by its name. */
export function webFileOf(address: string): string {
  return /^(?:\/en)?\/404\/$/.test(address) ? fileOf(address.replace(/\/$/, '.html')) : fileOf(address);
}
/**
 * Addresses that are named by their content and so may be kept for ever. Written in what JavaScript and
 * PCRE have in common, because nginx is set up with it too.
 */
export const HASHED = String.raw`^/(?:_astro|media|pagefind/(?:\w+/)?(?:fragment|index|filter))/.|^/pagefind/(?:\w+/)?[^/]+\.pf_meta$`;
