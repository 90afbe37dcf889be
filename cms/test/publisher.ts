import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Strapi from '@strapi/strapi';
import { createBasics, samples, type TestCms } from './cms.ts';

/**
 * A CMS in a process of its own, which can be killed. Its database and secrets come from the
 * environment.
 *   publish   publishes one story after the other and says `published <document>` of each that is done
 *   check     says as JSON what the outbox and the live stories are
 */

const APP_DIR = path.resolve(import.meta.dirname, '..');
const STORY = 'api::story.story';
// Strapi's ES modules do not load in Node, and the compiled code must be the instance that Strapi has.
const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;
const { runAsSystem } = require(
  path.join(APP_DIR, 'dist/src/access/actor.js'),
) as typeof import('../src/access/actor');

const strapi = createStrapi({
  appDir: APP_DIR,
  distDir: path.join(APP_DIR, 'dist'),
  serveAdminPanel: false,
});
strapi.log.level = 'error';
await strapi.load();
const stories = strapi.documents(STORY);
if (process.argv[2] === 'check') await check();
else await publish();

async function publish(): Promise<void> {
  const there = await strapi.db.query('api::ministry.ministry').count();
  const cms = { strapi, asSystem: runAsSystem } as Pick<TestCms, 'strapi' | 'asSystem'> as TestCms;
  if (there === 0) await createBasics(cms);
  console.log('ready');
  for (;;) {
    const data = samples.story(`Story ${crypto.randomUUID()}`) as never;
    await runAsSystem(async () => {
      const { documentId } = await stories.create({ locale: 'bn', data });
      await stories.publish({ documentId, locale: 'bn' });
      console.log(`published ${documentId}`);
    });
  }
}

async function check(): Promise<void> {
  const rows = await strapi.db
    .query('api::publication.change')
    .findMany({ where: { type: 'story', action: 'publish' } });
  const live = await strapi.db.query(STORY).findMany({ where: { publishedAt: { $notNull: true } } });
  const documents = (found: { document?: string; documentId?: string }[]) =>
    found.map(({ document, documentId }) => document ?? documentId);
  console.log(`found ${JSON.stringify({ outbox: documents(rows), live: documents(live) })}`);
  process.exit(0);
}
