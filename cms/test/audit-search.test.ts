import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, startCms, type TestCms } from './cms.ts';

const require = createRequire(import.meta.url);
// The compiled module: it shares its instance of Strapi's helpers with the CMS under test.
const { recordEvent } =
  require('../dist/src/features/audit/record.js') as typeof import('../src/features/audit/record.ts');

let cms: TestCms;
let moderator: Session;
let superAdmin: Session;
let editor: Session;

beforeAll(async () => {
  cms = await startCms();
  moderator = await cms.signIn('moderator');
  superAdmin = await cms.signIn('strapi-super-admin');
  editor = await cms.signIn('editor', ['msw']);
  const actor = { kind: 'moderator', userId: moderator.userId } as const;
  const story = { actor, type: 'story', document: 'doc1', language: 'bn' };
  await recordEvent(cms.strapi, {
    ...story,
    action: 'approval.submit',
    ministry: 'msw',
    title: 'নদীভাঙন ও ভাতা',
  });
  await recordEvent(cms.strapi, {
    ...story,
    action: 'approval.approve',
    ministry: 'food',
    title: '=HYPERLINK("x")',
  });
});
afterAll(() => cms.stop());

async function search(query: string, who = moderator) {
  const { status, body } = await who.request('GET', `/platform/audit?${query}`);
  expect(status).toBe(200);
  return body as { events: { action: string; title: string; at: string }[]; total: number; pages: number };
}
const actions = async (query: string) => (await search(query)).events.map(({ action }) => action);

describe('moderators and super admins', () => {
  it('see the newest first, page by page', async () => {
    const { events, total } = await search('', superAdmin);
    expect(events[0]?.action).toBe('approval.approve');
    expect(total).toBe(events.length);
    for (let number = 0; number < 50; number += 1) {
      await recordEvent(cms.strapi, { action: 'test.page', actor: { kind: 'system' } });
    }
    const { events: second, pages } = await search('page=2');
    expect(pages).toBe(2);
    expect(second.length).toBe(total);
    expect(second[0]?.action).toBe('approval.approve');
  });

  it('find by words, action, ministry and days', async () => {
    const words = encodeURIComponent('নদীভাঙন');
    expect(await actions(`search=${words}`)).toEqual(['approval.submit']);
    expect(await actions('search=doc1')).toEqual(['approval.approve', 'approval.submit']);
    expect(await actions('action=approval')).toEqual(['approval.approve', 'approval.submit']);
    expect(await actions('action=approval.submit')).toEqual(['approval.submit']);
    expect(await actions('ministry=food&action=approval')).toEqual(['approval.approve']);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dhaka' }).format(new Date());
    expect((await search(`from=${today}&until=${today}`)).total).toBe((await search('')).total);
    expect(await actions('until=2020-01-01')).toEqual([]);
    expect(await actions('from=2999-01-01')).toEqual([]);
    expect(await actions('search=%25%25')).toEqual([]);
  });

  it('are told which parameter is wrong', async () => {
    for (const wrong of ['page=0', 'from=yesterday', 'search=a&search=b']) {
      const { status, body } = await moderator.request('GET', `/platform/audit?${wrong}`);
      expect(status).toBe(400);
      expect(body.error.message).toContain(wrong.split('=')[0]);
    }
  });

  it('export what they found as a CSV file that no spreadsheet runs, and the export is recorded', async () => {
    const { status, text } = await moderator.request('GET', '/platform/audit/export?action=approval');
    expect(status).toBe(200);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('"নদীভাঙন ও ভাতা"'.normalize('NFC'));
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
    const [newest] = (await search('')).events;
    expect(newest).toMatchObject({ action: 'audit.exported', details: { filters: { action: 'approval' } } });
  });
});

it('is closed to editors and to whoever is not signed in', async () => {
  for (const path of ['/platform/audit', '/platform/audit/export']) {
    const refused = await editor.request('GET', path);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain('doc1');
    expect((await fetch(cms.url + path)).status).toBe(401);
  }
  const { body } = await editor.request('GET', '/admin/users/me/permissions');
  expect(JSON.stringify(body)).not.toContain('api::audit.read');
});
