import type { Knex } from 'knex';

/** The table of `api::job.lease`: one row for each job. Times are milliseconds since 1970. */
const TABLE = 'job_leases';

/** Who holds which job, and for how many milliseconds unless it is extended. */
export interface Claim {
  readonly job: string;
  /** Differs in every process. */
  readonly holder: string;
  readonly lease: number;
}

/**
 * Takes a job that is due and that nobody holds; a holder who died holds it until the lease has run out.
 * One conditional update, so that of several instances exactly one gets it.
 * @returns whether this holder has it now
 */
export async function takeLease(knex: Knex, { job, holder, lease }: Claim): Promise<boolean> {
  const now = clock(knex);
  await knex(TABLE).insert({ name: job, held_until: 0, due_at: 0 }).onConflict('name').ignore();
  const taken = await knex(TABLE)
    .where({ name: job })
    .andWhere('held_until', '<=', now)
    .andWhere('due_at', '<=', now)
    .update({ holder, held_until: knex.raw('? + ?', [now, lease]) });
  return taken === 1;
}

/** Holds on to a job for the length of its lease from now; false if another has taken it meanwhile. */
export async function extendLease(knex: Knex, { job, holder, lease }: Claim): Promise<boolean> {
  const held = await knex(TABLE)
    .where({ name: job, holder })
    .update({ held_until: knex.raw('? + ?', [clock(knex), lease]) });
  return held === 1;
}

/** Lets go of a job, which is due again after so many milliseconds. */
export async function endLease(knex: Knex, { job, holder }: Claim, dueIn: number): Promise<void> {
  await knex(TABLE)
    .where({ name: job, holder })
    .update({ holder: null, held_until: 0, due_at: knex.raw('? + ?', [clock(knex), dueIn]) });
}

/** PostgreSQL's own time, because its instances' clocks may differ; an SQLite file has one machine. */
function clock(knex: Knex): Knex.Raw {
  return knex.client.dialect === 'postgresql'
    ? knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint')
    : knex.raw('?', [Date.now()]);
}
