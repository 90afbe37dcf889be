import type { Knex } from 'knex';

/** Where Strapi's `strapi.log` goes in a migration. */
interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** The moments of what was recorded between two days that was kept so many minutes ahead of UTC. */
interface Period {
  readonly minutes: number;
  readonly from: string;
  readonly until: string;
}

/** How far the clock that moments were kept on was ahead of UTC: a zone's name, or minutes where it was the same all year. */
type Clock = string | number;

/** Where the platform's people are. */
const HERE = 'Asia/Dhaka';
/** Between a moment that was recorded and its row, in seconds. */
const NEAR = 450;

/**
 * Moves the moments of a database of PostgreSQL to UTC, a migration. Strapi's columns have no time zone: before
 * all processes were set to UTC, they held what the clock of the CMS's machine showed. Which one that was, the
 * audit record tells: each row has its moment twice, as text in UTC and in such a column. Where it is the same
 * already, nothing is changed, so that running this again does no harm.
 */
export async function up(trx: Knex, { logger }: { readonly logger: Log }): Promise<void> {
  if (trx.client.dialect !== 'postgresql' || !(await trx.schema.hasTable('audit_events'))) return;
  // Another instance that starts at the same time finds nothing left to do.
  await trx.raw('lock table audit_events in exclusive mode');
  const periods = await periodsOf(trx);
  if (periods.every(({ minutes }) => minutes === 0)) return;
  const clock = await clockOf(trx, periods);
  if (clock === undefined) {
    logger.warn(
      `Moments in the database were kept on several clocks and are left as they are; dates of what was written then may be some hours off: ${periods.map(inWords).join('; ')}.`,
    );
    return;
  }
  const tables = await columnsByTable(trx);
  for (const [table, columns] of tables) await move(trx, table, columns, clock);
  const name = typeof clock === 'string' ? clock : `UTC${offset(clock)}`;
  logger.info(
    `Moments in the database were kept on the clock of ${name}: ${tables.size} tables now have UTC.`,
  );
}

async function periodsOf(trx: Knex): Promise<Period[]> {
  const { rows } = await trx.raw(`
    select round(extract(epoch from created_at - (at::timestamptz at time zone 'UTC')) / 900)::int * 15 as minutes,
      min(at) as "from", max(at) as until
    from audit_events where created_at is not null group by 1 order by 2`);
  return rows;
}

/** The clock that fits all that was recorded; undefined if none does. */
async function clockOf(trx: Knex, periods: readonly Period[]): Promise<Clock | undefined> {
  const { rows } = await trx.raw("select current_setting('log_timezone') as zone");
  // PostgreSQL's server was given the zone of its machine when the cluster was made.
  for (const zone of [HERE, rows[0].zone]) {
    const fits = `abs(extract(epoch from created_at - (at::timestamptz at time zone ?))) < ${NEAR}`;
    const answer = await trx.raw(`select bool_and(${fits}) as fits from audit_events`, [zone]);
    if (answer.rows[0].fits) return zone;
  }
  return periods.length === 1 ? periods[0]?.minutes : undefined;
}

/** The columns of each table that hold moments without a time zone, Strapi's own too. */
async function columnsByTable(trx: Knex): Promise<Map<string, string[]>> {
  const { rows } = await trx.raw(`
    select table_name as name, array_agg(column_name::text) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE'
      and data_type = 'timestamp without time zone'
    group by 1`);
  return new Map(
    rows.map(({ name, columns }: { name: string; columns: string[] }) => [name, columns] as const),
  );
}

async function move(trx: Knex, table: string, columns: readonly string[], clock: Clock): Promise<void> {
  const zone = typeof clock === 'string' ? '?' : 'make_interval(mins => ?)';
  const changes = columns.map((column) => [
    column,
    trx.raw(`(?? at time zone ${zone}) at time zone 'UTC'`, [column, clock]),
  ]);
  await trx(table).update(Object.fromEntries(changes));
}

const inWords = ({ minutes, from, until }: Period) =>
  `${from.slice(0, 16)}Z to ${until.slice(0, 16)}Z on UTC${offset(minutes)}`;

function offset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const length = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(length / 60))}:${two(length % 60)}`;
}
