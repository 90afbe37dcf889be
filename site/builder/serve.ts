import { settingsOrStop, stop } from './command.ts';
import { staticServer } from './static-server.ts';

/** Serves the live release to visitors until it is told to end. */

const { folders, host, sitePort } = settingsOrStop();
const server = staticServer(folders);

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    stop(`Port ${sitePort} is taken. Stop the program that uses it, or set SITE_PORT to another port.`);
  }
  stop(`The site cannot be served on ${host}:${sitePort}: ${error.message}`);
});
server.listen(sitePort, host, () => console.log(`The site is on http://${host}:${sitePort}`));

// sirv pipes files without listening for errors: one that cannot be read must not end the server.
process.on('uncaughtException', (error) => console.error('site:', error));
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(0));
