import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Answer, inviteTo, resetLinkFor, send, startCms, type TestCms } from './cms.ts';

const GOOD = 'Quiet-river-lantern-42';
/** Each passes Strapi's own rules. */
const BAD: [string, string, string][] = [
  ['short', 'Kx7pQ2vTz', 'platform.sign-in.password-short'],
  ['common', 'Password1234', 'platform.sign-in.password-common'],
  ['the account’s own name', 'Cabinet-Division-2026', 'platform.sign-in.password-common'],
];
const OWN = {
  email: 'moderator@cabinet.example.org',
  firstname: 'Moderator',
  lastname: '(Cabinet Division)',
};

let cms: TestCms;

beforeAll(async () => {
  cms = await startCms();
});
afterAll(() => cms.stop());

const users = () => cms.strapi.db.query('admin::user');

function expectRefused({ status, body }: Answer, code: string): void {
  expect(status).toBe(400);
  expect(body.error.message).toMatch(/^Password: .*(choose|Choose)/);
  expect(body.error.details).toMatchObject({ code, errors: [{ path: ['password'] }] });
}

/** What only who runs the server can read. */
const offered = async () => {
  const address = await readFile(path.join(cms.dataDir, 'first-admin.txt'), 'utf8');
  return /\/admin\/auth\/register-admin#token=(\S+)\n$/.exec(address)?.[1] ?? '';
};
const registerFirst = (body: object) => send(cms.url, 'POST', '/admin/register-admin', body);

it('lets nobody be the first super admin who has no token from the server, of its last start', async () => {
  const first = { ...OWN, password: GOOD };
  const earlier = await vi.waitFor(offered, 240_000);
  expect(earlier).toMatch(/^[\w-]{32}$/);
  expect((await stat(path.join(cms.dataDir, 'first-admin.txt'))).mode & 0o077).toBe(0);
  cms
    .module<typeof import('../src/features/accounts/links/first-admin')>(
      'features/accounts/links/first-admin',
    )
    .offerFirstRegistration(cms.strapi);
  cms.strapi.server.httpServer.emit('listening');
  await vi.waitUntil(async () => ![earlier, ''].includes(await offered().catch(() => '')), 240_000);
  const codeFor = async (token?: unknown) =>
    (await registerFirst({ ...first, token })).body.error.details.code;
  expect(await codeFor()).toBe('platform.sign-in.token-needed');
  expect(await codeFor('')).toBe('platform.sign-in.token-needed');
  for (const wrong of ['guessed', earlier]) expect(await codeFor(wrong)).toBe('platform.sign-in.token-wrong');
  expect(await codeFor([await offered()])).toBe('platform.sign-in.token-needed');
  expect(await users().count()).toBe(0);
  const kept = JSON.stringify(await cms.strapi.db.query('strapi::core-store').findMany({}));
  expect(kept).not.toContain(await offered());
});

it.each(BAD)('refuses a password that is %s to the first super admin', async (_, password, code) => {
  expectRefused(await registerFirst({ ...OWN, password, token: await offered() }), code);
  expect(await users().count()).toBe(0);
});

it('takes a good password of the first super admin, and the token once', async () => {
  const token = await offered();
  const first = { ...OWN, email: 'first@example.org', password: GOOD, token };
  expect((await registerFirst(first)).status).toBe(200);
  await expect(stat(path.join(cms.dataDir, 'first-admin.txt'))).rejects.toThrow('ENOENT');
  const second = await registerFirst({ ...first, email: 'second@example.org' });
  expect([second.status, await users().count()]).toEqual([400, 1]);
  expect(second.body.error.details.code).toBe('platform.sign-in.registered');
});

it.each(BAD)('refuses one that is %s on every other path', async (_, password, code) => {
  const role = await cms.strapi.service('admin::role').findOne({ code: 'moderator' });
  const { id } = await cms.strapi.service('admin::user').create({ ...OWN, roles: [role.id] });
  const registrationToken = await inviteTo(cms, id);
  const { firstname, lastname } = OWN;
  const userInfo = { firstname, lastname, password };
  expectRefused(await send(cms.url, 'POST', '/admin/register', { registrationToken, userInfo }), code);
  const registered = await send(cms.url, 'POST', '/admin/register', {
    registrationToken,
    userInfo: { ...userInfo, password: GOOD },
  });
  expect(registered.status).toBe(200);
  const { token } = registered.body.data;

  const me = { currentPassword: GOOD, password };
  expectRefused(
    await send(cms.url, 'PUT', '/admin/users/me', me, { authorization: `Bearer ${token}` }),
    code,
  );
  const admin = await cms.signIn('strapi-super-admin');
  expectRefused(await admin.request('PUT', `/admin/users/${id}`, { password }), code);

  const resetPasswordToken = await resetLinkFor(cms, id);
  const reset = (chosen: string) =>
    send(cms.url, 'POST', '/admin/reset-password', { resetPasswordToken, password: chosen });
  expectRefused(await reset(password), code);
  expect((await reset('Seven-boats-Padma-19')).status).toBe(200);
  await users().delete({ where: { id } });
});

it('hashes no bad password for code of ours or for a command either', async () => {
  const service = cms.strapi.service('admin::user');
  await expect(service.create({ ...OWN, password: 'Password1234' })).rejects.toThrow('easy to guess');
  await expect(service.resetPasswordByEmail('first@example.org', 'Short-1pass')).rejects.toThrow(
    'at least 12 characters',
  );
});
