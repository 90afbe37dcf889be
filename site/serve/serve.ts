import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { settingsOrStop, stop } from '../kernel/command.ts';
import { jsonLog } from '../kernel/log.ts';
import { INSTALLED, isCurrent } from './nginx.ts';
import { nginxVersion } from './nginx-version.ts';
import { staticServer } from './static-server.ts';

/** Serves the live release to visitors until it is stopped. */

/** Milliseconds that answers which have begun may take at the end. */
const PATIENCE = 5000;

// What it writes is for nobody else.
process.umask(0o077);
const settings = settingsOrStop();
const { host, sitePort, folders } = settings;
const log = jsonLog(join(folders.logs, 'site.jsonl'));
const server = staticServer({
  settings,
  onRelease(root) {
    const build = basename(join(root, '..'));
    log({ level: 'info', event: 'serving-release', build });
  },
  onError({ method, url: asked = '' }, error) {
    // People paste links to the wrong host, with what opens something in their queries.
    const url = asked.replace(/\?.*/s, '?…');
    console.error(`site: ${method} ${url}:`, error);
    log({ level: 'error', event: 'request-failed', method, url, error: String(error) });
  },
});

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    stop(`Port ${sitePort} is taken. Stop the program that uses it, or set SITE_PORT to another port.`);
  }
  stop(`The site cannot be served on ${host}:${sitePort}: ${error.message}`);
});
server.listen(sitePort, host, () => {
  console.log(`The site is on http://${host}:${sitePort}`);
  sayIfOutdated();
  log({ level: 'info', event: 'listening', host, port: sitePort });
});

/** Whoever starts a newer version is told that what nginx has is of an older one. */
function sayIfOutdated(): void {
  let text: string;
  try {
    text = readFileSync(INSTALLED, 'utf8');
  } catch {
    // There is none, or it is root's alone.
    return;
  }
  if (isCurrent(text, settings, nginxVersion()) === false) {
    console.error(
      `site: ${INSTALLED} is out of date, or was changed by hand: write it anew with npm run nginx.`,
    );
  }
}

// Whatever goes wrong with one answer must not end the server.
process.on('uncaughtException', (error) => {
  console.error('site:', error);
  log({ level: 'error', event: 'uncaught', error: String(error) });
});
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    log({ level: 'info', event: 'ending' });
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), PATIENCE).unref();
  });
}
