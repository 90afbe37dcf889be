import { createHash } from 'node:crypto';

interface Frame {
  /** Origin of the site, where every link of the page leads. */
  readonly siteUrl: string;
  /** The address under which a picture or file of the page opens; undefined leaves it closed. */
  readonly fileUrl: (folder: 'files' | 'media', file: string) => string | undefined;
  /** The id of the part of the page that is the draft's. */
  readonly part: string | undefined;
}

/** An attribute that holds an address below the root. What templates print as text has no bare quotes. */
const ADDRESS = /(\s(?:href|src|srcset|action)=")(\/(?!\/)[^"]*)"/g;
/** The policy that a page of the site carries, and in it the styles of the site's code; a preview's is in its headers. */
const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/;
const STYLES = /(?:^|;)style-src ([^;]*)/;
const FILE = /^\/(files|media)\/([\w.-]+)$/;

const MARK_STYLE =
  '.draft-mark{position:sticky;top:0;z-index:9;margin:0;padding:.4rem 1rem;background:#8a1c1c;color:#fff;font-weight:700;text-align:center}.draft-mark a{color:#fff}';

/**
 * A rendered page as a preview shows it: marked as a draft, its links leading to the live site, its
 * pictures and files opened by signed addresses.
 */
export function asPreview(html: string, { siteUrl, fileUrl, part }: Frame): string {
  const jump = part ? ` – <a href="#${part}">এখানে যান · go to it</a>` : '';
  const mark = `<p class="draft-mark" role="note"><span lang="bn">খসড়া</span> · <span lang="en">Draft preview</span>${jump}</p>`;
  return html
    .replace(POLICY, '')
    .replace(ADDRESS, (_, attribute: string, address: string) => {
      const [, folder, file = ''] = FILE.exec(address) ?? [];
      const target = folder === 'files' || folder === 'media' ? fileUrl(folder, file) : siteUrl + address;
      return `${attribute}${target ?? '#'}"`;
    })
    .replace('</title>', ' · খসড়া · Draft</title><meta name="robots" content="noindex">')
    .replace('</head>', `<style>${MARK_STYLE}</style></head>`)
    .replace('<body>', `<body>${mark}`);
}

/** The styles that a page of the site may wear, as sources of a policy, and the mark's. What else is in it was not a template's. */
export function stylesOf(html: string): string[] {
  const [, policy = ''] = POLICY.exec(html) ?? [];
  const [, sources = ''] = STYLES.exec(policy) ?? [];
  return [...sources.split(' ').filter(Boolean), hashOf(MARK_STYLE)];
}

/** A style as a source of a policy. */
export function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

/** What a browser may do with a page: show it, in the admin or by itself, with these styles, and run nothing. */
export function policyOf(styles: readonly string[], siteUrl: string): string {
  return [
    "default-src 'none'",
    `style-src ${styles.join(' ')}`,
    `img-src 'self' ${siteUrl}`,
    `form-action ${siteUrl}`,
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
