import { readFileSync } from 'node:fs';
import type { Settings } from '../builder/settings.ts';
import { HASHED } from '../builder/site-files.ts';
import { CACHING, HEADERS, HSTS, NOT_YET, POLICIES, TOO_MANY } from './headers.ts';
import { SECURITY_TXT, securityLines } from './security-txt.ts';
import { TEXT_TYPES, TYPES, UNKNOWN_TYPE } from './types.ts';

/** So many years from now the file that says whom to tell of a weakness can say when it expires. */
const YEARS = 20;

export interface NginxOptions {
  /** What nginx listens on: a port, or an address and a port. */
  readonly listen: string;
  /** The site's host names. */
  readonly serverName: string;
  /** Addresses or networks of the balancer or CDN that stands in front, separated by commas. */
  readonly behind?: string | undefined;
}

/**
 * The configuration of nginx with this machine's settings.
 * @throws Error if a setting could not stand in it
 */
export function nginxConfig(
  settings: Pick<Settings, 'dataDir' | 'host' | 'sitePort' | 'siteUrl' | 'securityContact'>,
  { listen, serverName, behind }: NginxOptions,
): string {
  const { dataDir, host, sitePort } = settings;
  const given = { DATA_DIR: dataDir, LISTEN: listen, SERVER_NAME: serverName };
  for (const [name, value] of Object.entries({ ...given, ...(behind !== undefined && { BEHIND: behind }) })) {
    if (/[\n;{}"'$#]|^$/.test(value)) throw new Error(`${name} cannot stand in nginx's settings: "${value}"`);
  }
  const values: Readonly<Record<string, string>> = {
    ...given,
    DATA_DIR: dataDir.replaceAll(' ', String.raw`\ `),
    HASHED,
    HSTS,
    HEALTH: `${host.includes(':') ? `[${host}]` : host}:${sitePort}`,
    CACHING_HASHED: CACHING.hashed,
    CACHING_OTHER: CACHING.other,
    HEADERS: Object.entries(HEADERS)
      .map(([name, value]) => `    add_header ${name} "${value}" always;`)
      .join('\n'),
    POLICIES: POLICIES.map(([path, policy]) => `    ${path ? `"~${path}"` : 'default'} "${policy}";`).join(
      '\n',
    ),
    NOT_YET,
    TOO_MANY,
    UNKNOWN_TYPE,
    // nginx adds the charset to pages by itself.
    TEXT_TYPES: TEXT_TYPES.filter((type) => type !== TYPES.html).join(' '),
    TYPES: Object.entries(TYPES)
      .map(([ending, type]) => `        ${type} ${ending};`)
      .join('\n'),
    BEHIND: behind === undefined ? '' : trusted(behind),
    EXPIRES: expiryByMonth(),
    SECURITY: securityLocation(settings),
    D: '$',
  };
  const template = readFileSync(new URL('nginx.conf', import.meta.url), 'utf8');
  return template.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Takes visitors' addresses from what stands in front. */
function trusted(behind: string): string {
  const from = behind.split(',').map((address) => `    set_real_ip_from ${address.trim()};\n`);
  return `${from.join('')}    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n\n`;
}

/** As `securityText` says it: the first of this month in the next year. */
function expiryByMonth(): string {
  const year = new Date().getUTCFullYear();
  return Array.from({ length: YEARS }, (_, more) => year + more)
    .map((now) => `    "~^${now}-(?<spp_month>\\d\\d)" "${now + 1}-$spp_month-01T00:00:00Z";`)
    .join('\n');
}

function securityLocation({
  securityContact,
  siteUrl,
}: Pick<Settings, 'securityContact' | 'siteUrl'>): string {
  if (securityContact === undefined) return '';
  const lines = [...securityLines(securityContact, siteUrl), 'Expires: $spp_expires', ''].join('\n');
  return `    location = ${SECURITY_TXT} {\n        default_type text/plain;\n        return 200 "${lines}";\n    }\n`;
}
