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
import { type LiveKeys, liveKeys } from './live-keys';
import { notices } from './notices';
import { currentRevision, publishes } from './outbox';
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
  const keys = await liveKeys(strapi);
  const counts: Record<string, number> = {};
  for (const type of allTypes) {
    counts[type.name] = await strapi.db.query(uidOf(type)).count({ where: PUBLISHED });
  }
  const history = await publishHistory(strapi);
  const withdrawn = await notices(strapi, keys);
  const moved = [...redirects(history.keys, keys, withdrawn)];
  const hidden = await withheld(strapi, keys, [
    ...moved.map(publicKey),
    ...[...withdrawn.values()].map(publicKey),
  ]);
  const from = changed && { since };
  yield { line: 'header', format: EXPORT_FORMAT, revision, ...from, counts, withheld: hidden };
  let lines = 0;
  const gone = new Map(changed && versionsOf(changed));
  for (const type of allTypes) {
    const documents = changed && documentsOf(changed, type);
    if (documents?.length === 0) continue;
    for await (const row of publishedRows(strapi, type, documents)) {
      lines += 1;
      gone.delete(`${type.name}/${row.documentId}/${row.locale}`);
      yield entryLine(type, row, keys, history.first);
    }
  }
  yield* gone.values();
  lines += gone.size;
  yield* moved;
  yield* withdrawn.values();
  lines += moved.length + withdrawn.size;
  yield { line: 'end', lines, revision: await currentRevision(strapi) };
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
    if (!newest) return;
    last = newest.id;
  }
}

function entryLine(type: ContentType, row: Row, keys: LiveKeys, first: Map<string, string>): EntryLine {
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

interface History {
  /** When `<document>/<language>` first went live, ISO 8601. */
  readonly first: Map<string, string>;
  /** Every slug that a document was ever live under, by `<type>/<language>/<slug>`, newest owner last. */
  readonly keys: Map<string, { type: string; locale: string; from: string; document: string }>;
}

async function publishHistory(strapi: Core.Strapi): Promise<History> {
  const history: History = { first: new Map(), keys: new Map() };
  for (const { type, document, language, key, createdAt } of await publishes(strapi)) {
    const version = `${document}/${language}`;
    if (!history.first.has(version)) history.first.set(version, new Date(createdAt).toISOString());
    if (key) history.keys.set(`${type}/${language}/${key}`, { type, locale: language, from: key, document });
  }
  return history;
}

/** Former slugs lead to the present one, or to the notice that stands for it. */
function* redirects(
  former: History['keys'],
  keys: LiveKeys,
  withdrawn: ReadonlyMap<string, NoticeLine>,
): Generator<RedirectLine> {
  for (const { type, locale, from, document } of former.values()) {
    const to = keys.keyOf(type, document) ?? withdrawn.get(`${type}/${document}`)?.key;
    if (to !== undefined && to !== from && !keys.isLive(type, from))
      yield { line: 'redirect', type, locale, from, to };
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
async function withheld(strapi: Core.Strapi, keys: LiveKeys, known: string[]): Promise<string[]> {
  const hashes = new Set<string>();
  const former = new Set(known);
  for (const type of allTypes) {
    if (!type.key) continue;
    const { key: name } = type;
    const rows = await columnsOf(strapi, uidOf(type), [name], 'all');
    for (const key of new Set(rows.map((row) => String(row[name])))) {
      const isPublic = keys.isLive(type.name, key) || former.has(`${type.name}/${key}`);
      if (!isPublic) hashes.add(hashKey(type.name, key));
    }
  }
  return [...hashes];
}

function hashKey(typeName: string, key: string): string {
  return createHash('sha256').update(`${typeName}/${key}`).digest('hex');
}
