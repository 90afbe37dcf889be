import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/ports.ts';
import type { SiteSettings } from '../kernel/settings.ts';
import { type NginxOptions, nginxConfig } from '../serve/nginx.ts';
import { staticServer } from '../serve/static-server.ts';
import type { TestServer } from './serving.ts';

/** Where Debian and its relatives keep what nginx can be built with. */
const MODULE = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/**
 * A real nginx with our configuration, in a folder and on a port of its own.
 * @param edit changes the configuration, as to reach a limit with less
 */
export async function startNginx(
  settings: SiteSettings,
  more: Partial<NginxOptions> = {},
  edit: (config: string) => string = (config) => config,
): Promise<TestServer> {
  const program = process.env.NGINX_PATH;
  if (!program) throw new Error('NGINX_PATH is not set: run the tests by `npm test`, which finds nginx');
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  // As root, its workers run as nobody and read the site all the same.
  for (const readable of [folder, settings.dataDir]) await chmod(readable, 0o755);
  const port = await freePort();
  // Answers for the builder's state, as where npm start runs beside nginx.
  const own = staticServer({ settings }).listen(0, '127.0.0.1');
  await once(own, 'listening');
  const { port: sitePort } = own.address() as AddressInfo;
  const conf = join(folder, 'nginx.conf');
  const options = { listen: `127.0.0.1:${port}`, serverName: '_', logs: folder, ...more };
  await writeFile(join(folder, 'site.conf'), edit(nginxConfig({ ...settings, sitePort }, options)));
  await writeFile(conf, mainConfig(folder));
  const nginx = spawn(program, ['-c', conf, '-p', folder, '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
  });
  await accepts(port, nginx);
  return {
    origin: `http://127.0.0.1:${port}`,
    async reload() {
      nginx.kill('SIGHUP');
      // It says nothing when its new workers have taken over.
      await sleep(500);
    },
    async stop() {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGQUIT');
      await ended;
      own.closeAllConnections();
      own.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The rest of a configuration of nginx, for one in a folder of its own. */
export function mainConfig(folder: string, user?: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    ...(existsSync(MODULE) ? [`load_module ${MODULE};`] : []),
    ...(user ? [`user ${user};`] : []),
    'daemon off;',
    'worker_processes 1;',
    `pid ${folder}/pid;`,
    `error_log ${folder}/error.log;`,
    'events {}',
    'http {',
    'include /etc/nginx/mime.types;',
    'default_type application/octet-stream;',
    'access_log off;',
    ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
    `include ${folder}/site.conf;`,
    '}',
    '',
  ].join('\n');
}

async function accepts(port: number, nginx: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 50 && nginx.exitCode === null; attempt += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error('nginx did not start; it says why above');
}
