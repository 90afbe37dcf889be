import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { create, createBasics, type Session, samples, startCms, type TestCms } from './cms.ts';
import { ask as askPlainly } from './matrix/ask.ts';

const OWN = 'https://cms.example.org';
const LET_IN = 'https://reader.example.com';
const SIBLING = 'https://other.example.org';
const PASSWORD = 'a long enough sentence 7';

let cms: TestCms;
let admin: Session;
/** Hears whatever the CMS sends to where nobody told it to send. */
let canary: Server;
let canaryUrl: string;
const heard: string[] = [];

beforeAll(async () => {
  canary = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  Object.assign(process.env, { CMS_URL: OWN, TRUSTED_PROXIES: '1', CMS_ALLOWED_ORIGINS: LET_IN });
  cms = await startCms();
  await createBasics(cms);
  admin = await cms.signIn('strapi-super-admin');
});
afterAll(async () => {
  await cms?.stop();
  canary.close();
});

/** As a browser and the proxy before the CMS send it; this proxy does not say that it was asked by HTTPS. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(cms.url + path, {
    method,
    redirect: 'manual',
    headers: { ...json, 'x-forwarded-for': '192.0.2.7', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const bearer = () => ({ authorization: `Bearer ${admin.token}` });

/** Signs in, as a page of an origin, and hands back the cookie that renews the session. */
async function signIn(headers: Record<string, string>) {
  const { email } = await cms.strapi.db.query('admin::user').findOne({ where: { id: admin.userId } });
  await cms.strapi.service('admin::user').updateById(admin.userId, { password: PASSWORD });
  const answer = await ask('POST', '/admin/login', headers, { email, password: PASSWORD });
  admin = { ...admin, token: answer.status === 200 ? JSON.parse(answer.text).data.token : admin.token };
  const cookies = answer.headers.getSetCookie();
  return { ...answer, cookies, cookie: cookies.map((one) => one.split(';')[0]).join('; ') };
}

describe('the cookie that renews a session, and the one of a known device', () => {
  it.each([
    ['does not say how it was asked', {}],
    ['says HTTPS', { 'x-forwarded-proto': 'https' }],
    ['says HTTP', { 'x-forwarded-proto': 'http' }],
  ])('go by HTTPS alone and are this host’s where the proxy %s', async (_, forwarded) => {
    const { status, cookies } = await signIn({ origin: OWN, ...forwarded });
    expect(status).toBe(200);
    expect(cookies.map((one) => one.split('=')[0]?.replace(/-[\w-]{10}$/, '-…'))).toEqual([
      '__Host-strapi_admin_refresh',
      '__Host-strapi_admin_refresh.sig',
      '__Host-device-…',
    ]);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; path=\/(?:;|$)/i);
      for (const attribute of ['secure', 'httponly', 'samesite=strict']) {
        expect(cookie.toLowerCase()).toContain(`; ${attribute}`);
      }
      expect(cookie).not.toMatch(/domain=/i);
    }
  });

  it('work, and are taken from nobody else', async () => {
    const { cookie } = await signIn({ origin: OWN });
    const renewed = await ask('POST', '/admin/access-token', { origin: OWN, cookie });
    expect([renewed.status, JSON.parse(renewed.text).data.token]).toEqual([200, expect.any(String)]);
    // Nobody else’s cookie is taken, such as one that a sibling host planted.
    const planted = cookie.replace('__Host-', '');
    expect((await ask('POST', '/admin/access-token', { origin: OWN, cookie: planted })).status).toBe(401);
  });
});

describe('a page of another origin', () => {
  it.each([
    ['https://evil.example', 'cross-site'],
    [SIBLING, 'same-site'],
    ['http://cms.example.org', 'cross-site'],
    ['null', 'cross-site'],
  ])('gets nothing: %s', async (origin, site) => {
    const { cookie } = await signIn({ origin: OWN });
    const headers = { origin, 'sec-fetch-site': site, 'sec-fetch-mode': 'cors', cookie };
    const requests = [
      await ask('POST', '/admin/access-token', headers),
      await ask('POST', '/admin/login', headers, { email: 'a@example.org', password: 'x' }),
      await ask('GET', '/admin/users', { ...headers, ...bearer() }),
      await ask('GET', '/admin/init', headers),
      await ask('POST', '/upload', { ...headers, ...bearer() }),
    ];
    for (const answer of requests) {
      expect(answer.status).toBe(403);
      expect(answer.text).not.toMatch(/token"|email|hasAdmin/);
      for (const name of ['origin', 'credentials', 'headers', 'methods']) {
        expect(answer.headers.get(`access-control-allow-${name}`)).toBeNull();
      }
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const preflight = await ask('OPTIONS', '/admin/users', {
      ...headers,
      'access-control-request-method': 'DELETE',
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    // What it was refused for works from the panel.
    expect((await ask('GET', '/admin/users', { origin: OWN, ...bearer() })).status).toBe(200);
  });

  it('may ask where an operator lets it in, without anybody’s cookies', async () => {
    const { status, headers } = await ask('GET', '/admin/users', { origin: LET_IN, ...bearer() });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, LET_IN]);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
  });

  it('is linked to by people all the same, and programs that are no browsers are answered', async () => {
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    // `fetch` says a mode of its own.
    const link = await askPlainly(cms.url, { method: 'GET', path: '/admin/init', headers: followed });
    expect(link.status).toBe(200);
    const plain = await ask('GET', '/admin/init');
    expect([plain.status, plain.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });
});

describe('every answer', () => {
  it.each([
    ['GET', '/admin/init', 200],
    ['GET', '/admin/users', 200],
    ['GET', '/admin/users/0', 404],
    ['GET', '/content-manager/collection-types/api::story.story', 200],
    ['GET', '/upload/files', 200],
    ['GET', '/platform/audit', 200],
    ['GET', '/api/export', 401],
    ['POST', '/admin/login', 400],
    ['GET', '/nowhere', 404],
    ['GET', '/preview/page/none', 404],
    ['GET', '/uploads/none.png', 404],
    ['GET', '/%00', 400],
  ])(
    'stays in no cache, says little of the server and lets nothing run: %s %s',
    async (method, path, status) => {
      const answer = await ask(method, path, path === '/api/export' ? {} : bearer());
      expect(answer.status).toBe(status);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('permissions-policy')).toContain('geolocation=()');
      expect(answer.headers.get('referrer-policy')).toMatch(/same-origin|no-referrer/);
      expect(answer.headers.get('x-frame-options')).toMatch(/DENY|SAMEORIGIN/);
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000');
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    },
  );

  it.each([
    ['br', 'br'],
    ['br;q=0', undefined],
    ['br;q=0.0, gzip', 'gzip'],
    ['*;q=0', undefined],
  ])('is packed as whoever asks takes it: %s', async (accepted, encoding) => {
    const headers = { ...bearer(), 'accept-encoding': accepted };
    const asked = { method: 'GET', path: '/content-manager/content-types', headers };
    const { status, head } = await askPlainly(cms.url, asked);
    expect([status, /^content-encoding\n(.*)$/im.exec(head)?.[1]]).toEqual([200, encoding]);
  });

  it('does not name the installation', async () => {
    const { text } = await ask('GET', '/admin/init');
    expect(JSON.parse(text).data.uuid).toBe(false);
  });
});

describe('the log', () => {
  const lines = (level: 'warn' | 'http' | 'info') =>
    vi.spyOn(cms.strapi.log, level).mockImplementation(() => cms.strapi.log);

  it('says who was refused, from where, and the request’s name, which the record and the proxy know too', async () => {
    const warn = lines('warn');
    const name = 'proxy-1234567890';
    const wrong = { email: 'nobody@example.org', password: 'a wrong password 1' };
    const answer = await ask('POST', '/admin/login', { 'x-request-id': name }, wrong);
    expect(answer.headers.get('x-request-id')).toBe(name);
    await ask('GET', '/admin/users', { 'x-request-id': 'proxy-refused-1' });
    await ask('POST', '/admin/login', { origin: SIBLING, 'x-request-id': 'proxy-foreign-1' });
    await ask('POST', '/admin/webhooks', { ...bearer(), 'x-request-id': 'proxy-closed-1' }, {});
    await ask('POST', '/upload', { ...bearer(), 'x-request-id': 'proxy-upload-1' }, {});
    const said = warn.mock.calls.map(([line]) => String(line));
    const from = (user: unknown, request: string) => `address=192.0.2.7 user=${user} request=${request}`;
    expect(said).toContainEqual(`security sign-in.failed ${from('-', name)}`);
    expect(said).toContainEqual(expect.stringContaining(`401 ${from('-', 'proxy-refused-1')}`));
    expect(said).toContainEqual(`refused origin="${SIBLING}" ${from('-', 'proxy-foreign-1')}`);
    expect(said).toContainEqual(expect.stringMatching(/^refused POST \/admin\/webhooks .* 40[45] /));
    expect(said).toContainEqual(expect.stringContaining(`400 ${from(admin.userId, 'proxy-upload-1')}`));
    expect(said.join('\n')).not.toMatch(/nobody@|wrong password/);
    const [event] = await cms.strapi.db
      .query('api::audit.event')
      .findMany({ where: { action: 'sign-in.failed' }, orderBy: { position: 'desc' }, limit: 1 });
    expect(JSON.parse(event.details)).toMatchObject({ address: '192.0.2.7', request: name });
  });

  it.each(['short', 'x'.repeat(65), 'has spaces in it', 'line\u0000break-1234'.replace('\u0000', '%0a')])(
    'takes no name that is none: %s',
    async (name) => {
      const { headers } = await ask('GET', '/admin/init', { 'x-request-id': name });
      expect(headers.get('x-request-id')).not.toBe(name);
    },
  );

  it('has no token, no address of a person and no second line in it', async () => {
    const [http, warn] = [lines('http'), lines('warn')];
    await ask('GET', '/admin/registration-info?registrationToken=secret-1');
    await ask('GET', '/preview/page/secret-2');
    await ask('GET', '/uploads/a.png?signature=secret-3');
    await ask('GET', '/admin/users?filters[email]=person@example.org', bearer());
    await ask('GET', '/a%0aforged');
    const said = [...http.mock.calls, ...warn.mock.calls].map(([line]) => String(line));
    expect(said.filter((line) => line.includes('/preview/page/…'))).toHaveLength(1);
    expect(said.join()).not.toMatch(/secret-|person@|\n/);
  });
});

describe('what leaves the CMS', () => {
  const WEBHOOK = { name: 'Old', headers: {}, events: ['entry.create', 'entry.publish'], isEnabled: true };

  it('has no tokens of Strapi’s, and none of the permissions for them', async () => {
    for (const uid of ['admin::api-token', 'admin::transfer-token']) {
      expect(await cms.strapi.db.query(uid).count()).toBe(0);
    }
    const permissions = await cms.strapi.db.query('admin::permission').findMany();
    expect(permissions.length).toBeGreaterThan(50);
    const closed =
      /webhooks|tokens|transfer|marketplace|project-settings|content-type-builder|email|upload.settings/;
    expect(permissions.filter(({ action }) => closed.test(action))).toEqual([]);
  });

  it('goes to nobody by webhooks and tokens of an earlier database: they are removed, which is recorded', async () => {
    const { removeLeftovers } = cms.module<typeof import('../src/server/permissions/remove-leftovers')>(
      'server/permissions/remove-leftovers',
    );
    const webhook = await cms.strapi
      .get('webhookStore')
      .createWebhook({ ...WEBHOOK, url: `${canaryUrl}/webhook?key=secret` } as never);
    cms.strapi.get('webhookRunner').add(webhook as never);
    await create(cms, 'story', samples.story('Heard'));
    await vi.waitFor(() => expect(heard).toEqual(['POST /webhook?key=secret']), 240_000);
    const token = { name: 'Old token', description: '', type: 'full-access', lifespan: null };
    const { accessKey } = await cms.strapi.service('admin::api-token').create(token);

    await removeLeftovers(cms.strapi);
    await create(cms, 'story', samples.story('Unheard'));
    expect(await cms.strapi.get('webhookStore').findWebhooks()).toEqual([]);
    expect(await cms.strapi.db.query('admin::api-token').count()).toBe(0);
    const asked = await ask('GET', '/api/export', { authorization: `Bearer ${accessKey}` });
    expect(asked.status).toBe(401);
    const events = await cms.strapi.db.query('api::audit.event').findMany({
      where: { action: { $in: ['webhook.deleted', 'token.deleted'] } },
      orderBy: { position: 'asc' },
    });
    expect(events).toMatchObject([
      { action: 'webhook.deleted', actorKind: 'system' },
      { action: 'token.deleted', actorKind: 'system' },
    ]);
    expect(JSON.parse(events[0].details)).toMatchObject({ name: 'Old', host: new URL(canaryUrl).host });
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('is asked for nowhere that somebody wrote down', async () => {
    heard.length = 0;
    const { documentId } = await create(cms, 'video', {
      ...samples.story('Canary'),
      url: `${canaryUrl}/video`,
      transcript: [{ type: 'paragraph', children: [{ type: 'text', text: `${canaryUrl}/text` }] }],
    }).catch(() => create(cms, 'story', { ...samples.story('Canary'), summary: `${canaryUrl}/summary` }));
    expect(documentId).toBeTruthy();
    const body = { url: `${canaryUrl}/x`, urls: [`${canaryUrl}/x`], ...WEBHOOK };
    for (const [method, path] of [
      ['POST', '/admin/webhooks'],
      ['POST', '/admin/webhooks/1/trigger'],
      ['POST', '/upload/actions/upload-from-urls'],
      ['POST', '/upload/upload-from-urls'],
      ['POST', '/admin/transfer/tokens'],
      ['POST', '/email/test'],
    ] as const) {
      expect((await ask(method, path, bearer(), body)).status).toBeGreaterThanOrEqual(404);
    }
    await ask('GET', '/admin/init', {
      referer: `${canaryUrl}/referer`,
      'x-forwarded-host': new URL(canaryUrl).host,
    });
    expect(heard).toEqual([]);
  });
});
