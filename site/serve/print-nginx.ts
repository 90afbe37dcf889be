import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { settingsOrStop, stop } from '../kernel/command.ts';
import { INSTALLED, isCurrent, nginxConfig } from './nginx.ts';
import { nginxVersion } from './nginx-version.ts';

/** `npm run nginx`: prints the configuration of nginx with this machine's settings, or compares an installed one. */

const USAGE = `npm run --silent nginx [-- options] > ${INSTALLED}
  with https addresses in SITE_URL and CMS_URL: both hosts by HTTPS, and the way to it from port 80
  --certificate <folder>      with fullchain.pem and privkey.pem; /etc/letsencrypt/live/<the site's host> if not said
  --cms-certificate <folder>  the same for the CMS, where it has one of its own
  --acme <folder>             where an authority's proofs are put, /var/www/html if not said
  --listen <port>             without HTTPS on this port, as behind a balancer that speaks it
  --server-name <names>       the site's host names; those of SITE_URL if not said
  --behind <addresses>        of the balancer or CDN in front, which says who asks: 10.0.0.0/8,192.0.2.7
npm run nginx -- --check [file]   says whether an installed one is out of date, and then ends with status 1`;

try {
  const options = {
    certificate: { type: 'string' },
    'cms-certificate': { type: 'string' },
    acme: { type: 'string', default: '/var/www/html' },
    listen: { type: 'string' },
    'server-name': { type: 'string' },
    behind: { type: 'string' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const settings = settingsOrStop();
  const site = new URL(settings.siteUrl);
  const certificate = values.certificate ?? `/etc/letsencrypt/live/${site.hostname}`;
  const isPlain = values.listen !== undefined || site.protocol !== 'https:';
  const how = isPlain
    ? { listen: values.listen ?? '80' }
    : {
        https: {
          certificate,
          cmsCertificate: values['cms-certificate'] ?? certificate,
          acme: values.acme,
          http: '80',
          https: site.port || '443',
        },
      };
  const serverName = values['server-name'] ?? site.hostname;
  const version = nginxVersion();
  if (values.help) console.log(USAGE);
  else if (values.check) check(positionals[0] ?? INSTALLED);
  else console.log(nginxConfig(settings, { ...how, serverName, behind: values.behind }, version).trimEnd());

  function check(file: string): void {
    const current = existsSync(file) ? isCurrent(readFileSync(file, 'utf8'), settings, version) : undefined;
    if (current) {
      console.log(`${file} is as it should be.`);
      return;
    }
    const what =
      current === undefined
        ? 'is not there, or not of this data folder'
        : 'is out of date, or was changed by hand';
    stop(`${file} ${what}: write it anew with npm run nginx, and reload nginx.`);
  }
} catch (error) {
  stop(`${(error as Error).message}\n${USAGE}`);
}
