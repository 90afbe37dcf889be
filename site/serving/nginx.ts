import { readFileSync } from 'node:fs';
import type { Settings } from '../builder/settings.ts';
import { HASHED } from '../builder/site-files.ts';
import { CACHING, HEADERS, HSTS, NOT_YET, POLICIES } from './headers.ts';

export interface NginxOptions {
  /** What nginx listens on: a port, or an address and a port. */
  readonly listen: string;
  /** The site's host names. */
  readonly serverName: string;
}

/**
 * The configuration of nginx with this machine's settings.
 * @throws Error if a setting could not stand in it
 */
export function nginxConfig(
  { dataDir, host, sitePort }: Pick<Settings, 'dataDir' | 'host' | 'sitePort'>,
  { listen, serverName }: NginxOptions,
): string {
  const given = { DATA_DIR: dataDir, LISTEN: listen, SERVER_NAME: serverName };
  for (const [name, value] of Object.entries(given)) {
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
    D: '$',
  };
  const template = readFileSync(new URL('nginx.conf', import.meta.url), 'utf8');
  return template.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
