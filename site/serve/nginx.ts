import { readFileSync } from 'node:fs';
import type { SiteSettings } from '../kernel/settings.ts';
import { HASHED } from '../kernel/site-files.ts';
import { CACHING, CMS_AWAY, HEADERS, HSTS, NOT_YET, POLICIES, TOO_LARGE, TOO_MANY } from './headers.ts';
import { SECURITY_TXT, securityLines } from './security-txt.ts';
import { TEXT_TYPES, TYPES, UNKNOWN_TYPE } from './types.ts';

/** So many years from now the file that says whom to tell of a weakness can say when it expires. */
const YEARS = 20;

/** Megabytes that a request to the CMS may bring: what the CMS takes (cms/src/features/uploads/multipart.ts), and what is around it. */
export const MOST_MEGABYTES = 102;

/** Where certificates are, and what nginx listens on beside them. */
interface Https {
  /** Folders with `fullchain.pem` and `privkey.pem`, as Let's Encrypt's programs lay them out. */
  readonly certificate: string;
  readonly cmsCertificate: string;
  /** The folder from which proofs for an authority are served, on the port for plain HTTP. */
  readonly acme: string;
  /** Ports; a browser knows the usual ones. */
  readonly http: string;
  readonly https: string;
}

export interface NginxOptions {
  /** What nginx listens on without HTTPS, as behind a balancer that speaks it: a port, or an address and a port. */
  readonly listen?: string | undefined;
  /** Without `listen`: how it speaks HTTPS. */
  readonly https?: Https | undefined;
  /** The site's host names. */
  readonly serverName: string;
  /** Addresses or networks of the balancer or CDN that stands in front, separated by commas. */
  readonly behind?: string | undefined;
  /** The folder of nginx's logs, which Debian rotates. */
  readonly logs?: string | undefined;
}

/** What of this machine's settings a configuration depends on. */
export type NginxSettings = Pick<
  SiteSettings,
  'dataDir' | 'host' | 'sitePort' | 'cmsPort' | 'siteUrl' | 'cmsUrl' | 'securityContact'
>;

/**
 * The configuration of nginx with this machine's settings: the site, and the CMS where its address is https.
 * @param version of nginx, such as `1.22.1`
 * @throws Error if a setting could not stand in it
 */
export function nginxConfig(settings: NginxSettings, options: NginxOptions, version = '1.22'): string {
  const { listen, https, serverName, behind, logs = '/var/log/nginx' } = options;
  const { dataDir, host, sitePort, cmsPort, cmsUrl } = settings;
  const cms = cmsUrl.startsWith('https:') ? new URL(cmsUrl) : undefined;
  const given = {
    DATA_DIR: dataDir,
    LISTEN: listen ?? https?.https ?? '',
    SERVER_NAME: serverName,
    LOGS: logs,
    ...(behind !== undefined && { BEHIND: behind }),
    ...(https && { CERTIFICATE: https.certificate, CMS_CERTIFICATE: https.cmsCertificate, ACME: https.acme }),
    ...(https && { HTTP: https.http }),
  };
  for (const [name, value] of Object.entries(given)) {
    if (/[\n;{}"'$#]|^$/.test(value)) throw new Error(`${name} cannot stand in nginx's settings: "${value}"`);
  }
  const here = (port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const values = (
    certificate: string | undefined,
    port = https?.https,
  ): Readonly<Record<string, string>> => ({
    ...given,
    OPTIONS: JSON.stringify(options),
    DATA_DIR: dataDir.replaceAll(' ', String.raw`\ `),
    LISTEN: port !== undefined ? tlsListening(port, version) : `    listen ${listen};`,
    TLS: certificate === undefined ? '' : tls(certificate),
    HASHED,
    HSTS,
    HEALTH: here(sitePort),
    CACHING_HASHED: CACHING.hashed,
    CACHING_OTHER: CACHING.other,
    HEADERS: headerLines(4),
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
    CMS_ZONES: cms ? CMS_ZONES : '',
    CMS: here(cmsPort),
    CMS_HOST: cms?.hostname ?? '',
    CMS_AUTHORITY: cms?.host ?? '',
    MOST: `${MOST_MEGABYTES}m`,
    ERROR_HEADERS: `${headerLines(8)}
        add_header Strict-Transport-Security "${HSTS}" always;
        add_header Content-Security-Policy "default-src 'none'; frame-ancestors 'none'" always;
        add_header Cache-Control no-store always;`,
    TOO_LARGE: TOO_LARGE.replaceAll('"', String.raw`\"`),
    AWAY: CMS_AWAY,
  });
  return [
    fill('nginx.conf', values(https?.certificate)),
    ...(cms ? [fill('nginx-cms.conf', values(https?.cmsCertificate, https && (cms.port || '443')))] : []),
    ...(https ? [redirect(https, serverName, settings.siteUrl, logs)] : []),
    // Of one name, on ports of their own, the name leads to the site.
    ...(https && cms && cms.hostname !== serverName ? [redirect(https, cms.hostname, cms.origin, logs)] : []),
  ].join('');
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(template, import.meta.url), 'utf8');
  return text.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function headerLines(indent: number): string {
  return Object.entries(HEADERS)
    .map(([name, value]) => `${' '.repeat(indent)}add_header ${name} "${value}" always;`)
    .join('\n');
}

/**
 * What one address may ask the CMS for: its panel is some hundred files at once, and a whole office may be behind it.
 * People of an office sign in within the same minutes, once a day.
 */
const CMS_ZONES = `limit_req_zone $spp_visitor zone=spp_cms:10m rate=50r/s;
limit_req_zone $spp_visitor zone=spp_cms_sign_in:10m rate=1r/s;
`;

function tlsListening(port: string, version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  // From then on the word behind the port is only warned of. https://nginx.org/en/docs/http/ngx_http_v2_module.html
  const isNewer = major * 1e6 + minor * 1e3 + patch >= 1_025_001;
  const words = isNewer ? 'ssl' : 'ssl http2';
  return [
    ...[port, `[::]:${port}`].map((where) => `    listen ${where} ${words};`),
    ...(isNewer ? ['    http2 on;'] : []),
  ].join('\n');
}

/** Mozilla's intermediate configuration: https://wiki.mozilla.org/Security/Server_Side_TLS, guidelines 5.7 */
const tls = (certificate: string) => `    ssl_certificate ${certificate}/fullchain.pem;
    ssl_certificate_key ${certificate}/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ${CIPHERS};
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:spp_tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;

`;
const CIPHERS = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305']
  .flatMap((cipher) => [`ECDHE-ECDSA-${cipher}`, `ECDHE-RSA-${cipher}`])
  .join(':');

/** Plain HTTP: what an authority looks for, and the way to HTTPS, at no host but our own. */
function redirect({ http, acme }: Https, names: string, origin: string, logs: string): string {
  return `
server {
    listen ${http};
    listen [::]:${http};
    server_name ${names};
    server_tokens off;
    access_log ${logs}/social-protection.log spp_plain;
    error_log ${logs}/social-protection-error.log crit;
    location /.well-known/acme-challenge/ {
        root ${acme};
        default_type text/plain;
    }
    location / {
        return 301 ${origin}$request_uri;
    }
}
`;
}

/** Where `npm run nginx` is told to write. */
export const INSTALLED = '/etc/nginx/conf.d/social-protection.conf';

/**
 * Whether a configuration that was installed is still the one that would be written now, with the options that it was
 * written with; undefined where it is none of ours, or for another data folder.
 */
export function isCurrent(installed: string, settings: NginxSettings, version?: string): boolean | undefined {
  const [, options] = /^# Written by npm run nginx (\{.*\})$/m.exec(installed) ?? [];
  if (
    options === undefined ||
    !installed.includes(`root ${settings.dataDir.replaceAll(' ', String.raw`\ `)}/live/site;`)
  )
    return undefined;
  // These lines begin with the year in which they were written, and hold for twenty.
  const lasting = (text: string) => text.replace(/^ {4}"~\^20\d\d-.*\n/gm, '');
  try {
    return lasting(nginxConfig(settings, JSON.parse(options), version)) === lasting(installed);
  } catch {
    return false;
  }
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
}: Pick<SiteSettings, 'securityContact' | 'siteUrl'>): string {
  if (securityContact === undefined) return '';
  const lines = [...securityLines(securityContact, siteUrl), 'Expires: $spp_expires', ''].join('\n');
  return `    location = ${SECURITY_TXT} {\n        default_type text/plain;\n        return 200 "${lines}";\n    }\n`;
}
