import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBasics, send, startCms, type TestCms } from './cms.ts';

const require = createRequire(import.meta.url);
// The compiled module: it shares its instance of Strapi's helpers with the CMS under test.
const { makeDemoAccounts } =
  require('../dist/src/features/sample-content/accounts.js') as typeof import('../src/features/sample-content/accounts.ts');

interface Account {
  readonly role: string;
  readonly ministry: string | null;
  readonly email: string;
  readonly password: string;
}

let cms: TestCms;
let file: string;

beforeAll(async () => {
  cms = await startCms();
  await createBasics(cms);
  file = path.join(cms.dataDir, 'demo-accounts.json');
});
afterAll(() => cms.stop());

async function make(): Promise<Account[]> {
  await cms.asSystem(() => makeDemoAccounts(cms.strapi, file));
  return JSON.parse(await readFile(file, 'utf8'));
}

const signIn = ({ email, password }: Account) => send(cms.url, 'POST', '/admin/login', { email, password });

it('makes one super admin, one moderator and two editors of different ministries, who can sign in', async () => {
  const accounts = await make();
  expect(accounts.map(({ role, ministry }) => `${role} ${ministry}`)).toEqual([
    'super-admin null',
    'moderator null',
    'editor msw',
    'editor food',
  ]);
  expect(new Set(accounts.map(({ password }) => password)).size).toBe(4);
  expect((await stat(file)).mode & 0o077).toBe(0);
  for (const account of accounts) expect((await signIn(account)).status).toBe(200);
});

it('keeps the passwords of a list that is there, and makes nobody twice', async () => {
  const before = JSON.parse(await readFile(file, 'utf8'));
  expect(await make()).toEqual(before);
  expect(await cms.strapi.db.query('admin::user').count()).toBe(4);
  expect(await cms.strapi.db.query('api::membership.membership').count()).toBe(2);
});

it('gives everyone a new password that works when the list was lost', async () => {
  const [lost] = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  const [again] = await make();
  expect(again?.password).not.toBe(lost.password);
  expect(again && (await signIn(again)).status).toBe(200);
  expect((await signIn(lost)).status).toBe(400);
});

it('says what to do about a list that cannot be read', async () => {
  await writeFile(file, 'not a list');
  await expect(make()).rejects.toThrow('delete it to have a new one made');
});
