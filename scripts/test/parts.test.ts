import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_REQUEST } from '../../cms/src/features/uploads/multipart.ts';
import { HSTS } from '../../site/serve/headers.ts';
import type { Health } from '../../site/serve/health.ts';
import { MOST_MEGABYTES } from '../../site/serve/nginx.ts';
import { noteFile } from '../../site/serve/processes.ts';
import { freePort } from '../lib/ports.ts';
import { root } from '../lib/root.ts';
import { HttpsFront } from './https-front.ts';
import { neutral } from './platform.ts';
import { until } from './until.ts';

/** Milliseconds. */
const PATIENCE = 120_000;
const PARTS = ['cms', 'builder', 'site'] as const;
type PlatformPart = (typeof PARTS)[number];

interface Started {
  readonly child: ChildProcess;
  said(): string;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

const dataDir = mkdtempSync(join(tmpdir(), 'parts-'));
const front = new HttpsFront();
const running = new Map<PlatformPart, Started>();
let env: NodeJS.ProcessEnv;

/** What `npm run <part>` runs, and systemd does. */
function start(command: string): Started {
  const child = spawn(process.execPath, ['--no-warnings', join(root, `scripts/${command}.ts`)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal)),
  );
  return { child, said: () => said, ended };
}

function started(part: PlatformPart): Started {
  const found = running.get(part);
  if (!found) throw new Error(`${part} was not started`);
  return found;
}

const health = async () => {
  const answer = await fetch(`http://127.0.0.1:${env.SITE_PORT}/healthz`).catch(() => undefined);
  return (await answer?.json()) as Health | undefined;
};
const note = (part: PlatformPart) => JSON.parse(readFileSync(noteFile(dataDir, part), 'utf8'));
const isRunning = async (part: PlatformPart) =>
  (await health())?.processes?.find(({ name }) => name === part)?.state === 'running';

beforeAll(async () => {
  env = {
    ...neutral(),
    ...(await front.prepare()),
    DATA_DIR: dataDir,
    CMS_PORT: String(await freePort()),
    SITE_PORT: String(await freePort()),
    BUILDER_PORT: String(await freePort()),
  };
  for (const part of PARTS) running.set(part, start(part));
  await until(async () => (await health())?.ok === true && (await isRunning('cms')), PATIENCE);
  await front.start(env);
});
afterAll(async () => {
  for (const { child } of running.values()) child.kill('SIGKILL');
  await Promise.all([...running.values()].map(({ ended }) => ended));
  await front.stop();
  rmSync(dataDir, { recursive: true });
});

it('makes a platform of three processes, of which /healthz tells as of one that npm start looks after', async () => {
  const { processes, checks, release } = (await health()) ?? {};
  expect(processes?.map(({ name, state, failing }) => [name, state, failing])).toEqual([
    ['site', 'running', false],
    ['cms', 'running', false],
    ['builder', 'running', false],
  ]);
  expect(Object.keys(checks ?? {})).toEqual(['database', 'cms', 'builder', 'disk', 'mail']);
  expect(release).not.toBeNull();
  for (const part of PARTS) expect(note(part).pid).toBe(started(part).child.pid);
  expect(started('cms').said()).toContain('first-admin.txt says how the first super admin registers');
});

it('lets the CMS wake the builder, which listens at the same port for both', async () => {
  const answer = await fetch(`http://127.0.0.1:${env.BUILDER_PORT}/`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
});

it('refuses a second one of the same part, and npm start, on the same data folder', async () => {
  const again = start('builder');
  expect(await again.ended).toBe(1);
  expect(again.said()).toMatch(
    /^The builder of the data folder .* already runs \(process \d+, since .*\): stop that one first, .*\n$/,
  );
  const whole = start('start');
  expect(await whole.ended).toBe(1);
  expect(whole.said()).toMatch(/^The static server of the data folder .* already runs .*\n$/);
});

describe('nginx with HTTPS before site and CMS', () => {
  const CANARY = 'canary-5ZtQ8rYw';
  const password = `${randomBytes(12).toString('hex')}Aa1`;
  let bearer: Record<string, string>;
  const asJson = { 'content-type': 'application/json' };
  const post = (path: string, body: unknown, headers = {}) =>
    front.ask('cms', path, {
      method: 'POST',
      headers: { ...asJson, ...headers },
      body: JSON.stringify(body),
    });
  const upload = async (name: string, content: Buffer) => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(content)]), name);
    const sent = new Response(form);
    const headers = { ...bearer, 'content-type': sent.headers.get('content-type') ?? '' };
    return front.ask('cms', '/upload', { method: 'POST', headers, body: await sent.bytes() });
  };

  it('leads from HTTP to HTTPS at our own hosts, and serves what an authority asks for', async () => {
    for (const host of [front.siteHost, front.cmsHost]) {
      const { status, headers } = await front.askPlain(host, '/en/?q=1');
      expect([status, headers.location]).toEqual([301, `https://${host}:${front.https}/en/?q=1`]);
      expect((await front.askPlain(host, '/.well-known/acme-challenge/proof')).body).toBe('proof');
    }
  });

  it('serves the live site, as another user where it may become one', async () => {
    const { status, headers, body } = await front.ask('site', '/');
    expect([status, headers['strict-transport-security']]).toEqual([200, HSTS]);
    expect(body).toContain('lang="bn"');
    expect((await front.ask('site', '/healthz')).status).toBe(200);
  });

  it('lets people sign in, with cookies for HTTPS alone, as who they are and not as who they say', async () => {
    const address = readFileSync(join(dataDir, 'first-admin.txt'), 'utf8');
    expect(address).toContain(`${env.CMS_URL}/admin/auth/register-admin#token=`);
    const token = /#token=(\S+)/.exec(address)?.[1];
    const who = { email: 'operator@example.org', firstname: 'An', lastname: 'Operator', password, token };
    const registered = await post('/admin/register-admin', who, { 'x-forwarded-for': '192.0.2.66' });
    expect(registered.status).toBe(200);
    const { status, headers, body } = await post('/admin/login', { email: who.email, password });
    expect(status).toBe(200);
    bearer = { authorization: `Bearer ${JSON.parse(body).data.token}` };
    const cookies = headers['set-cookie'] ?? [];
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-.*; ?secure/i);
    // Once, from the CMS.
    expect(headers['strict-transport-security']).toBe(HSTS);
    expect(started('cms').said()).toContain('POST /admin/register-admin');
    expect(started('cms').said()).not.toContain('192.0.2.66');
  });

  it('takes a file of 20 MB, leaves it to the CMS to refuse a larger one, and says itself what is far too much', async () => {
    expect(MOST_MEGABYTES * 1024 * 1024).toBeGreaterThan(MAX_REQUEST);
    const [width, height] = [2600, 2600];
    const noise = sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
    const picture = await noise.png({ compressionLevel: 0 }).toBuffer();
    expect(picture.length).toBeGreaterThan(20_000_000);
    const taken = await upload('twenty.png', picture);
    expect([taken.status, JSON.parse(taken.body)[0].name]).toEqual([201, 'twenty.png']);
    const refused = await upload('large.pdf', Buffer.alloc(26 * 1024 * 1024));
    expect(refused.status).toBe(413);
    expect(refused.body).toContain('large.pdf');
    const headers = {
      ...bearer,
      'content-length': '120000000',
      'content-type': 'multipart/form-data; boundary=x',
    };
    const { status, body, headers: said } = await front.ask('cms', '/upload', { method: 'POST', headers });
    expect([status, said['content-type'], said['cache-control']]).toEqual([
      413,
      'application/json',
      'no-store',
    ]);
    expect(JSON.parse(body).error).toMatchObject({
      status: 413,
      message: expect.stringMatching(/মেগাবাইট.*more than 100 MB together/),
    });
  });

  it('shows a preview, and logs neither its address nor anything else that opens something', async () => {
    const made = await post(
      '/content-manager/collection-types/api::page.page?locale=bn',
      { title: 'খসড়া', summary: 'সংক্ষেপ' },
      bearer,
    );
    const { documentId } = JSON.parse(made.body).data;
    const { body } = await post(`/platform/preview/page/${documentId}/bn`, {}, bearer);
    const { url } = JSON.parse(body);
    expect(url).toContain(`${env.CMS_URL}/preview/page/`);
    const { pathname } = new URL(url);
    await until(
      async () => !(await front.ask('cms', pathname)).body.includes('http-equiv="refresh"'),
      PATIENCE,
    );
    expect((await front.ask('cms', pathname)).body).toContain('খসড়া');
    await front.ask('cms', `/admin/auth/reset-password?code=${CANARY}`);
    await front.ask('site', `/en/?token=${CANARY}`, { headers: { referer: `https://x/?token=${CANARY}` } });
    const logged = front.logged();
    expect(logged).toContain('"GET /preview/page/- HTTP/1.1" 200');
    expect(logged).toContain('"GET /admin/auth/reset-password HTTP/1.1" 200');
    expect(logged).not.toContain(pathname.split('/').at(-1));
    expect(logged).not.toMatch(/canary/);
  });

  it('limits how often one address tries to sign in', async () => {
    const tries = await Promise.all(Array.from({ length: 90 }, () => front.ask('cms', '/admin/login')));
    const limited = tries.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(10);
    expect(limited[0]?.body).toMatch(/অনুরোধ এসেছে[\s\S]*Too many requests/);
    expect(limited[0]?.headers).toMatchObject({ 'retry-after': '5', 'strict-transport-security': HSTS });
    // Nothing else of the CMS is shut with it.
    expect((await front.ask('cms', '/admin/auth/login')).status).toBe(200);
  });
});

it('passes signals on and is as honest of its end; a death is counted, an end that was asked for is not', async () => {
  started('cms').child.kill('SIGKILL');
  expect(await started('cms').ended).toBe('SIGKILL');
  const { status, body } = await front.ask('cms', `/admin?code=canary-away`);
  expect([status, body]).toEqual([502, expect.stringMatching(/সাড়া দিচ্ছে না[\s\S]*does not answer/)]);
  expect(front.logged()).not.toContain('canary-away');
  running.set('cms', start('cms'));
  await until(() => note('cms').restarts === 1 && note('cms').state === 'running', PATIENCE);
  const ends = { cms: 0, builder: 143, site: 0 };
  for (const part of PARTS) {
    started(part).child.kill('SIGTERM');
    expect([part, await started(part).ended]).toEqual([part, ends[part]]);
    expect(note(part)).toMatchObject({ pid: null, ended: { asked: true } });
  }
});
