import { existsSync } from 'node:fs';
import { installPackages } from './debian.ts';

const PROGRAM = '/usr/sbin/nginx';
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/**
 * Finds nginx with its module for Brotli: NGINX_PATH, Debian's place; else installs Debian's packages.
 * @returns its path; undefined when there is none and none could be installed
 */
export function findNginx(): string | undefined {
  const given = process.env.NGINX_PATH;
  if (given) return given;
  const isThere = () => existsSync(PROGRAM) && existsSync(BROTLI);
  if (isThere()) return PROGRAM;
  return installPackages('nginx-light', 'libnginx-mod-http-brotli-static') && isThere() ? PROGRAM : undefined;
}
