import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import {
  allTypes,
  type ContentType,
  type EntryLine,
  EXPORT_FORMAT,
  type ExportLine,
  locales,
  type NoticeLine,
  type RedirectLine,
  type RemovedLine,
} from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { type ChangedDocuments, changesSince } from './changes';
import { columnsOf } from './columns';
import { type LiveKeys, liveKeys, resolveKeys } from './live-keys';
import { notices, withdrawnRecords } from './notices';
import { currentRevision, firstPublished, type PublishedKey, previousKeys } from './outbox';
import { wireFields } from './wire';

/** Rows read from the database at a time. */
const BATCH = 200;

interface Row {
  readonly id: number;
  readonly documentId: string;
  readonly locale: string;
  readonly publishedAt: string | Date;
  readonly [attribute: string]: unknown;
}

const PUBLISHED = { publishedAt: { $notNull: true }, locale: { $in: [...locales] } };

/**
 * Everything that is live, line by line: header, entries, redirects, notices, end (see `content-types`).
 * Reads past the document service, because the builder is no person with a ministry.
 * @param since the state that the reader has: then only what has changed since, where that can be told
 */
export async function* exportLines(strapi: Core.Strapi, since?: string): AsyncGenerator<ExportLine> {
  const revision = await currentRevision(strapi);
  const changed = since === undefined ? undefined : await changesSince(strapi, since);
  const counts = await liveCounts(strapi);
  const former = await previousKeys(strapi);
  const records = await withdrawnRecords(strapi);
  const first = await firstPublished(
    strapi,
    changed && [...changed.values()].map(({ document }) => document),
  );
  const standing = (keys: LiveKeys) => {
    const withdrawn = notices(records, keys);
    return { moved: [...redirects(former, keys, withdrawn)], withdrawn };
  };
  const rows = changed && (await changedRows(strapi, changed));
  const answer = (keys: LiveKeys) => ({
    ...standing(keys),
    entries: rows?.map(([type, row]) => entryLine(type, row, keys, first)),
    lineOf: (type: ContentType, row: Row) => entryLine(type, row, keys, first),
  });
  const { moved, withdrawn, entries, lineOf } = rows
    ? await resolveKeys(strapi, answer)
    : answer(await liveKeys(strapi));
  const hidden = await withheld(strapi, [...moved.map(publicKey), ...[...withdrawn.values()].map(publicKey)]);
  const from = changed && { since };
  yield { line: 'header', format: EXPORT_FORMAT, revision, ...from, counts, withheld: hidden };
  let lines = 0;
  const gone = new Map(changed && versionsOf(changed));
  for await (const line of entries ?? everyEntry(strapi, lineOf)) {
    lines += 1;
    gone.delete(`${line.type}/${line.documentId}/${line.locale}`);
    yield line;
  }
  yield* gone.values();
  lines += gone.size;
  yield* moved;
  yield* withdrawn.values();
  lines += moved.length + withdrawn.size;
  yield { line: 'end', lines, revision: await currentRevision(strapi) };
}

async function* everyEntry(
  strapi: Core.Strapi,
  lineOf: (type: ContentType, row: Row) => EntryLine,
): AsyncGenerator<EntryLine> {
  for (const type of allTypes) {
    for await (const row of publishedRows(strapi, type)) yield lineOf(type, row);
  }
}

async function changedRows(strapi: Core.Strapi, changed: ChangedDocuments): Promise<[ContentType, Row][]> {
  const found: [ContentType, Row][] = [];
  for (const type of allTypes) {
    const documents = documentsOf(changed, type);
    if (documents.length === 0) continue;
    for await (const row of publishedRows(strapi, type, documents)) found.push([type, row]);
  }
  return found;
}

/** How many versions of each type are live. */
async function liveCounts(strapi: Core.Strapi): Promise<Record<string, number>> {
  const { connection: knex, metadata } = strapi.db;
  const of = ({ name, uid }: ContentType) =>
    knex(metadata.get(uid).tableName)
      .whereNotNull('published_at')
      .whereIn('locale', [...locales])
      .select(knex.raw('? as type', [name]), knex.raw('count(*) as count'));
  const rows: { type: string; count: number | string }[] = await knex.unionAll(allTypes.map(of));
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}

/** Every version that the changed documents might have, as one that is published no more. */
function versionsOf(changed: ChangedDocuments): [string, RemovedLine][] {
  return [...changed.values()].flatMap(({ type, document }) =>
    locales.map((locale): [string, RemovedLine] => [
      `${type}/${document}/${locale}`,
      { line: 'removed', type, documentId: document, locale },
    ]),
  );
}

function documentsOf(changed: ChangedDocuments, { name }: ContentType): string[] {
  return [...changed.values()].flatMap(({ type, document }) => (type === name ? [document] : []));
}

async function* publishedRows(
  strapi: Core.Strapi,
  type: ContentType,
  documents?: readonly string[],
): AsyncGenerator<Row> {
  for (let last = 0; ; ) {
    const rows: Row[] = await strapi.db.query(uidOf(type)).findMany({
      where: { ...PUBLISHED, id: { $gt: last }, ...(documents && { documentId: { $in: documents } }) },
      orderBy: { id: 'asc' },
      limit: BATCH,
      populate: type.populate as never,
    });
    yield* rows;
    const newest = rows.at(-1);
    if (!newest || rows.length < BATCH) return;
    last = newest.id;
  }
}

function entryLine(
  type: ContentType,
  row: Row,
  keys: LiveKeys,
  first: ReadonlyMap<string, string>,
): EntryLine {
  const publishedAt = new Date(row.publishedAt).toISOString();
  return {
    line: 'entry',
    type: type.name,
    documentId: row.documentId,
    locale: row.locale,
    publishedAt,
    firstPublishedAt: first.get(`${row.documentId}/${row.locale}`) ?? publishedAt,
    fields: {
      ...wireFields(type, row, keys),
      ...(type.key && { [type.key]: keys.keyOf(type.name, row.documentId) }),
    },
  };
}

/** Former slugs lead to the present one, or to the notice that stands for it. */
function* redirects(
  former: readonly PublishedKey[],
  keys: LiveKeys,
  withdrawn: ReadonlyMap<string, NoticeLine>,
): Generator<RedirectLine> {
  for (const { type, language: locale, key: from, document } of former) {
    const isTaken = keys.isLive(type, from);
    const to = keys.keyOf(type, document) ?? withdrawn.get(`${type}/${document}`)?.key;
    if (to !== undefined && to !== from && !isTaken) yield { line: 'redirect', type, locale, from, to };
  }
}

/** `<type>/<key>` of an address that something stands at, though no entry. */
function publicKey(line: RedirectLine | NoticeLine): string {
  return `${line.type}/${line.line === 'notice' ? line.key : line.from}`;
}

/**
 * Hashes of `<type>/<key>` of every slug and code that nothing is live under.
 * @param known those that nothing is live under and that are public all the same
 */
async function withheld(strapi: Core.Strapi, known: readonly string[]): Promise<string[]> {
  const { connection: knex } = strapi.db;
  const former = new Set(known);
  const hidden = allTypes.flatMap(({ name, uid, key }) => {
    if (!key) return [];
    const keys = () => columnsOf(strapi, uid, [key]).whereNotNull(key);
    const live = keys()
      .whereNotNull('published_at')
      .whereIn('locale', [...locales]);
    const drafts = keys().except(live).as('drafts');
    return [knex.from(drafts).select(knex.raw('? as type', [name]), { key })];
  });
  const rows: { type: string; key: string }[] = await knex.unionAll(hidden);
  return rows.flatMap(({ type, key }) => (former.has(`${type}/${key}`) ? [] : [hashKey(type, key)]));
}

function hashKey(typeName: string, key: string): string {
  return createHash('sha256').update(`${typeName}/${key}`).digest('hex');
}
