import { createRequire } from 'node:module';
import type * as Otpauth from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { confirming, inviteTo, resetLinkFor, type Session, send, startCms, type TestCms } from './cms.ts';

const { TOTP } = createRequire(import.meta.url)('otpauth') as typeof Otpauth;
const PASSWORD = 'Quiet-river-lantern-42';
const OTHER = 'Seven-boats-Padma-19';

let cms: TestCms;
let admin: Session;
let roles: Record<string, number>;
let accounts = 0;

beforeAll(async () => {
  cms = await startCms();
  admin = await cms.signIn('strapi-super-admin');
  const rows = await cms.strapi.db.query('admin::role').findMany({});
  roles = Object.fromEntries(rows.map(({ code, id }) => [code, id]));
});
afterAll(() => cms.stop());

/** A signed-in person on one device: the access token in use, and the cookie that brings the next one. */
async function device(email: string, password = PASSWORD) {
  const response = await fetch(`${cms.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, rememberMe: true }),
  });
  const { data } = (await response.json()) as { data: { token: string } };
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    token: data.token,
    cookie,
    works: async () =>
      (await send(cms.url, 'GET', '/admin/users/me', undefined, { authorization: `Bearer ${data.token}` }))
        .status,
    renews: async () => (await send(cms.url, 'POST', '/admin/access-token', {}, { cookie })).status,
  };
}

async function account(role = 'moderator') {
  accounts += 1;
  return cms.strapi.service('admin::user').create({
    email: `moderator${accounts}@example.org`,
    password: PASSWORD,
    firstname: 'Moderator',
    isActive: true,
    registrationToken: null,
    roles: [roles[role]],
  }) as Promise<{ id: number; email: string }>;
}

const changes: [string, (id: number, email: string, token: string) => Promise<unknown>][] = [
  [
    'their own change of the password',
    (_id, _email, token) =>
      send(
        cms.url,
        'PUT',
        '/admin/users/me',
        { currentPassword: PASSWORD, password: OTHER },
        { authorization: `Bearer ${token}` },
      ),
  ],
  [
    'a password that a super admin sets',
    (id) => admin.request('PUT', `/admin/users/${id}`, { password: OTHER }),
  ],
  [
    'a password set by a link in a mail',
    async (id) => {
      const body = { resetPasswordToken: await resetLinkFor(cms, id), password: OTHER };
      expect((await send(cms.url, 'POST', '/admin/reset-password', body)).status).toBe(200);
    },
  ],
  [
    'a password set on the command line',
    (_id, email) => cms.strapi.service('admin::user').resetPasswordByEmail(email, OTHER),
  ],
  ['another role', (id) => admin.request('PUT', `/admin/users/${id}`, { roles: [roles.editor] })],
  ['being switched off', (id) => admin.request('PUT', `/admin/users/${id}`, { isActive: false })],
  ['being deleted', (id) => admin.request('DELETE', `/admin/users/${id}`)],
  ['being deleted with others', (id) => admin.request('POST', '/admin/users/batch-delete', { ids: [id] })],
];

it.each(changes)('ends every session of an account at once by %s', async (_, change) => {
  const { id, email } = await account();
  const [desk, phone] = [await device(email), await device(email)];
  expect([await desk.works(), await phone.works(), await phone.renews()]).toEqual([200, 200, 200]);
  await change(id, email, desk.token);
  expect([await desk.works(), await phone.works()]).toEqual([401, 401]);
  expect([await desk.renews(), await phone.renews()]).toEqual([401, 401]);
});

it('leaves nobody in who signs in and renews without a pause while the password changes', async () => {
  const works = async (token: string) =>
    (await send(cms.url, 'GET', '/admin/users/me', undefined, { authorization: `Bearer ${token}` })).status;
  const { id, email } = await account();
  for (let round = 0; round < 4; round += 1) {
    await cms.strapi.service('admin::user').updateById(id, { password: PASSWORD });
    const tokens: string[] = [];
    let changed = false;
    const loop = async (path: string, body: object, start: Record<string, string>) => {
      let headers = start;
      while (!changed) {
        const response = await fetch(cms.url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        const answer = (await response.json()) as { data?: { token?: string } };
        if (answer.data?.token) tokens.push(answer.data.token);
        const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
        if (path !== '/admin/login' && cookie.length > 0) headers = { cookie: cookie.join('; ') };
      }
    };
    const { cookie } = await device(email);
    const loops = [
      loop('/admin/access-token', {}, { cookie }),
      loop('/admin/login', { email, password: PASSWORD, rememberMe: true }, {}),
    ];
    await vi.waitUntil(() => tokens.length >= 4, { timeout: 240_000 });
    await admin.request('PUT', `/admin/users/${id}`, { password: OTHER });
    changed = true;
    await Promise.all(loops);
    for (const token of tokens) expect(await works(token)).toBe(401);
  }
});

it('keeps sessions over a change of the name, and nobody else’s end', async () => {
  const { id, email } = await account();
  const bystander = await account();
  const [one, other] = [await device(email), await device(bystander.email)];
  await admin.request('PUT', `/admin/users/${id}`, { lastname: '(Cabinet Division)' });
  expect(await one.works()).toBe(200);
  await admin.request('PUT', `/admin/users/${id}`, { isActive: false });
  expect([await one.works(), await other.works()]).toEqual([401, 200]);
});

it('keeps no session that a switched-off account had when it is switched on again', async () => {
  const { id, email } = await account();
  const desk = await device(email);
  await admin.request('PUT', `/admin/users/${id}`, { isActive: false });
  await admin.request('PUT', `/admin/users/${id}`, { isActive: true });
  expect([await desk.works(), await desk.renews()]).toEqual([401, 401]);
});

/** What was told of changes to an account; its second device is news of another kind. */
async function mailsTo(to: string): Promise<string[]> {
  const mails = await cms.strapi.db
    .query('api::mail.message')
    .findMany({ where: { to }, orderBy: { id: 'asc' } });
  const device = ['নতুন একটি যন্ত্র থেকে সাইন ইন'.normalize('NFC'), 'Signed in on a new device'];
  return mails.map(({ subject }) => subject.normalize('NFC')).filter((subject) => !device.includes(subject));
}

describe('a stolen session', () => {
  it('cannot take its account over, nor make another: who it is is asked again', async () => {
    const { id, email } = await account('strapi-super-admin');
    const victim = await account();
    const { token } = await device(email);
    const tries: [string, string, object?][] = [
      ['PUT', '/admin/users/me', { email: 'thief@example.org' }],
      ['PUT', '/admin/users/me', { password: OTHER, currentPassword: 'guessed' }],
      ['PUT', `/admin/users/${id}`, { email: 'thief@example.org' }],
      ['PUT', `/admin/users/${id}`, { password: OTHER }],
      ['PUT', `/admin/users/${victim.id}`, { roles: [roles['strapi-super-admin']] }],
      ['PUT', `/admin/users/${victim.id}`, { isActive: false }],
      ['POST', '/admin/users', { email: 'thief@example.org', firstname: 'Thief', roles: [roles.moderator] }],
      ['DELETE', `/admin/users/${victim.id}`],
      ['POST', '/admin/users/batch-delete', { ids: [victim.id] }],
      ['PUT', `/admin/roles/${roles.editor}/permissions`, { permissions: [] }],
      ['POST', `/platform/second-factor/accounts/${victim.id}/off`, {}],
    ];
    const before = await cms.strapi.db.query('admin::user').findMany({ orderBy: { id: 'asc' } });
    for (const [method, path, body] of tries) {
      const { status } = await send(cms.url, method, path, body, { authorization: `Bearer ${token}` });
      expect([method, path, status]).toEqual([
        method,
        path,
        path.endsWith('me') && 'password' in (body ?? {}) ? 400 : 403,
      ]);
    }
    expect(await cms.strapi.db.query('admin::user').findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    const harmless = { firstname: 'Moderator', email, preferedLanguage: 'bn' };
    const named = await send(cms.url, 'PUT', '/admin/users/me', harmless, {
      authorization: `Bearer ${token}`,
    });
    expect(named.status).toBe(200);
  });

  it('cannot guess the password for long, and stops nobody else', async () => {
    const { email } = await account();
    const [thief, owner] = [await device(email), await device(email)];
    const guess = (token: string, password: string) =>
      send(cms.url, 'POST', '/platform/confirmation', { password }, { authorization: `Bearer ${token}` });
    for (let tries = 0; tries < 10; tries += 1) expect((await guess(thief.token, 'guess')).status).toBe(400);
    const renewed = await send(cms.url, 'POST', '/admin/access-token', {}, { cookie: thief.cookie });
    expect((await guess(renewed.body.data.token, PASSWORD)).status).toBe(429);
    expect((await guess(owner.token, PASSWORD)).status).toBe(200);
    expect((await device(email)).token).toBeTruthy();
  });
});

it('tells the old address at once, ends the other sessions and undoes sent links when the address changes', async () => {
  const { id, email } = await account();
  const [desk, phone] = [await device(email), await device(email)];
  const resetPasswordToken = await resetLinkFor(cms, id);
  const request = confirming(cms.url, desk.token, PASSWORD);
  expect((await request('PUT', '/admin/users/me', { email: `new${id}@example.org` })).status).toBe(200);
  expect([await desk.works(), await phone.works(), await phone.renews()]).toEqual([200, 401, 401]);
  expect(await mailsTo(email)).toEqual(['আপনার অ্যাকাউন্টের ই-মেইল ঠিকানা বদলানো হয়েছে'.normalize('NFC')]);
  const body = { resetPasswordToken, password: OTHER };
  expect((await send(cms.url, 'POST', '/admin/reset-password', body)).status).toBe(400);
  await admin.request('PUT', `/admin/users/${id}`, { email: `newer${id}@example.org` });
  expect(await desk.works()).toBe(401);
  expect(await mailsTo(`new${id}@example.org`)).toHaveLength(1);
});

it('tells the owner of a new password and of a second factor, in their language', async () => {
  const { id, email } = await account();
  await cms.strapi.db.query('admin::user').update({ where: { id }, data: { preferedLanguage: 'en' } });
  const [desk, phone] = [await device(email), await device(email)];
  const request = confirming(cms.url, desk.token, PASSWORD);
  const { body } = await request('POST', '/platform/second-factor/begin', { password: PASSWORD });
  const code = new TOTP({ secret: body.secret }).generate();
  expect((await request('POST', '/platform/second-factor/confirm', { code })).status).toBe(200);
  expect([await desk.works(), await phone.works(), await phone.renews()]).toEqual([200, 401, 401]);
  await admin.request('POST', `/platform/second-factor/accounts/${id}/off`);
  expect(await desk.works()).toBe(401);
  await admin.request('PUT', `/admin/users/${id}`, { password: OTHER });
  expect(await mailsTo(email)).toEqual([
    'The second factor was switched on',
    'The second factor was switched off',
    'Your password was changed',
  ]);
});

describe('a session', () => {
  /** Hours in which the sessions of tests end, and of idleness. */
  const [ABSOLUTE, IDLE] = [168, 24];
  const start = Date.now();
  const at = (hours: number) => vi.setSystemTime(start + hours * 3_600_000);
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  /** A browser that renews its session as Strapi's panel does. */
  async function browser() {
    const { email } = await account();
    let { token, cookie } = await device(email);
    return {
      works: async () =>
        (await send(cms.url, 'GET', '/admin/users/me', undefined, { authorization: `Bearer ${token}` }))
          .status,
      renews: async () => {
        const response = await fetch(`${cms.url}/admin/access-token`, {
          method: 'POST',
          headers: { cookie },
        });
        if (!response.ok) return response.status;
        token = ((await response.json()) as { data: { token: string } }).data.token;
        cookie = response.headers
          .getSetCookie()
          .map((one) => one.split(';')[0])
          .join('; ');
        return response.status;
      },
    };
  }

  it('ends when nobody has used it for a while', async () => {
    at(0);
    const { works, renews } = await browser();
    at(IDLE - 0.01);
    expect([await renews(), await works()]).toEqual([200, 200]);
    at(2 * IDLE);
    expect([await works(), await renews()]).toEqual([401, 401]);
  });

  it('ends after its absolute limit to the minute, however much it is used', async () => {
    at(0);
    const { works, renews } = await browser();
    for (let hours = 20; hours < ABSOLUTE; hours += 20) {
      at(hours);
      expect([hours, await renews(), await works()]).toEqual([hours, 200, 200]);
    }
    at(ABSOLUTE - 0.01);
    expect([await renews(), await works()]).toEqual([200, 200]);
    at(ABSOLUTE + 0.01);
    expect([await works(), await renews()]).toEqual([401, 401]);
  });

  it('gives out access tokens for ten minutes at most', async () => {
    const { email } = await account();
    const { token } = await device(email);
    const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(exp - iat).toBeLessThanOrEqual(600);
  });

  it('is not begun by an invitation of more than a week ago until a super admin renews it, nor by an old link', async () => {
    at(0);
    const user = { email: `invited${accounts}@example.org`, firstname: 'Focal point', roles: [roles.editor] };
    const { id } = (await admin.request('POST', '/admin/users', user)).body.data;
    let registrationToken = await inviteTo(cms, id);
    const look = () =>
      send(cms.url, 'GET', `/admin/registration-info?registrationToken=${registrationToken}`);
    const userInfo = { firstname: 'Focal point', password: PASSWORD };
    const register = (query = '') =>
      send(cms.url, 'POST', `/admin/register${query}`, { registrationToken, userInfo });
    at(7 * 24 + 1);
    expect((await look()).body.error.details.code).toBe('platform.sign-in.invitation-expired');
    // Nor with something else in the address, which Strapi does not look at here.
    for (const query of ['', '?registrationToken=', '?registrationToken[]=x', '?registrationToken=x'])
      expect([query, (await register(query)).status]).toEqual([query, 400]);
    // Saving the account is no renewal: whoever sends it again means to.
    await cms.strapi.service('admin::user').updateById(id, { lastname: '(Food)' });
    expect((await look()).status).toBe(400);
    registrationToken = await inviteTo(cms, id);
    expect([(await look()).status, (await register()).status]).toEqual([200, 200]);
    const resetPasswordToken = await resetLinkFor(cms, id, new Date(Date.now() + 3_600_000));
    const body = { resetPasswordToken, password: OTHER };
    at(7 * 24 + 2.1);
    expect((await send(cms.url, 'POST', '/admin/reset-password', body)).body.error.message).toMatch(
      /expired/,
    );
  });
});
