import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createStrapi } from '@strapi/strapi';

/**
 * Starts the CMS on a free port of this machine and prints `ready <port>`. It runs with JOBS=off, so that a
 * copy of a database sends no mail and wakes nobody.
 */
async function run(): Promise<void> {
  if (process.env.JOBS !== 'off') throw new Error('JOBS must be off.');
  const appDir = path.resolve(__dirname, '../../..');
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
  strapi.log.level = 'error';
  await strapi.load();
  strapi.server.mount();
  await new Promise<void>((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
  console.log(`ready ${(strapi.server.httpServer.address() as AddressInfo).port}`);
}

run().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
