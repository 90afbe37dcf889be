import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putLive } from '../test/put-live.ts';
import { type Folders, readSettings } from './settings.ts';
import { staticServer } from './static-server.ts';

const page = '<!doctype html><title>ভাতা</title>';
const files: Record<string, string | Uint8Array> = {
  'index.html': page,
  'index.html.br': brotliCompressSync(page),
  'index.html.gz': gzipSync(page),
  '404.html': 'পাওয়া যায়নি',
  'en/404.html': 'Not found',
  'en/404.html.br': brotliCompressSync('Not found'),
  'programmes/x/index.html': 'x',
  '_astro/a.1b2c.js': '1',
  'media/abc.avif': 'avif',
  'pagefind/pagefind.js': '1',
  'pagefind/fragment/bn_1.pf_fragment': '1',
  'files/form.pdf': 'pdf',
  'files/drawing.svg': '<svg/>',
};

let data: string;
let folders: Folders;
let server: Server;
let origin: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'serve-'));
  ({ folders } = readSettings({ DATA_DIR: data }));
  server = staticServer(folders).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(data, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(origin + path, { headers, method, redirect: 'manual' });

it('says in both languages that there is no release yet', async () => {
  const answer = await get('/');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.text()).toMatch(/সাইটটি তৈরি হচ্ছে[\s\S]*being built/);
});

describe('with a live release', () => {
  beforeAll(() => putLive(folders, 'r1', files));

  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('answers who takes %s in %s', async (accepted, encoding) => {
    const answer = await get('/', { 'accept-encoding': accepted });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(await answer.text()).toBe(page);
  });

  it('lets pages be asked for again cheaply', async () => {
    const { headers } = await get('/');
    expect(headers.get('cache-control')).toBe('no-cache');
    const again = await get('/', { 'if-none-match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it.each(['/_astro/a.1b2c.js', '/media/abc.avif', '/pagefind/fragment/bn_1.pf_fragment'])(
    'lets what is named by its content be kept for ever: %s',
    async (path) => {
      const { status, headers } = await get(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    },
  );

  it('has what is not named by its content checked each time', async () => {
    expect((await get('/pagefind/pagefind.js')).headers.get('cache-control')).toBe('no-cache');
  });

  it('protects every answer', async () => {
    for (const path of ['/', '/none/', '/files/form.pdf']) {
      const { headers } = await get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });

  it('runs nothing that is inside an uploaded file', async () => {
    expect((await get('/files/drawing.svg')).headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    ['/none/', 'পাওয়া যায়নি'],
    ['/en/none/', 'Not found'],
    ['/en/programmes/none/', 'Not found'],
    ['/programmes/', 'পাওয়া যায়নি'],
    ['/404.html', 'পাওয়া যায়নি'],
    ['/en/404/', 'Not found'],
  ])('says in the page’s language that %s is not there', async (path, words) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe(words);
  });

  it('leads to the address with its slash', async () => {
    const { status, headers } = await get('/programmes/x?q=1');
    expect([status, headers.get('location')]).toEqual([301, '/programmes/x/?q=1']);
  });

  it.each(['/..%2f..%2frelease.json', '/%2e%2e/release.json', '/..%5crelease.json', '/%00', '/%', '//x'])(
    'shows nothing beside the site: %s',
    async (path) => {
      expect([200, 404]).toContain((await get(path)).status);
      expect(await (await get(path)).text()).not.toContain('contains');
    },
  );

  it('only reads', async () => {
    const { status, headers } = await get('/', {}, 'POST');
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('answers HEAD without a body', async () => {
    const answer = await get('/', {}, 'HEAD');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('serves a new release from the moment it is live', async () => {
    await putLive(folders, 'r2', { '404.html': '', 'index.html': 'new' });
    expect(await (await get('/')).text()).toBe('new');
  });
});

it('says which port is taken', async () => {
  const { port } = server.address() as AddressInfo;
  const env = { ...process.env, DATA_DIR: data, SITE_PORT: String(port) };
  const child = spawn(process.execPath, [fileURLToPath(new URL('serve.ts', import.meta.url))], { env });
  const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([said.trim(), status]).toEqual([
    `Port ${port} is taken. Stop the program that uses it, or set SITE_PORT to another port.`,
    1,
  ]);
});
