import { cp, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Knex } from 'knex';

const HERE = import.meta.dirname;
const require = createRequire(import.meta.url);
// The one that Strapi has.
const { Database } = createRequire(require.resolve('@strapi/strapi'))('@strapi/database');

interface Table {
  readonly table: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly [option: string]: unknown;
  }[];
  readonly indexes: readonly object[];
  readonly foreignKeys: readonly object[];
}
type Row = Readonly<Record<string, unknown>>;

/** Where a CMS is going to start. */
interface Place {
  readonly dataDir: string;
  /** Of PostgreSQL; undefined on SQLite. */
  readonly url: string | undefined;
}

/**
 * Puts a platform into a data folder and an empty database as commit 40ccfea left it, the last one without migrations
 * of its own: `database.ndjson` has Strapi's description of its tables, from which Strapi makes them here, and the rows
 * that its code wrote, people's sessions and what Strapi derives from its types apart; `uploads/` has its files but
 * for one that was lost, and `export.ndjson` what it exported.
 */
export async function loadFormer({ dataDir, url }: Place): Promise<void> {
  await mkdir(path.join(dataDir, 'public/uploads'), { recursive: true });
  await cp(path.join(HERE, 'uploads'), path.join(dataDir, 'public/uploads'), { recursive: true });
  const lines = (await readFile(path.join(HERE, 'database.ndjson'), 'utf8')).trimEnd().split('\n');
  const all: (Table | { into: string; row: Row })[] = lines.map((line) => JSON.parse(line));
  const tables = all.filter((one) => 'table' in one);
  const connection = url
    ? { client: 'postgres', connection: { connectionString: url } }
    : { client: 'sqlite', connection: { filename: path.join(dataDir, 'cms.db') }, useNullAsDefault: true };
  const db = new Database({
    connection,
    settings: { migrations: { dir: path.join(dataDir, 'no-migrations') } },
  });
  await db.init({ models: [] });
  try {
    await db.schema.builder.createSchema({ tables: tables.map(described) });
    await makeStrapiTables(db.connection, tables);
    await insertRows(
      db.connection,
      tables,
      all.filter((one) => 'into' in one),
    );
  } finally {
    await db.destroy();
  }
}

function described({ table, columns, ...rest }: Table) {
  const defaults = { args: [], defaultTo: null, notNullable: false, unsigned: false };
  return { name: table, columns: columns.map((column) => ({ ...defaults, ...column })), ...rest };
}

/** The tables that Strapi makes before all others. */
async function makeStrapiTables(knex: Knex, tables: readonly Table[]): Promise<void> {
  for (const name of ['strapi_migrations', 'strapi_migrations_internal'])
    await knex.schema.createTable(name, (table) => {
      table.increments('id');
      table.string('name');
      table.datetime('time', { useTz: false });
    });
  await knex.schema.createTable('strapi_database_schema', (table) => {
    table.increments('id');
    table.json('schema');
    table.datetime('time', { useTz: false });
    table.string('hash');
  });
  const schema = JSON.stringify({ tables: tables.map(described) });
  await knex('strapi_database_schema').insert({ schema, time: new Date(), hash: 'of 40ccfea' });
}

async function insertRows(
  knex: Knex,
  tables: readonly Table[],
  rows: readonly { readonly into: string; readonly row: Row }[],
): Promise<void> {
  const onPostgres = knex.client.dialect === 'postgresql';
  const types = new Map(
    tables.flatMap(({ table, columns }) =>
      columns.map(({ name, type }) => [`${table}.${name}`, type] as const),
    ),
  );
  const fit = (into: string, name: string, value: unknown) => {
    const type = types.get(`${into}.${name}`) ?? (name === 'time' ? 'datetime' : '');
    if (type === 'datetime') return new Date(value as number);
    return onPostgres && type === 'boolean' ? value === 1 : value;
  };
  // Rows refer to others that come later.
  await knex.transaction(async (trx) => {
    await trx.raw(
      onPostgres ? 'set local session_replication_role = replica' : 'pragma defer_foreign_keys = on',
    );
    for (const { into, row } of rows)
      await trx(into).insert(
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fit(into, name, value)])),
      );
    if (!onPostgres) return;
    for (const into of new Set(rows.map((one) => one.into)))
      await trx.raw('select setval(pg_get_serial_sequence(?, ?), (select max(id) from ??))', [
        into,
        'id',
        into,
      ]);
  });
}
