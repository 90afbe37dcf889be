import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Strapi from '@strapi/strapi';
import { root } from '../lib/root.ts';

/** Makes the people of a load run in the database that the environment names, and prints them as JSON. */

// Strapi's ES modules do not load in Node, and the compiled code must be the instance that Strapi has.
const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;
const appDir = join(root, 'cms');
const { runAsSystem } = require(join(appDir, 'dist/src/kernel/actor.js'));

const [editors = 0, moderators = 0] = process.argv.slice(2).map(Number);
const strapi = createStrapi({ appDir, distDir: join(appDir, 'dist') });
strapi.log.level = 'error';
await strapi.load();
const ministries: string[] = (
  await strapi.db.query('api::ministry.ministry').findMany({ where: { locale: 'bn' }, select: ['code'] })
).map(({ code }) => code);
const codes = [...new Set(ministries)].sort();
const people = await runAsSystem(async () => [
  ...(await make('editor', editors)),
  ...(await make('moderator', moderators)),
]);
console.log(`people ${JSON.stringify(people)}`);
process.exit(0);

async function make(code: string, count: number) {
  const role = await strapi.service('admin::role').findOne({ code });
  const made = [];
  for (let index = 0; index < count; index += 1) {
    const email = `${code}${index}@example.org`;
    const password = `${randomBytes(15).toString('base64url')}Aa1`;
    const user = await strapi.service('admin::user').create({
      ...{ email, password, firstname: code, lastname: `${index}` },
      ...{ isActive: true, registrationToken: null, roles: [role.id] },
    });
    const ministry = code === 'editor' ? codes[index % codes.length] : undefined;
    if (ministry) {
      await strapi.db.query('api::membership.membership').create({ data: { user: user.id, ministry } });
    }
    made.push({ role: code, email, password, ministry: ministry ?? null });
  }
  return made;
}
