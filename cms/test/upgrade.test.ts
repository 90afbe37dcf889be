import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Schedule from '../src/features/approval/schedule.ts';
import type * as Server from '../src/server/migrations.ts';
import {
  approvalOf,
  decide,
  exportedEntry,
  readExport,
  type Session,
  second,
  startCms,
  type TestCms,
} from './cms.ts';
import { loadFormer } from './upgrade/load.ts';

/** A platform that the last commit without migrations of its own left, started with this code. */

const onPostgres = process.env.TEST_DATABASE === 'postgres';

let cms: TestCms;
let moderator: Session;

beforeAll(async () => {
  cms = await startCms({ startOn: loadFormer });
  moderator = await cms.signIn('moderator');
});
afterAll(() => cms.stop());

const rows = (uid: string, where: object = {}) =>
  cms.strapi.db.query(uid as never).findMany({ where: where as never, orderBy: { id: 'asc' } });

async function entryOf(title: string) {
  const [record] = await rows('api::approval.record', { title });
  return { type: 'story', documentId: record?.document as string };
}

it('exports what it exported before', async () => {
  const former = await readFile(path.join(import.meta.dirname, 'upgrade/export.ndjson'), 'utf8');
  const lines = former
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ line }) => line)).toEqual(expect.arrayContaining(['entry', 'redirect', 'notice']));
  const sorted = (all: object[]) =>
    all.map((line) =>
      'withheld' in line ? { ...line, withheld: [...(line.withheld as string[])].sort() } : line,
    );
  expect(sorted(await readExport(cms))).toEqual(sorted(lines));
});

it('has run each migration once', async () => {
  const { migrations } = cms.module<typeof Server>('server/migrations');
  const names = (await rows('api::migration.migration')).map(({ name }) => name);
  expect(names).toEqual(migrations.map(({ name }) => name));
});

it('has the indexes that its tables say, and those of some rows', async () => {
  const knex = cms.strapi.db.connection;
  const said = Object.values(cms.strapi.contentTypes).flatMap((type) =>
    ((type as { indexes?: { name: string }[] }).indexes ?? []).map(({ name }) => name),
  );
  const there: { name: string }[] = onPostgres
    ? await knex('pg_indexes').select({ name: 'indexname' })
    : await knex('sqlite_master').where({ type: 'index' }).select('name');
  expect(said).toEqual(expect.arrayContaining(['publication_changes_key_index', 'stories_key_index']));
  expect(there.map(({ name }) => name)).toEqual(
    expect.arrayContaining([...said, 'notification_notices_waiting_index']),
  );
});

it('has numbered its outbox and marked what was renamed', async () => {
  const changes = await rows('api::publication.change');
  expect(changes.map(({ position }) => position)).toEqual(changes.map((_row, index) => index + 1));
  const { documentId } = await entryOf('Renamed');
  const renamed = changes.filter((row) => row.renamed).map(({ document }) => document);
  expect(renamed).toEqual([documentId, documentId]);
});

it('has hashed the files that are there', async () => {
  const files = await rows('plugin::upload.file');
  for (const { name, hash, ext, sha256, sha512 } of files) {
    const bytes = await readFile(path.join(cms.dataDir, 'public/uploads', `${hash}${ext}`)).catch(() => null);
    const of = (kind: string) => bytes && createHash(kind).update(bytes).digest('hex');
    expect({ name, sha256, sha512 }).toEqual({ name, sha256: of('sha256'), sha512: of('sha512') });
  }
  expect(files.filter(({ sha256 }) => sha256 === null).map(({ name }) => name)).toEqual(['gone.png']);
});

it('approves what was submitted before with its files, and nothing whose file was lost since', async () => {
  const approved = await decide(moderator, await entryOf('Submitted'), 'approve');
  expect([approved.status, approved.body.error?.details]).toEqual([200, undefined]);
  expect(await exportedEntry(cms, 'story', 'submitted', 'bn')).toBeDefined();
  const refused = await decide(moderator, await entryOf('Missing'), 'approve');
  expect(refused.body.error.details.code).toBe('platform.approval.refused.changed');
});

it('puts live what was approved for later', async () => {
  const { publishDue } = cms.module<typeof Schedule>('features/approval/schedule');
  await cms.strapi.db
    .query('api::approval.record')
    .updateMany({ where: { title: 'Scheduled' }, data: { publishAt: new Date(Date.now() - 1000) } });
  await publishDue(cms.strapi);
  expect(await exportedEntry(cms, 'story', 'scheduled', 'bn')).toBeDefined();
});

it('sees what is live as unchanged, and what was written since as changed', async () => {
  for (const [title, state] of [
    ['Live', 'live'],
    ['Changed again', 'live-with-draft'],
  ] as const) {
    const { body } = await moderator.request('GET', approvalOf(await entryOf(title)));
    expect(body.languages[0].state).toBe(state);
  }
});

it('lets a second person confirm what was asked for before', async () => {
  const { status, body } = await second(moderator, await entryOf('Asked'));
  expect([status, body.error?.details]).toEqual([200, undefined]);
});
