import knex, { type Knex } from 'knex';

/** What PostgreSQL must be at least, as Strapi wants it. */
const OLDEST = 14;
/** A table that is there from before the first table of a move until all was compared. */
const MARKER = 'unfinished_move';

/** What people made in this database, and not an extension. */
const OWN = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by c.relkind = 'S', 1`;
const NATURE = `
  select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
    current_setting('transaction_read_only') = 'on' as "readOnly", current_user as "user",
    current_database() as "database", coalesce(current_schema(), '') as schema,
    coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayCreate"`;

interface Nature {
  readonly version: number;
  readonly encoding: string;
  readonly readOnly: boolean;
  readonly user: string;
  readonly database: string;
  readonly schema: string;
  readonly mayCreate: boolean;
}

/** What a database of PostgreSQL is as the target of a move. */
export interface MoveTarget {
  /** Why nothing can be moved into it, in words for operators. */
  readonly problem: string | undefined;
  /** Whether a move into it was broken off. */
  readonly unfinished: boolean;
}

/** Looks at a target, and changes nothing. */
export async function lookAtTarget(url: string): Promise<MoveTarget> {
  return connected(url, async (connection) => {
    const { rows } = await connection.raw(NATURE);
    const names: string[] = (await connection.raw(OWN)).rows.map(({ name }: { name: string }) => name);
    const unfinished = names.includes(MARKER);
    return { problem: problemOf(rows[0]) ?? (unfinished ? undefined : contents(rows[0], names)), unfinished };
  });
}

function problemOf({ version, encoding, readOnly, user, database, schema, mayCreate }: Nature) {
  if (version < OLDEST)
    return `The database server has PostgreSQL ${version}: it must be ${OLDEST} or newer.`;
  if (encoding !== 'UTF8')
    return `The database ${database} keeps text as ${encoding}: make it with \`createdb --encoding=UTF8 --template=template0 ${database}\`.`;
  if (readOnly)
    return `The database ${database} can only be read, as on a standby: name the server that is written to.`;
  if (mayCreate) return undefined;
  return `The user ${user} may not make tables in the database ${database}: let an administrator run \`alter database "${database}" owner to "${user}"\`, or \`grant create on schema ${schema || 'public'} to "${user}"\` in it.`;
}

function contents({ database }: Nature, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const some = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
  return `The database ${database} is not empty, it holds ${some}: nothing is overwritten. Make another one (\`createdb --encoding=UTF8 --template=template0 <name>\`) and name it with --to. (What a move that was broken off left is known by a mark, and not meant here: a move that came to its end is whole.)`;
}

/** Whether a move into this database was broken off: nobody must work with what it left. */
export async function isUnfinished(url: string): Promise<boolean> {
  return connected(url, async (connection) => {
    const { rows } = await connection.raw('select to_regclass(?) is not null as there', [MARKER]);
    return rows[0].there;
  });
}

/** Marks an empty database, or one with a mark, as what a move goes into, and empties it. */
export async function beginMove(url: string): Promise<void> {
  await connected(url, async (connection) => {
    await connection.raw('create table if not exists ?? ()', [MARKER]);
    await connection.transaction((trx) => dropTables(trx, [MARKER]));
  });
}

/** Empties a database that is marked, the mark last. */
export async function undoMove(url: string): Promise<void> {
  await connected(url, async (connection) => {
    const { rows } = await connection.raw('select to_regclass(?) is not null as there', [MARKER]);
    if (rows[0].there) await connection.transaction((trx) => dropTables(trx, []));
  });
}

/** Takes the mark away: all is there, and was compared. */
export async function endMove(url: string): Promise<void> {
  await connected(url, async (connection) => {
    await connection.schema.dropTable(MARKER);
  });
}

async function dropTables(trx: Knex, kept: readonly string[]): Promise<void> {
  const there = await trx('pg_tables')
    .where({ schemaname: trx.raw('current_schema()') })
    .pluck('tablename');
  const tables: string[] = there.filter((name) => !kept.includes(name));
  if (tables.length === 0) return;
  await trx.raw(`drop table ${tables.map(() => '??').join(', ')} cascade`, tables);
}

async function connected<T>(url: string, work: (connection: Knex) => Promise<T>): Promise<T> {
  const connection = knex({
    client: 'pg',
    compileSqlOnError: false,
    connection: { connectionString: url },
    pool: { min: 0, max: 1 },
  });
  try {
    return await work(connection);
  } finally {
    await connection.destroy();
  }
}
