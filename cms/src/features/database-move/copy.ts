import knex, { type Knex } from 'knex';
import { prepareSession } from '../../kernel/database/postgres';
import { type Column, convert, type StoredValue, Unfit } from './convert';

/** The part of better-sqlite3 that is used here; it brings no types. */
interface Sqlite {
  pragma(words: string, options?: { simple: boolean }): unknown;
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}
interface Statement {
  safeIntegers(): Statement;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  all(...values: unknown[]): any[];
}
type Row = Readonly<Record<string, StoredValue>>;

/** Strapi's own description of the tables, made by Strapi for the target. */
const KEPT = ['strapi_database_schema'];
const MIGRATIONS = ['strapi_migrations', 'strapi_migrations_internal', 'platform_migrations'];
/** The mark of a move; see target.ts. */
const MARKER = 'unfinished_move';
/** The columns of tables that rate-limiter-flexible makes when it first counts something, as it makes them. */
const COUNTERS: readonly Column[] = [
  { name: 'key', type: 'character varying', length: 255 },
  { name: 'points', type: 'integer', length: null },
  { name: 'expire', type: 'bigint', length: null },
];
const MAKE_COUNTERS =
  'create table ?? (key varchar(255) primary key, points integer not null default 0, expire bigint)';
/** Rows read and sent at a time, and the values that PostgreSQL takes with one statement. */
const BATCH = 500;
const MOST_VALUES = 60_000;
/** Values that PostgreSQL does not take, named at most. */
const NAMED = 20;
const PROGRESS_MS = 3000;

/** What stops a move, in words for operators. */
export class MoveProblem extends Error {}

/**
 * Copies all rows of a database of SQLite into the tables that this code has made on PostgreSQL, in one
 * transaction there; what Strapi put into them when it made them goes. The file is read in one transaction, too.
 * @param say takes a line now and then of how far it is
 * @throws {MoveProblem} naming what cannot be copied; then nothing is
 */
export async function copyDatabase(file: string, url: string, say: (line: string) => void): Promise<void> {
  const Database = require('better-sqlite3') as new (file: string, options: object) => Sqlite;
  // Not read-only: one that was killed while it wrote is rolled back when it is first read.
  const source = new Database(file, { fileMustExist: true });
  const target = knex({
    client: 'pg',
    // An error's words come into the log: without the values of its query, which may be secrets and drafts.
    compileSqlOnError: false,
    connection: { connectionString: url },
    pool: { min: 1, max: 1, afterCreate: prepareSession },
  });
  try {
    source.pragma('query_only = ON');
    source.exec('begin');
    requireWhole(source);
    await target.transaction(async (trx) => {
      await makeCounters(source, trx);
      const tables = await tablesOf(trx);
      requireSameTables(source, tables);
      await copyTables(source, trx, tables, say);
    });
  } finally {
    source.close();
    await target.destroy();
  }
}

function requireWhole(source: Sqlite): void {
  const found = source.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok')
    throw new MoveProblem(`The SQLite database is damaged: its integrity_check says “${found}”.`);
  const [broken] = source.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  if (broken)
    throw new MoveProblem(
      `Row ${broken.rowid} of ${broken.table} names a row of ${broken.parent} that is not there.`,
    );
}

/** Who was stopped for a while stays stopped, and a link that counts once does not count again. */
async function makeCounters(source: Sqlite, trx: Knex): Promise<void> {
  const names = COUNTERS.map(({ name }) => name).join();
  for (const table of sourceTables(source)) {
    if (columnsOf(source, table).join() !== names || (await trx.schema.hasTable(table))) continue;
    await trx.raw(MAKE_COUNTERS, [table]);
  }
}

/** The columns of each table of the platform on PostgreSQL. */
async function tablesOf(target: Knex): Promise<Map<string, Column[]>> {
  const { rows } = await target.raw(`
    select table_name as table, column_name as name, data_type as type, character_maximum_length as length
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1, ordinal_position`);
  const tables = new Map<string, Column[]>();
  for (const { table, ...column } of rows) {
    if (table === MARKER || KEPT.includes(table)) continue;
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  return tables;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const named = (rows: { name: string }[]) => rows.map(({ name }) => name);
const TABLES = "select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!'";
const sourceTables = (source: Sqlite) => named(source.prepare(TABLES).all());
const columnsOf = (source: Sqlite, table: string) =>
  named(source.prepare('select name from pragma_table_info(?)').all(table));
const countOf = (source: Sqlite, table: string): number =>
  source.prepare(`select count(*) as count from ${quoted(table)}`).all()[0].count;

/** A file that an earlier or a later version of the platform left has other tables. */
function requireSameTables(source: Sqlite, tables: ReadonlyMap<string, readonly Column[]>): void {
  const there = sourceTables(source);
  const differ: string[] = [...tables.keys()].filter((table) => !there.includes(table));
  for (const table of there) {
    if (KEPT.includes(table)) continue;
    const known = tables.get(table)?.map(({ name }) => name);
    if (!known && countOf(source, table) === 0) continue;
    const columns = columnsOf(source, table);
    if (!known) differ.push(table);
    else
      for (const name of [...columns, ...known])
        if (!known.includes(name) || !columns.includes(name)) differ.push(`${table}.${name}`);
  }
  if (differ.length === 0) return;
  throw new MoveProblem(
    `The SQLite database is not as this version of the platform keeps it (${differ.slice(0, 5).join(', ')}${differ.length > 5 ? ' …' : ''}): start and stop the platform once with this version, then move.`,
  );
}

async function copyTables(
  source: Sqlite,
  trx: Knex.Transaction,
  tables: ReadonlyMap<string, readonly Column[]>,
  say: (line: string) => void,
): Promise<void> {
  await requireMigrations(source, trx);
  const keys = await dropForeignKeys(trx);
  await trx.raw(`truncate ${[...tables.keys()].map(() => '??').join(', ')}`, [...tables.keys()]);
  const counts = new Map([...tables.keys()].map((table) => [table, countOf(source, table)]));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const unfit: string[] = [];
  let copied = 0;
  let said = Date.now();
  for (const [table, columns] of tables) {
    for (const rows of readRows(source, table, columns)) {
      const values = rows.map((row) => fit(table, row, columns, unfit));
      if (unfit.length === 0) await insertRows(trx, table, columns, values);
      copied += rows.length;
      if (Date.now() - said < PROGRESS_MS) continue;
      said = Date.now();
      say(`${copied.toLocaleString('en')} of ${total.toLocaleString('en')} rows are copied (${table})`);
    }
  }
  if (unfit.length > 0) throw unfitProblem(unfit);
  for (const [table, wanted] of counts) {
    const found = await trx(table).count({ count: '*' }).first();
    if (Number(found?.count) !== wanted)
      throw new MoveProblem(
        `The table ${table} has ${found?.count} rows on PostgreSQL and ${wanted} on SQLite.`,
      );
  }
  for (const { table, name, definition } of keys)
    await trx.raw(`alter table ?? add constraint ?? ${definition}`, [table, name]);
  await setSequences(source, trx);
  say(`${copied.toLocaleString('en')} rows of ${tables.size} tables are copied`);
}

/** Each migration that was run on the target's empty tables must have been run on these rows. */
async function requireMigrations(source: Sqlite, trx: Knex): Promise<void> {
  for (const table of MIGRATIONS) {
    const done = named(source.prepare(`select name from ${table}`).all());
    const missing = (await trx(table).pluck('name')).find((name) => !done.includes(name));
    if (missing !== undefined)
      throw new MoveProblem(
        `The SQLite database has not seen the migration ${missing} of this version of the platform: start and stop the platform once with this version, then move.`,
      );
  }
}

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Tables refer to each other, and to themselves: they are made anew, and so checked, when all rows are there. */
async function dropForeignKeys(trx: Knex): Promise<ForeignKey[]> {
  const { rows } = await trx.raw(`
    select r.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_class r on r.oid = c.conrelid
    where c.contype = 'f' and r.relnamespace = current_schema()::regnamespace`);
  const keys: ForeignKey[] = rows;
  for (const { table, name } of keys) await trx.raw('alter table ?? drop constraint ??', [table, name]);
  return keys;
}

function* readRows(source: Sqlite, table: string, columns: readonly Column[]): Generator<Row[]> {
  const size = Math.min(BATCH, Math.floor(MOST_VALUES / columns.length));
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const statement = source
    .prepare(
      `select rowid as "a rowid", ${names} from ${quoted(table)} where rowid > ? order by rowid limit ${size}`,
    )
    .safeIntegers();
  for (let last: StoredValue = -(2n ** 63n); ; ) {
    const rows: Row[] = statement.all(last);
    const newest = rows.at(-1);
    if (!newest) return;
    yield rows;
    last = newest['a rowid'] ?? null;
  }
}

function fit(table: string, row: Row, columns: readonly Column[], unfit: string[]): (string | null)[] {
  return columns.map((column) => {
    try {
      return convert(row[column.name] ?? null, column);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      unfit.push(`${nameOf(table, row)}: ${column.name} ${error.message}`);
      return null;
    }
  });
}

/** How people find a row: by the entry, and its title, if it has them. */
function nameOf(table: string, row: Row): string {
  const title = row.title ?? row.name ?? row.email;
  const entry = row.document_id ? `, entry ${row.document_id}${row.locale ? ` in ${row.locale}` : ''}` : '';
  const called = title ? `, “${String(title).slice(0, 60).replaceAll('\0', '')}”` : '';
  return `${table}, row ${row.id ?? row['a rowid']}${entry}${called}`;
}

function unfitProblem(unfit: readonly string[]): MoveProblem {
  const more = unfit.length > NAMED ? `\n  and ${unfit.length - NAMED} more` : '';
  const lines = unfit.slice(0, NAMED).map((line) => `\n  ${line}`);
  return new MoveProblem(
    `PostgreSQL does not take ${unfit.length === 1 ? 'one value' : `${unfit.length} values`}; correct the entries in the admin while the platform still runs on SQLite, and move again:${lines.join('')}${more}`,
  );
}

/** As text, which PostgreSQL reads as what each column is. */
async function insertRows(
  trx: Knex,
  table: string,
  columns: readonly Column[],
  rows: readonly (string | null)[][],
): Promise<void> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const sql = `insert into ?? (${columns.map(() => '??').join(', ')}) values ${rows.map(() => row).join(', ')}`;
  await trx.raw(sql, [table, ...columns.map(({ name }) => name), ...rows.flat()] as Knex.RawBinding[]);
}

/** The next id is above all that there were, those of rows that are gone too. */
async function setSequences(source: Sqlite, trx: Knex): Promise<void> {
  const used = new Map<string, number>(
    source
      .prepare('select name, seq from sqlite_sequence')
      .all()
      .map(({ name, seq }) => [name, seq]),
  );
  const { rows } = await trx.raw(`
    select table_name as table, column_name as name,
      pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name) as sequence
    from information_schema.columns where table_schema = current_schema() and column_default like 'nextval(%'`);
  for (const { table, name, sequence } of rows) {
    const highest = Number((await trx(table).max({ id: name }).first())?.id ?? 0);
    const last = Math.max(highest, used.get(table) ?? 0);
    await trx.raw('select setval(?, ?, ?)', [sequence, Math.max(last, 1), last > 0]);
  }
}
