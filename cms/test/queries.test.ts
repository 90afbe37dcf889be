import { allTypes } from 'content-types';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvalOf,
  approveEntry,
  create,
  createBasics,
  decide,
  readExport,
  type Session,
  samples,
  send,
  startCms,
  type TestCms,
} from './cms.ts';

/**
 * What the CMS asks of its own tables on a working day, on tables as they are after years: nothing reads one from end
 * to end.
 */

const onPostgres = process.env.TEST_DATABASE === 'postgres';
const ROWS = 20_000;
const DAY = 86_400_000;
/** The jobs that look every few seconds. */
const OFTEN = ['mail', 'notifications', 'approval: publish what is due'];

/** Tables that have few rows however long the platform runs. */
const SMALL = [
  'approval_ministry_steps',
  'audit_heads',
  'event_deliveries',
  'job_leases',
  'organisation_units',
  'platform_migrations',
  'publication_builds',
  'second_factors',
  'upload_reservations',
];

/** An index of those rows alone that are looked for. */
const PARTIAL = 'notification_notices_waiting_index';

interface Query {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

let cms: TestCms;
let knex: Knex;
let large: string[];
let editor: Session;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms();
  knex = cms.strapi.db.connection;
  large = Object.values(cms.strapi.contentTypes)
    .filter(({ uid }) => uid.startsWith('api::') && !allTypes.some((type) => type.uid === uid))
    .map(({ collectionName }) => collectionName as string)
    .filter((table) => !SMALL.includes(table));
  await createBasics(cms);
  editor = await cms.signIn('editor', ['msw']);
  moderator = await cms.signIn('moderator');
  for (const [table, rowOf] of Object.entries(stored)) {
    const rows = Array.from({ length: ROWS }, (_one, number) => rowOf(number));
    await knex.batchInsert(table, rows, 400);
  }
  if (onPostgres) await knex.raw('analyze');
});
afterAll(() => cms.stop());

const at = (number: number) => new Date(Date.now() - (ROWS - number) * 300_000);

/** Rows of each large table as the platform leaves them. */
const stored: Readonly<Record<string, (number: number) => Record<string, unknown>>> = {
  publication_changes: (number) => ({
    position: 1000 + number,
    type: 'story',
    document: `old${number % 12_000}`,
    language: 'bn',
    action: 'publish',
    key: `old-${number % 12_000}`,
    renamed: number % 1000 === 0,
    created_at: at(number),
  }),
  approval_records: (number) => ({
    type: 'story',
    document: `old${number}`,
    language: 'bn',
    ministry: 'food',
    state: number % 500 === 0 ? 'submitted' : 'live',
    step: 'moderator',
    withdrawn_at: number % 400 === 0 ? at(number) : null,
    submitted_at: at(number),
    writers: '[]',
  }),
  approval_proposals: (number) => ({
    kind: number % 100 === 0 ? 'erase' : 'override',
    type: 'story',
    document: `old${number}`,
    digest: 'x',
    payload: '{}',
    proposed_by: 1,
    proposed_at: at(number),
    state: 'confirmed',
  }),
  audit_events: (number) => ({
    position: 1_000_000 + number,
    at: at(number).toISOString(),
    action: number % 3 === 0 ? 'sign-in.succeeded' : 'approval.approve',
    actor_kind: 'editor',
    actor_id: 1000 + (number % 200),
    type: 'story',
    document: `old${number}`,
    ministry: 'food',
    details: '{}',
    previous: 'x',
    hash: 'x',
  }),
  mail_messages: (number) => ({
    to: 'a@example.org',
    subject: 'x',
    text: 'x',
    message_id: `${number}`,
    state: number % 1000 === 0 ? 'given-up' : 'sent',
    attempts: 1,
    due_at: at(number).getTime(),
    created_at: at(number),
    updated_at: at(number),
  }),
  notification_notices: (number) => ({
    action: 'submit',
    type: 'story',
    document: `old${number}`,
    language: 'bn',
    title: 'x',
    waits_for: number % 2 === 0 ? 'moderators' : null,
    told_at: number % 2 === 0 ? at(number).getTime() : null,
    created_at: at(number),
  }),
  memberships: (number) => ({
    ministry: `m${number % 300}`,
    document_id: `m${number}`,
    created_at: at(number),
  }),
};

/** The different queries that some work asks of the large tables. */
async function queriesOf(work: () => Promise<unknown>): Promise<Query[]> {
  const found = new Map<string, Query>();
  const note = ({ sql, bindings }: Query) => {
    if (/^(select|update|delete)/.test(sql) && large.some((table) => sql.includes(table)))
      found.set(sql, { sql, bindings });
  };
  knex.on('query', note);
  try {
    await work();
  } finally {
    knex.removeListener('query', note);
  }
  return [...found.values()];
}

/** The large tables that a query reads from end to end. */
async function scannedBy(query: Query): Promise<string[]> {
  // The end of a table in its order is found at once.
  if (!/\bwhere\b/.test(query.sql) && / order by .* limit /.test(query.sql)) return [];
  return onPostgres ? scannedOnPostgres(query) : scannedOnSqlite(query);
}

async function scannedOnSqlite({ sql, bindings }: Query): Promise<string[]> {
  const names = new Map(large.map((table) => [table, table]));
  for (const [, table = '', alias = ''] of sql.matchAll(/`(\w+)` as `(\w+)`/g)) names.set(alias, table);
  const steps: { detail: string }[] = await knex.raw(`explain query plan ${sql}`, bindings as never);
  return steps
    .flatMap(({ detail }) => (detail.includes(PARTIAL) ? [] : (/^SCAN (\w+)/.exec(detail)?.[1] ?? [])))
    .map((name) => names.get(name) ?? name)
    .filter((table) => large.includes(table));
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

async function scannedOnPostgres({ sql, bindings }: Query): Promise<string[]> {
  const connection = await knex.client.acquireConnection();
  try {
    const { rows } = await connection.query(`explain (format json) ${sql}`, bindings);
    return unindexed(rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

function unindexed(plan: Plan): string[] {
  const { 'Relation Name': table = '', Plans = [] } = plan;
  const byIndex = [plan, ...Plans].some(
    (part) => part['Index Cond'] !== undefined || part['Index Name'] === PARTIAL,
  );
  return [...(large.includes(table) && !byIndex ? [table] : []), ...Plans.flatMap(unindexed)];
}

async function expectIndexed(work: () => Promise<unknown>, least: number): Promise<void> {
  const queries = await queriesOf(work);
  expect(queries.length).toBeGreaterThanOrEqual(least);
  const scans: string[] = [];
  for (const query of queries) {
    const tables = await scannedBy(query);
    if (tables.length > 0) scans.push(`${tables} in ${query.sql} ${JSON.stringify(query.bindings)}`);
  }
  expect(scans).toEqual([]);
}

const ask = async (session: Session, where: string) => {
  const { status, body } = await session.request('GET', where);
  expect(status, JSON.stringify(body)).toBe(200);
};
const builder = () => ({ authorization: `Bearer ${cms.exportToken}` });

describe('no table of the platform is read from end to end', () => {
  it('while jobs look for work', async () => {
    const { sendWeekly } = cms.module<typeof import('../src/features/notifications/weekly')>(
      'features/notifications/weekly',
    );
    const { endLapsed } = cms.module<typeof import('../src/features/approval/proposals/lapse')>(
      'features/approval/proposals/lapse',
    );
    const jobs = () => knex('job_leases').whereIn('name', OFTEN);
    await expectIndexed(async () => {
      await jobs().update({ due_at: 0 });
      const notYet = async () => (await jobs().where({ due_at: 0 })).length;
      await expect.poll(notYet, { timeout: 240_000 }).toBe(0);
      for (const days of [7, 14]) await sendWeekly(cms.strapi, new Date(Date.now() + days * DAY));
      await endLapsed(cms.strapi);
    }, 8);
  });

  it('while the builder asks for the state and for what has changed', async () => {
    const [header] = await readExport(cms);
    if (header?.line !== 'header') throw new Error('no header');
    const { documentId } = await create(cms, 'story', samples.story('Exported'));
    await cms.asSystem(() =>
      cms.strapi.documents('api::story.story' as never).publish({ documentId, locale: 'bn' }),
    );
    await expectIndexed(async () => {
      await send(cms.url, 'GET', '/api/export/revision', undefined, builder());
      const [changed] = await readExport(cms, header.revision);
      expect(changed).toMatchObject({ since: header.revision });
    }, 5);
  });

  it('while an editor writes, submits and looks at an entry', async () => {
    await expectIndexed(async () => {
      const { body } = await editor.request(
        'POST',
        '/content-manager/collection-types/api::story.story?locale=bn',
        samples.story('Written'),
      );
      const entry = { type: 'story', documentId: body.data.documentId as string };
      const submitted = await decide(editor, entry, 'submit');
      expect(submitted.status, JSON.stringify(submitted.body)).toBe(200);
      await ask(editor, approvalOf(entry));
      await ask(editor, `${approvalOf(entry)}/history`);
      await ask(editor, `/platform/publication/entries/story/${entry.documentId}`);
    }, 8);
  });

  it('while a moderator looks at the queue and approves', async () => {
    const { documentId } = await create(cms, 'story', samples.story('Approved'));
    await expectIndexed(async () => {
      await ask(moderator, '/platform/approval/queue');
      await ask(moderator, '/platform/approval/numbers');
      await ask(moderator, '/platform/publication/status');
      const { status, body } = await approveEntry(cms, moderator, { type: 'story', documentId });
      expect(status, JSON.stringify(body)).toBe(200);
    }, 10);
  });

  it('while somebody signs in', async () => {
    await expectIndexed(() => cms.signIn('editor', ['msw']), 1);
  });
});
