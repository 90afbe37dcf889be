import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, type Settings } from '../builder/settings.ts';
import { putLive } from './put-live.ts';

/** A web server on a port of its own. */
export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Reads what it reads only at its start. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const page = '<!doctype html><title>ভাতা</title>';
const script = 'console.log("a longer line of some script")';
const files: Record<string, string | Uint8Array> = {
  'index.html': page,
  'index.html.br': brotliCompressSync(page),
  'index.html.gz': gzipSync(page),
  '404.html': 'পাওয়া যায়নি',
  '404.html.br': brotliCompressSync('পাওয়া যায়নি'),
  'en/index.html': 'home',
  'en/404.html': 'Not found',
  'en/404.html.gz': gzipSync('Not found'),
  'programmes/x/index.html': 'x',
  'programmes/x/index.html.gz': gzipSync('x'),
  'programmes/old/index.html': 'moved',
  'feed.xml': '<feed/>',
  'robots.txt': 'User-agent: *',
  'favicon.ico': 'icon',
  '_astro/a.1b2c.js': script,
  '_astro/a.1b2c.js.br': brotliCompressSync(script),
  'media/abc.avif': 'avif',
  'pagefind/pagefind.js': '1',
  'pagefind/pagefind.bn_1.pf_meta': 'meta',
  'pagefind/fragment/bn_1.pf_fragment': '1',
  'pagefind/index.json': '{}',
  'pagefind/1/fragment/bn_2.pf_fragment': '2',
  'pagefind/current/pagefind.bn_3.pf_meta': 'meta',
  'files/form.pdf': 'pdf',
  'files/drawing.svg': '<svg/>',
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What every server of the site must do; the same for `npm start`'s own and for nginx. */
export function conformance(start: (settings: Settings) => Promise<TestServer>): void {
  let data: string;
  let settings: Settings;
  let server: TestServer;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'serve-'));
    settings = readSettings({ DATA_DIR: data });
    server = await start(settings);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(data, { recursive: true });
  });

  /** Not by `fetch`, which mends addresses and unpacks bodies before anything is seen. */
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> => {
    const { hostname, port } = new URL(server.origin);
    const asked = request({ hostname, port, path, method, headers }).end();
    const [answer] = await once(asked, 'response');
    const bytes = await buffer(answer);
    const packed = answer.headers['content-encoding'];
    const plain =
      packed === 'br' ? brotliDecompressSync(bytes) : packed === 'gzip' ? gunzipSync(bytes) : bytes;
    return { status: answer.statusCode, headers: answer.headers, body: plain.toString() };
  };
  const typeOf = ({ headers }: Answer) => headers['content-type']?.replace(/; ?charset=/, ';charset=');

  it('says in both languages that there is no release yet', async () => {
    const answer = await get('/');
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', 'cache-control': 'no-cache' },
    });
    expect(answer.body).toMatch(/সাইটটি তৈরি হচ্ছে[\s\S]*being built/);
    expect(typeOf(answer)).toBe('text/plain;charset=utf-8');
  });

  it('tells machines that there is no release', async () => {
    const { status, body } = await get('/healthz');
    expect([status, JSON.parse(body)]).toEqual([503, expect.objectContaining({ ok: false, release: null })]);
  });

  describe('with a live release', () => {
    it('tells machines which one', async () => {
      const { status, body, headers } = await get('/healthz');
      expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ ok: true, release: 'r1' })]);
      expect(headers['content-type']).toContain('application/json');
      expect(headers['cache-control']).toBe('no-store');
    });

    it('tells everybody which state of the CMS it shows, and no more', async () => {
      const { body, headers } = await get('/release.json');
      expect(Object.keys(JSON.parse(body))).toEqual(['id', 'revision', 'builtAt']);
      expect(headers['cache-control']).toBe('no-cache');
    });

    beforeAll(async () => {
      const redirects = [['/programmes/old/', '/programmes/x/'] as const];
      await putLive(settings.folders, 'r1', files, { redirects });
      await server.reload();
    });

    it.each([
      ['br, gzip', 'br'],
      ['gzip, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ])('answers who takes %s in %s', async (accepted, encoding) => {
      const answer = await get('/', { 'accept-encoding': accepted });
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers.vary).toBe('Accept-Encoding');
      expect(typeOf(answer)).toBe('text/html;charset=utf-8');
      expect(answer.body).toBe(page);
    });

    it.each([
      ['/', 'text/html'],
      ['/feed.xml', 'text/xml'],
      ['/robots.txt', 'text/plain'],
      ['/favicon.ico', 'image/'],
      ['/_astro/a.1b2c.js', 'javascript'],
      ['/media/abc.avif', 'image/avif'],
      ['/files/drawing.svg', 'image/svg+xml'],
      ['/files/form.pdf', 'application/pdf'],
    ])('says what %s is: %s', async (path, type) => {
      expect(typeOf(await get(path))).toContain(type);
    });

    it('packs scripts as well', async () => {
      const answer = await get('/_astro/a.1b2c.js', { 'accept-encoding': 'br' });
      expect([answer.headers['content-encoding'], answer.body]).toEqual(['br', script]);
      expect(typeOf(answer)).toContain('javascript');
    });

    it.each(['/programmes/x/', '/en/none/'])(
      'answers with gzip what has no Brotli yet, as after a large build: %s',
      async (path) => {
        const { headers, body } = await get(path, { 'accept-encoding': 'gzip, br' });
        expect([headers['content-encoding'], body]).toEqual([
          'gzip',
          path === '/en/none/' ? 'Not found' : 'x',
        ]);
      },
    );

    it.each(['identity', 'br'])('lets pages be asked for again cheaply (%s)', async (encoding) => {
      const accept = { 'accept-encoding': encoding };
      const { headers } = await get('/', accept);
      expect(headers['cache-control']).toBe('no-cache');
      const again = await get('/', { ...accept, 'if-none-match': headers.etag ?? '' });
      expect([again.status, again.body]).toEqual([304, '']);
    });

    it.each([
      '/_astro/a.1b2c.js',
      '/media/abc.avif',
      '/pagefind/fragment/bn_1.pf_fragment',
      '/pagefind/pagefind.bn_1.pf_meta',
      '/pagefind/1/fragment/bn_2.pf_fragment',
      '/pagefind/current/pagefind.bn_3.pf_meta',
    ])('lets what is named by its content be kept for ever: %s', async (path) => {
      const { status, headers } = await get(path);
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    });

    it.each(['/pagefind/pagefind.js', '/pagefind/index.json', '/feed.xml', '/files/form.pdf'])(
      'has %s, which is not named by its content, checked each time',
      async (path) => {
        expect((await get(path)).headers['cache-control']).toBe('no-cache');
      },
    );

    it.each(['/', '/none/', '/files/form.pdf', '/_astro/a.1b2c.js', '/programmes/x', '/programmes/old/'])(
      'protects every answer: %s',
      async (path) => {
        const { headers } = await get(path);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'strict-origin-when-cross-origin',
          'cross-origin-resource-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          'content-security-policy': expect.stringMatching(/frame-ancestors 'none'/),
        });
        expect(headers['content-security-policy']).not.toContain('unsafe');
        expect(headers).not.toHaveProperty('set-cookie');
        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect(headers.server ?? '').not.toMatch(/\d/);
      },
    );

    it('leaves styles and scripts to the policy in the page, and lets nothing of other files load or run', async () => {
      const page = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
      for (const path of ['/', '/none/']) {
        expect((await get(path)).headers['content-security-policy']).toBe(page);
      }
      const other = "default-src 'none'; frame-ancestors 'none'";
      expect((await get('/robots.txt')).headers['content-security-policy']).toBe(other);
      expect((await get('/files/drawing.svg')).headers['content-security-policy']).toBe(`${other}; sandbox`);
    });

    it('lets browsers lay out feeds, in which nothing runs all the same', async () => {
      const policy = (await get('/feed.xml')).headers['content-security-policy'];
      expect(policy).toContain("script-src 'none'; object-src 'none'");
      expect(policy).not.toMatch(/default-src|style-src/);
    });

    it.each([
      ['/none/', 'পাওয়া যায়নি'],
      ['/none', 'পাওয়া যায়নি'],
      ['/enough/', 'পাওয়া যায়নি'],
      ['/en/none/', 'Not found'],
      ['/en/programmes/none/?q=1', 'Not found'],
      // No directory is listed.
      ['/programmes/', 'পাওয়া যায়নি'],
      ['/media/', 'পাওয়া যায়নি'],
      ['/media', 'পাওয়া যায়নি'],
      // Pages for wrong addresses are no pages of their own.
      ['/404.html', 'পাওয়া যায়নি'],
      ['/en/404/', 'Not found'],
      ['/en/404.html', 'Not found'],
      // What is not there is not kept for ever.
      ['/_astro/none.js', 'পাওয়া যায়নি'],
    ])('says in the page’s language that %s is not there', async (path, words) => {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 404, body: words, headers: { 'cache-control': 'no-cache' } });
      expect(typeOf(answer)).toBe('text/html;charset=utf-8');
    });

    it('packs the page for wrong addresses too', async () => {
      const { headers, body } = await get('/none/', { 'accept-encoding': 'br' });
      expect([headers['content-encoding'], body]).toEqual(['br', 'পাওয়া যায়নি']);
    });

    it.each([
      ['/programmes/x?q=1', '/programmes/x/?q=1'],
      ['/en', '/en/'],
      ['//programmes/x', '/programmes/x/'],
      ['/programmes/old/', '/programmes/x/'],
      ['/programmes/old/?q=1', '/programmes/x/?q=1'],
    ])('leads from %s to %s', async (from, to) => {
      const { status, headers } = await get(from);
      expect([status, headers.location, headers['cache-control']]).toEqual([301, to, 'no-cache']);
    });

    it.each([
      '/..%2f..%2frelease.json',
      '/%2e%2e/files.sha256',
      '/..%5cfiles.sha256',
      '/../contents.ndjson',
      '/departed.json',
      '/_astro/../../assets/departed.json',
      '/%00',
      '/%',
      '/%0d%0aX-Injected:%201',
    ])('shows nothing beside the site: %s', async (path) => {
      const { status, body, headers } = await get(path);
      expect([301, 400, 404]).toContain(status);
      expect(body).not.toMatch(/contains|sha256|departed/);
      expect(headers).not.toHaveProperty('x-injected');
    });

    it('only reads', async () => {
      for (const method of ['POST', 'DELETE', 'OPTIONS']) {
        const { status, headers } = await get('/', {}, method);
        expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
      }
    });

    it('answers HEAD without a body', async () => {
      expect(await get('/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    });

    it('sends a part of a file to who already has the other', async () => {
      const { status, body, headers } = await get('/files/form.pdf', { range: 'bytes=1-' });
      expect([status, body, headers['content-range']]).toEqual([206, 'df', 'bytes 1-2/3']);
    });

    it('serves a new release from the moment it is live, and keeps what open pages still ask for', async () => {
      await putLive(settings.folders, 'r2', { '404.html': '', 'en/404.html': '', 'index.html': 'new' });
      expect((await get('/')).body).toBe('new');
      expect((await get('/programmes/x/')).status).toBe(404);
      const { status, body, headers } = await get('/_astro/a.1b2c.js');
      expect([status, body]).toEqual([200, script]);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect((await get('/_astro/none.js')).status).toBe(404);
      expect((await get('/files/form.pdf')).status).toBe(404);
    });
  });
}
