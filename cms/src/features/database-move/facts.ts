import { createHash, type Hash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { canonical } from '../approval';
import { currentRevision, exportLines } from '../publication';

/** What the CMS reads from its database, in words that are the same on any. */
export interface MoveFacts {
  /** The state of the outbox. */
  readonly revision: string;
  /** The end of the audit record; null while it is empty. */
  readonly auditHead: { readonly count: number; readonly hash: string } | null;
  /** All that the site is made of, in its order. */
  readonly export: TableFacts;
  readonly tables: Readonly<Record<string, TableFacts>>;
}

interface TableFacts {
  readonly rows: number;
  /** SHA-256 (FIPS 180-4), in hex. */
  readonly sha256: string;
}

/** Strapi's own description of its tables, which each database has its own of, and the mark of a move. */
const OF_THE_DATABASE = ['strapi_database_schema', 'unfinished_move'];
const BATCH = 500;

/**
 * Describes all that a database holds. Rows are read as Strapi reads them, by the model of each table, and not
 * as the copy does, so that a mistake of the copy shows.
 */
export async function describeDatabase(strapi: Core.Strapi): Promise<MoveFacts> {
  const tables: Record<string, TableFacts> = {};
  const models = new Map([...strapi.db.metadata.values()].map(({ uid, tableName }) => [tableName, uid]));
  for (const table of (await strapi.db.dialect.schemaInspector.getTables()).sort()) {
    if (OF_THE_DATABASE.includes(table)) continue;
    const uid = models.get(table);
    tables[table] = await digest(uid === undefined ? rawRows(strapi, table) : modelRows(strapi, uid));
  }
  return {
    revision: await currentRevision(strapi),
    auditHead: (await strapi.db.connection('audit_heads').first('count', 'hash')) ?? null,
    export: await digest(exported(strapi)),
    tables,
  };
}

async function* exported(strapi: Core.Strapi): AsyncGenerator<unknown> {
  for await (const line of exportLines(strapi)) {
    // The header lists this as the database gives it.
    yield line.line === 'header' ? { ...line, withheld: [...line.withheld].sort() } : line;
  }
}

async function* modelRows(strapi: Core.Strapi, uid: string): AsyncGenerator<object> {
  for (let last = 0; ; ) {
    const where = { id: { $gt: last } };
    const rows: { id: number }[] = await strapi.db
      .query(uid as never)
      .findMany({ where, orderBy: { id: 'asc' }, limit: BATCH });
    yield* rows;
    const newest = rows.at(-1);
    if (!newest) return;
    last = Number(newest.id);
  }
}

/** Rows of tables between others, of Strapi's own and of libraries, for which there is no model. */
async function* rawRows(strapi: Core.Strapi, table: string): AsyncGenerator<object> {
  const { connection } = strapi.db;
  const columns = await connection(table).columnInfo();
  const worded = (row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, wordOf(value, columns[name]?.type)] as const),
    );
  if (!('id' in columns)) {
    const words = (await connection(table)).map((row) => canonical(worded(row)));
    yield words.sort();
    return;
  }
  for (let last = 0; ; ) {
    const rows = await connection(table).where('id', '>', last).orderBy('id').limit(BATCH);
    yield* rows.map(worded);
    if (rows.length === 0) return;
    last = Number(rows.at(-1).id);
  }
}

function wordOf(value: unknown, type = ''): string | null {
  if (value === null) return null;
  if (/^(timestamp|datetime)/.test(type)) return new Date(value as number | Date).toISOString();
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? canonical(value) : String(value);
}

async function digest(rows: AsyncIterable<unknown>): Promise<TableFacts> {
  const hash: Hash = createHash('sha256');
  let count = 0;
  for await (const row of rows) {
    hash.update(canonical(row)).update('\n');
    count += 1;
  }
  return { rows: count, sha256: hash.digest('hex') };
}
