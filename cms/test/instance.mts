/**
 * Another instance of the CMS on the database of the test that started it, until its input ends; it prints its
 * port. For each line of its input it publishes what is due, deals with what happened, and says so.
 */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type * as Strapi from '@strapi/strapi';
import type * as Schedule from '../src/features/approval/schedule.ts';
import type * as Deliver from '../src/kernel/events/deliver.ts';

const APP_DIR = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;
const { publishDue } = require('../dist/src/features/approval/schedule.js') as typeof Schedule;
const { deliverEvents } = require('../dist/src/kernel/events/deliver.js') as typeof Deliver;

const strapi = createStrapi({ appDir: APP_DIR, distDir: path.join(APP_DIR, 'dist'), serveAdminPanel: false });
strapi.log.level = 'error';
await strapi.load();
strapi.server.mount();
await new Promise<void>((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
console.log(`ready ${(strapi.server.httpServer.address() as AddressInfo).port}`);
process.stdin.on('data', async () => {
  await publishDue(strapi);
  await deliverEvents(strapi);
  console.log('published');
});
process.stdin.once('end', () => strapi.destroy().then(() => process.exit(0)));
