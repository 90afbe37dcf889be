/**
 * Starts the CMS on the empty database that the environment names and ends it: tables and roles are there
 * then. It serves nobody, so that no job has run.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Strapi from '@strapi/strapi';

const APP_DIR = path.resolve(import.meta.dirname, '..');
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi') as typeof Strapi;

const strapi = createStrapi({ appDir: APP_DIR, distDir: path.join(APP_DIR, 'dist'), serveAdminPanel: false });
await strapi.load();
await strapi.destroy();
process.exit(0);
