import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Strapi from '@strapi/strapi';
import type * as Model from 'content-types';
import { documentIdOf, generate } from '../../site/bench/generate.ts';
import { root } from '../lib/root.ts';

/**
 * Fills the empty database that the environment names with generated entries, as people would have left them: each
 * live with the draft that it was, a row of the outbox and one of the audit record.
 */

// Strapi's ES modules do not load in Node, and the compiled code must be the instance that Strapi has.
const appDir = join(root, 'cms');
const require = createRequire(join(appDir, 'package.json'));
const { createStrapi } = require('@strapi/strapi') as typeof Strapi;
const { recordEvent } = require(join(appDir, 'dist/src/features/audit/record.js'));
const { recordChanges } = require(join(appDir, 'dist/src/features/publication/outbox.js'));
const { typeByName } = require('content-types') as typeof Model;
/** Entries that are stored together: a transaction for each would wait for the disk as often. */
const TOGETHER = 500;

type Values = Readonly<Record<string, unknown>>;

const entries = Number(process.argv[2]);
const strapi = createStrapi({ appDir, distDir: join(appDir, 'dist') });
strapi.log.level = 'error';
await strapi.load();
const lines = [...generate({ entries, seed: 1, pictures: [] })];
for (let from = 0; from < lines.length; from += TOGETHER) {
  await strapi.db.transaction(async () => {
    for (const line of lines.slice(from, from + TOGETHER)) await add(line);
  });
  console.log(`filled ${Math.min(from + TOGETHER, lines.length)} of ${lines.length}`);
}
process.exit(0);

async function add({ type: name, documentId, locale, publishedAt, fields }: Model.EntryLine): Promise<void> {
  const type = typeByName(name);
  if (!type) throw new Error(`there is no type ${name}`);
  for (const live of [null, new Date(publishedAt)]) {
    const data = { ...(await stored(type.fields, fields)), documentId, locale, publishedAt: live };
    await strapi.db.query(type.uid as never).create({ data: data as never });
  }
  const key = type.key && { [type.key]: fields[type.key] };
  await recordChanges(strapi, type, 'publish', [{ documentId, locale, ...key }]);
  const event = { action: 'approval.approve', actor: { kind: 'system' }, type: name, document: documentId };
  await recordEvent(strapi, { ...event, language: locale });
}

/** The fields of an exported entry as Strapi stores them: documents for slugs, and rows of their own for components. */
async function stored(fields: Model.ContentType['fields'], values: Values): Promise<Values> {
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    if (!field) throw new Error(`there is no field ${name}`);
    if (field.components) data[name] = await parts(name, field, value as readonly Values[]);
    else data[name] = references(field, value);
  }
  return data;
}

function references(field: Model.Field, value: unknown): unknown {
  const target = typeByName(field.reference?.target.type);
  if (target?.key !== 'slug') return value;
  const toDocument = (slug: unknown) => documentIdOf(target.name, String(slug));
  return Array.isArray(value) ? value.map(toDocument) : toDocument(value);
}

/** The components of a field, stored and named as the database layer wants them. */
async function parts(name: string, field: Model.Field, values: readonly Values[]): Promise<unknown[]> {
  const { components = [] } = field;
  const inZone = field.attribute.type === 'dynamiczone';
  const made: unknown[] = [];
  for (const { component: called, ...own } of values) {
    const component = inZone ? components.find(({ uid }) => uid === called) : components[0];
    if (!component) throw new Error(`there is no component ${called} in ${name}`);
    const data = await stored(component.fields, own);
    const { id } = await strapi.db.query(component.uid as never).create({ data: data as never });
    const pivot = { field: name, ...(!inZone && { component_type: component.uid }) };
    made.push({ id, __pivot: pivot, ...(inZone && { __component: component.uid }) });
  }
  return made;
}
