import { parseArgs } from 'node:util';
import { settingsOrStop, stop } from '../builder/command.ts';
import { nginxConfig } from './nginx.ts';

/** `npm run nginx`: prints the configuration of nginx with this machine's settings. */

const USAGE = `npm run --silent nginx [-- options] > /etc/nginx/conf.d/social-protection.conf
  --listen <port>        what nginx listens on, 80 if not said
  --server-name <names>  the site's host names; those of SITE_URL if not said
  --behind <addresses>   of the balancer or CDN in front, which says who asks: 10.0.0.0/8,192.0.2.7`;

try {
  const options = {
    listen: { type: 'string', default: '80' },
    'server-name': { type: 'string' },
    behind: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  const settings = settingsOrStop();
  const serverName = values['server-name'] ?? new URL(settings.siteUrl).hostname;
  const { listen, behind } = values;
  console.log(values.help ? USAGE : nginxConfig(settings, { listen, serverName, behind }));
} catch (error) {
  stop(`${(error as Error).message}\n${USAGE}`);
}
