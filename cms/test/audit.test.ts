import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCms, type TestCms } from './cms.ts';

const require = createRequire(import.meta.url);
// The compiled module: it shares its instance of Strapi's helpers with the CMS under test.
const { recordEvent, eventsOf } =
  require('../dist/src/features/audit/record.js') as typeof import('../src/features/audit/record.ts');

const EVENT = 'api::audit.event';
const SYSTEM = { kind: 'system' } as const;

let cms: TestCms;

beforeAll(async () => {
  cms = await startCms();
});
afterAll(() => cms.stop());

const events = () => cms.strapi.db.query(EVENT).findMany({ orderBy: { position: 'asc' } });
const count = () => cms.strapi.db.query(EVENT).count();

it('records who did what, each row holding the hash of the row before', async () => {
  const { userId } = await cms.signIn('moderator');
  const before = await count();
  const about = { type: 'story', document: 'abc', language: 'bn', ministry: 'msw', title: 'নদী ভাঙন' };
  await recordEvent(cms.strapi, { action: 'test.first', actor: { kind: 'moderator', userId }, ...about });
  await recordEvent(cms.strapi, { action: 'test.second', actor: SYSTEM, ...about, details: { pages: 3 } });
  const [first, second] = await eventsOf(cms.strapi, { type: 'story', document: 'abc' });
  expect(first).toMatchObject({
    ...about,
    actorKind: 'moderator',
    actorId: userId,
    actorName: 'Test moderator',
  });
  expect(first?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(second).toMatchObject({
    actorKind: 'system',
    actorId: null,
    actorName: null,
    details: { pages: 3 },
  });
  expect(second?.previous).toBe(first?.hash);
  expect(second?.position).toBe(before + 2);
});

it('takes an event back with the transaction that it belongs to', async () => {
  const before = await count();
  const failing = cms.strapi.db.transaction(async () => {
    await recordEvent(cms.strapi, { action: 'test.undone', actor: SYSTEM });
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  expect(await count()).toBe(before);
});

it('keeps one chain when many write at once', async () => {
  const before = await count();
  await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      recordEvent(cms.strapi, { action: 'test.together', actor: SYSTEM, details: { number } }),
    ),
  );
  const rows = await events();
  expect(rows).toHaveLength(before + 40);
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
  for (const [index, row] of rows.entries()) {
    if (index > 0) expect(row.previous).toBe(rows[index - 1].hash);
  }
});

it('stores text that a database would refuse or change', async () => {
  const about = { type: 'story', document: 'odd' };
  const details = { odd: 'x\0\ud800' };
  await recordEvent(cms.strapi, {
    action: 'test.text',
    actor: SYSTEM,
    ...about,
    title: 'a\0b\ud800c',
    details,
  });
  const [event] = await eventsOf(cms.strapi, about);
  expect(event).toMatchObject({ title: 'ab\ufffdc', details });
});

it('lets nobody change or delete what was recorded', async () => {
  const { documentId, id } = (await events())[0];
  const documents = cms.strapi.documents(EVENT as never);
  const table = cms.strapi.db.query(EVENT);
  const refused = 'The audit record can only be added to.';
  await cms.asSystem(async () => {
    const closed = 'The platform keeps this table itself.';
    await expect(documents.update({ documentId, data: { action: 'x' } as never })).rejects.toThrow(closed);
    await expect(documents.delete({ documentId })).rejects.toThrow(closed);
    await expect(documents.create({ data: { action: 'x' } as never })).rejects.toThrow(closed);
    await expect(table.update({ where: { id }, data: { action: 'x' } })).rejects.toThrow(refused);
    await expect(table.updateMany({ where: {}, data: { action: 'x' } })).rejects.toThrow(refused);
    await expect(table.delete({ where: { id } })).rejects.toThrow(refused);
    await expect(table.deleteMany({})).rejects.toThrow(refused);
  });
  const admin = await cms.signIn('strapi-super-admin');
  const where = `/content-manager/collection-types/${EVENT}`;
  expect((await admin.request('DELETE', `${where}/${documentId}`)).status).toBe(403);
  expect((await admin.request('PUT', `${where}/${documentId}`, { action: 'x' })).status).toBe(403);
  expect(
    (await admin.request('POST', `${where}/actions/bulkDelete`, { documentIds: [documentId] })).status,
  ).toBe(403);
});
