import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Session, send, startCms, type TestCms } from './cms.ts';

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
      const resetPasswordTokenExpiresAt = new Date(Date.now() + 60_000);
      await cms.strapi.db
        .query('admin::user')
        .update({ where: { id }, data: { resetPasswordToken: `link${id}`, resetPasswordTokenExpiresAt } });
      const body = { resetPasswordToken: `link${id}`, password: OTHER };
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
    await vi.waitUntil(() => tokens.length >= 4, { timeout: 20_000 });
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

it('gives out access tokens for ten minutes at most', async () => {
  const { email } = await account();
  const { token } = await device(email);
  const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(exp - iat).toBeLessThanOrEqual(600);
});
