import { existsSync } from 'node:fs';
import knex, { type Knex } from 'knex';
import database from '../../config/database';
import { type Head, type Row, type Verdict, verifyChain } from '../features/audit';

const BATCH = 2000;
const PROGRESS_MS = 5000;
const NOTED = /^(\d{1,9}):([0-9a-f]{64})$/;

/**
 * `npm run audit:verify [-- <count>:<hash> …]`: checks the audit record in the database, beside a
 * running CMS or without one, and changes nothing.
 */
async function run(): Promise<number> {
  const noted = process.argv.slice(2).map(parseHead);
  const connection = open();
  try {
    if (!(await connection.schema.hasTable('audit_events')))
      throw new Error('there is none in this database yet');
    const { problem, count, hash, erased } = await verify(connection, noted);
    if (problem === undefined) {
      const gone = erased > 0 ? `; the words of ${erased} were erased` : '';
      console.log(`audit record: whole, ${count} ${count === 1 ? 'row' : 'rows'}${gone}`);
      if (count > 0)
        console.log(`To have a later check prove that these stay as they are, note ${count}:${hash}`);
      return 0;
    }
    console.error(`audit record: ${problem}. The rows before it are whole.`);
    return 1;
  } finally {
    await connection.destroy();
  }
}

async function verify(connection: Knex, noted: readonly Head[]): Promise<Verdict> {
  // Read before the rows: what is appended meanwhile lies after it.
  const before = await readHead(connection);
  let said = Date.now();
  const verdict = await verifyChain(readRows(connection), before ? [before, ...noted] : noted, (rows) => {
    if (Date.now() - said < PROGRESS_MS) return;
    said = Date.now();
    console.log(`audit record: ${rows} of ${before?.count ?? rows} rows checked`);
  });
  if (verdict.problem !== undefined) return verdict;
  const after = await readHead(connection);
  if ((after?.count ?? 0) >= verdict.count) return verdict;
  return {
    ...verdict,
    problem: `row ${(after?.count ?? 0) + 1} is not in the record’s head, which counts the rows`,
  };
}

/** The database as the CMS is set up for it; SQLite's file opens for reading only. */
function open(): Knex {
  const { client, connection, pool } = database().connection;
  if (client === 'postgres')
    return knex({ client: 'pg', connection: connection as Knex.PgConnectionConfig, pool });
  const { filename } = connection as { filename: string };
  if (!existsSync(filename)) throw new Error(`there is no database ${filename}`);
  return knex({
    client: 'better-sqlite3',
    connection: { filename, options: { readonly: true } } as Knex.BetterSqlite3ConnectionConfig,
    useNullAsDefault: true,
  });
}

async function readHead(connection: Knex): Promise<Head | undefined> {
  return connection('audit_heads').first('count', 'hash');
}

async function* readRows(connection: Knex): AsyncGenerator<Row> {
  const columns = {
    position: 'position',
    at: 'at',
    action: 'action',
    actorKind: 'actor_kind',
    actorId: 'actor_id',
    actorName: 'actor_name',
    type: 'type',
    document: 'document',
    language: 'language',
    ministry: 'ministry',
    title: 'title',
    details: 'details',
    format: 'format',
    salt: 'salt',
    payload: 'payload',
    previous: 'previous',
    hash: 'hash',
  } satisfies Record<keyof Row, string>;
  // A CMS of before there was a second format has not added its columns yet.
  const there = await connection('audit_events').columnInfo();
  const known = Object.fromEntries(Object.entries(columns).filter(([, column]) => column in there));
  for (let last: number | undefined; ; ) {
    const query = connection('audit_events').select(known).orderBy('position').limit(BATCH);
    const rows: Row[] = await (last === undefined ? query : query.where('position', '>', last));
    yield* rows;
    last = rows.at(-1)?.position;
    if (last === undefined) return;
  }
}

function parseHead(text: string): Head {
  const [, count, hash] = NOTED.exec(text) ?? [];
  if (count === undefined || hash === undefined) {
    throw new Error(`“${text}” is not what an earlier check printed, such as 12:9f86d0…`);
  }
  return { count: Number(count), hash };
}

run().then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(`The audit record could not be checked: ${error.message}`);
    process.exit(1);
  },
);
