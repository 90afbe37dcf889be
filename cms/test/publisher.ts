import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Strapi from '@strapi/strapi';
import type { ContentType } from 'content-types';
import { createBasics, samples, type TestCms } from './cms.ts';

/**
 * A CMS in a process of its own, which can be killed. Its database and secrets come from the
 * environment.
 *   publish   publishes one story after the other and says `published <document>` of each that is done
 *   check     says as JSON what the outbox and the live stories are
 *   content   says as JSON all that it holds, in words that are the same in any other database
 */

const APP_DIR = path.resolve(import.meta.dirname, '..');
const STORY = 'api::story.story';
// Strapi's ES modules do not load in Node, and the compiled code must be the instance that Strapi has.
const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;
const { runAsSystem } = require(
  path.join(APP_DIR, 'dist/src/kernel/actor.js'),
) as typeof import('../src/kernel/actor');

const strapi = createStrapi({
  appDir: APP_DIR,
  distDir: path.join(APP_DIR, 'dist'),
  serveAdminPanel: false,
});
strapi.log.level = 'error';
await strapi.load();
const stories = strapi.documents(STORY);
if (process.argv[2] === 'check') await check();
else if (process.argv[2] === 'content') await content();
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

/** Ids and times stand as the name of what they belong to, or not at all. */
async function content(): Promise<void> {
  const { exportLines } = require(
    path.join(APP_DIR, 'dist/src/features/publication/export.js'),
  ) as typeof import('../src/features/publication/export');
  const { types } = require('content-types') as typeof import('content-types');
  const held: string[] = [];
  const names = new Map<string, string>();
  for (const { uid, name, key = 'documentId' } of Object.values(types) as ContentType[]) {
    const rows = await strapi.db.query(uid as never).findMany({});
    for (const row of rows) {
      names.set(row.documentId, `${name}/${name === 'site-settings' ? name : row[key]}`);
      held.push(`${names.get(row.documentId)} ${row.locale} ${row.publishedAt ? 'live' : 'draft'}`);
    }
  }
  for await (const line of exportLines(strapi)) {
    const { publishedAt: _, firstPublishedAt: __, ...said } = line as Record<string, unknown>;
    if (line.line === 'header' || line.line === 'end')
      held.push(`${line.line} ${line.revision.split('-')[0]}`);
    else held.push(JSON.stringify(said));
  }
  for (const { name, url } of await strapi.db.query('plugin::upload.file').findMany({})) {
    names.set(path.basename(url, path.extname(url)), name);
    held.push(`file ${name}`);
  }
  const users = await strapi.db.query('admin::user').findMany({ populate: ['roles'] });
  for (const { email, roles } of users)
    held.push(`user ${email} ${roles.map(({ code }: { code: string }) => code)}`);
  for (const { ministry } of await strapi.db.query('api::membership.membership').findMany({})) {
    held.push(`membership ${ministry}`);
  }
  const named = held.map((line) => line.replaceAll(/[a-z0-9_]{12,}/g, (word) => names.get(word) ?? word));
  // More than a pipe holds: it must be gone before this ends.
  await new Promise<void>((resolve) =>
    process.stdout.write(`found ${JSON.stringify(named.sort())}\n`, () => resolve()),
  );
  process.exit(0);
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
