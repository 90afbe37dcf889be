import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, type SiteSettings } from '../kernel/settings.ts';
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
  'files/large.pdf': Buffer.alloc(8_000_000, '0123456789'),
  'files/list.CSV': 'a,b',
  'files/unknown.xyz': '<script>',
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What every server of the site must do; the same for `npm start`'s own and for nginx. */
export function conformance(start: (settings: SiteSettings) => Promise<TestServer>): void {
  let data: string;
  let settings: SiteSettings;
  let server: TestServer;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'serve-'));
    settings = readSettings({ DATA_DIR: data, SECURITY_CONTACT: 'security@example.org' });
    server = await start(settings);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(data, { recursive: true });
  });

  /** Not by `fetch`, which mends addresses and unpacks bodies before anything is seen. */
  const get = async (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    form?: 'raw',
  ): Promise<Answer> => {
    const { hostname, port } = new URL(server.origin);
    // nginx ends a connection after a 412 without having said so.
    const asked = request({ hostname, port, path, method, headers, agent: false }).end();
    const [answer] = await once(asked, 'response');
    const bytes = await buffer(answer);
    const packed = form === 'raw' || method === 'HEAD' ? undefined : answer.headers['content-encoding'];
    const plain =
      packed === 'br' ? brotliDecompressSync(bytes) : packed === 'gzip' ? gunzipSync(bytes) : bytes;
    return { status: answer.statusCode, headers: answer.headers, body: plain.toString() };
  };
  /** Sends bytes as they are, and reads how the answer begins. */
  const raw = async (bytes: string): Promise<string> => {
    const { hostname, port } = new URL(server.origin);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    const [begun] = await once(socket, 'data');
    socket.destroy();
    return String(begun);
  };
  /** Reads a file so slowly that something can happen to it meanwhile. */
  const slowly = async (path: string, meanwhile: () => Promise<void>): Promise<Buffer> => {
    const asked = request(server.origin + path).end();
    const [answer] = await once(asked, 'response');
    answer.pause();
    await meanwhile();
    return buffer(answer);
  };
  /** All that comes on one connection on which two files are asked for at once, the first one read slowly. */
  const together = async (paths: readonly [string, string], meanwhile: () => Promise<void>) => {
    const { hostname, port } = new URL(server.origin);
    const socket = connect(Number(port), hostname);
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    const received: Buffer[] = await once(socket, 'data');
    socket.pause();
    await meanwhile();
    // It may be broken off without a farewell.
    socket.on('data', (piece) => received.push(piece)).on('error', () => undefined);
    await once(socket.resume(), 'close');
    return Buffer.concat(received).toString('latin1');
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
          'permissions-policy': expect.stringContaining('geolocation=()'),
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

    it.each([
      ['bytes=1-', 206, 'df', 'bytes 1-2/3'],
      ['bytes=0-0', 206, 'p', 'bytes 0-0/3'],
      ['bytes=-2', 206, 'df', 'bytes 1-2/3'],
      ['bytes=-500', 206, 'pdf', 'bytes 0-2/3'],
      ['bytes=0-99999999', 206, 'pdf', 'bytes 0-2/3'],
      ['bytes=3-', 416, '', 'bytes */3'],
      ['bytes=99-100', 416, '', 'bytes */3'],
      ['bytes=-0', 416, '', 'bytes */3'],
      ['lines=0-1', 200, 'pdf', undefined],
      // Several parts of one file, which together may be more than the whole.
      ['bytes=0-0,2-2', 200, 'pdf', undefined],
      [`bytes=${Array(200).fill('0-').join(',')}`, 200, 'pdf', undefined],
    ])('answers who asks for %s with %i', async (range, status, body, contentRange) => {
      const answer = await get('/files/form.pdf', { range });
      expect([answer.status, answer.headers['content-range']]).toEqual([status, contentRange]);
      if (status === 416) expect(answer.headers).not.toHaveProperty('content-encoding');
      else expect(answer).toMatchObject({ body, headers: { 'content-length': String(body.length) } });
    });

    it.each(['bytes=5-2', 'bytes=2-1', 'bytes=a-b', 'bytes=', 'bytes=-', 'bytes 0-1', 'bytes=1-2-3'])(
      'never sends a part of the file to who asks for %s',
      async (range) => {
        const { status, body, headers } = await get('/files/form.pdf', { range });
        // Such a range may be ignored or refused (RFC 9110, 14.2).
        if (status === 200) expect(body).toBe('pdf');
        else expect([status, headers['content-range']]).toEqual([416, 'bytes */3']);
      },
    );

    it('sends a part only of the file that the rest is of', async () => {
      const { headers } = await get('/files/form.pdf');
      const part = { range: 'bytes=1-' };
      const fromState = (state = '') => get('/files/form.pdf', { ...part, 'if-range': state });
      expect((await fromState(headers.etag)).status).toBe(206);
      expect((await fromState(headers['last-modified'])).status).toBe(206);
      for (const other of ['"other"', `W/${headers.etag}`, 'Sat, 01 Jan 2000 00:00:00 GMT']) {
        expect(await fromState(other)).toMatchObject({ status: 200, body: 'pdf' });
      }
    });

    it('sends parts of a packed form as of that form alone', async () => {
      const accept = { 'accept-encoding': 'br' };
      const whole = await get('/', accept);
      const plain = await get('/', { 'accept-encoding': 'identity' });
      expect(whole.headers.etag).not.toBe(plain.headers.etag);
      const part = await get('/', { ...accept, range: 'bytes=0-3' }, 'GET', 'raw');
      const packed = files['index.html.br'] as Uint8Array;
      // nginx sends packed files whole.
      const sent = part.status === 206 ? packed.subarray(0, 4) : packed;
      expect([part.headers['content-encoding'], part.body]).toEqual(['br', Buffer.from(sent).toString()]);
    });

    it.each([
      ['a list of tags', (tag: string) => ({ 'if-none-match': `"a", ${tag}, "b"` }), 304],
      ['a tag that a proxy made weak', (tag: string) => ({ 'if-none-match': `W/${tag}` }), 304],
      ['any state', () => ({ 'if-none-match': '*' }), 304],
      ['other tags', () => ({ 'if-none-match': '"a", W/"b"' }), 200],
      ['a time since', () => ({ 'if-modified-since': new Date(Date.now() + 5000).toUTCString() }), 304],
      ['a time before', () => ({ 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 200],
      ['what is no time', () => ({ 'if-modified-since': 'yesterday' }), 200],
      [
        'other tags, whatever the time',
        () => ({ 'if-none-match': '"a"', 'if-modified-since': new Date(Date.now() + 5000).toUTCString() }),
        200,
      ],
      ['this state and no other', (tag: string) => ({ 'if-match': tag }), 200],
      ['another state and no other', () => ({ 'if-match': '"a"' }), 412],
      ['a state not after a time', () => ({ 'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 412],
    ])('answers who names %s', async (_what, conditions, status) => {
      const { headers } = await get('/');
      const answer = await get('/', conditions(headers.etag ?? ''));
      expect([answer.status, answer.body]).toEqual([
        status,
        status === 200 ? page : status === 304 ? '' : answer.body,
      ]);
      if (status === 304) {
        expect(answer.headers).toMatchObject({ etag: headers.etag, 'cache-control': 'no-cache' });
        expect(answer.headers).not.toHaveProperty('content-length');
      }
    });

    it.each([
      ['br;q=0', undefined],
      ['br;q=0.0, gzip;q=0.000', undefined],
      ['br;q=0, gzip', 'gzip'],
      ['BR', 'br'],
      ['Gzip;Q=1.0', 'gzip'],
      ['br ; q=0.5', 'br'],
      ['*;q=0', undefined],
      ['identity;q=0, br', 'br'],
      ['brotli, xgzip, gzipped', undefined],
      ['', undefined],
    ])('takes “%s” for %s', async (accepted, encoding) => {
      const answer = await get('/', { 'accept-encoding': accepted });
      expect([answer.headers['content-encoding'], answer.body]).toEqual([encoding, page]);
    });

    it('packs nothing for who does not say what they take', async () => {
      expect((await get('/')).headers).not.toHaveProperty('content-encoding');
    });

    it.each([
      ['/files/unknown.xyz', 'application/octet-stream'],
      ['/pagefind/fragment/bn_1.pf_fragment', 'application/octet-stream'],
      ['/files/list.CSV', 'text/csv;charset=utf-8'],
      ['/feed.xml', 'text/xml;charset=utf-8'],
      ['/pagefind/index.json', 'application/json;charset=utf-8'],
    ])('has browsers guess nothing: %s is %s', async (path, type) => {
      const answer = await get(path);
      expect(typeOf(answer)).toBe(type);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    });

    it.each([
      `/${'x'.repeat(300)}/`,
      `/${'x/'.repeat(3000)}`,
      '/%ff%fe/',
      '/%e0%a4/',
      '/a%2f..%2findex.html',
      '/index.html/',
      '/index.html/x',
      '/.',
      '/.env',
      '/files/form.pdf%20',
      '/index.html.br%00.html',
    ])('finds nothing at %s, and fails at nothing', async (path) => {
      const { status, body } = await get(path);
      // It may also be mended, too long or malformed.
      expect([200, 301, 400, 404, 414]).toContain(status);
      if (status === 200) expect(body).toBe(page);
    });

    it('refuses an address or headers without end', async () => {
      expect([400, 414, 431]).toContain((await get(`/${'x'.repeat(40_000)}`)).status);
      expect([400, 431]).toContain((await get('/', { cookie: 'x'.repeat(40_000) })).status);
    });

    it('refuses a request without a host, or with two', async () => {
      for (const host of ['', 'Host: a.example\r\nHost: b.example\r\n']) {
        expect(await raw(`GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
      }
    });

    it('takes no other method, and reads nothing that is sent along', async () => {
      for (const method of ['PUT', 'PATCH', 'TRACE', 'PROPFIND']) {
        const { status, headers } = await get('/', {}, method);
        expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
      }
      const begun = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nbegun';
      expect(await raw(begun)).toMatch(/^HTTP\/1\.1 405 /);
      expect(await raw('BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
        /^HTTP\/1\.1 (?:400|405|501) /,
      );
    });

    it('says what HEAD is of: the same headers as GET, with the same conditions', async () => {
      const accept = { 'accept-encoding': 'br' };
      const [head, whole] = [await get('/', accept, 'HEAD'), await get('/', accept)];
      for (const name of ['content-length', 'content-type', 'content-encoding', 'etag', 'vary']) {
        expect([name, head.headers[name]]).toEqual([name, whole.headers[name]]);
      }
      expect((await get('/', { 'if-none-match': '*' }, 'HEAD')).status).toBe(304);
    });

    it('tells who found a weakness whom to write to', async () => {
      const answer = await get('/.well-known/security.txt');
      expect([answer.status, typeOf(answer)]).toEqual([200, 'text/plain;charset=utf-8']);
      const fields = new Map(
        answer.body
          .trimEnd()
          .split('\n')
          .map((line) => line.split(': ') as [string, string]),
      );
      expect([...fields.keys()].sort()).toEqual(['Canonical', 'Contact', 'Expires', 'Preferred-Languages']);
      expect(fields.get('Contact')).toBe('mailto:security@example.org');
      expect(fields.get('Preferred-Languages')).toBe('bn, en');
      expect(fields.get('Canonical')).toBe(`${settings.siteUrl}/.well-known/security.txt`);
      const days = (Date.parse(fields.get('Expires') ?? '') - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(330);
      expect(days).toBeLessThan(366);
    });

    it('finishes what it has begun to send though the file goes, and lets no part be taken for the whole', async () => {
      const file = join(settings.folders.live, 'site/files/large.pdf');
      const whole = await slowly('/files/large.pdf', () => rm(file));
      expect(whole.equals(files['files/large.pdf'] as Buffer)).toBe(true);
      expect((await get('/files/large.pdf')).status).toBe(404);
      await writeFile(file, files['files/large.pdf'] as Buffer);
      await expect(slowly('/files/large.pdf', () => truncate(file, 10))).rejects.toThrow();
      // What is asked for next on the same connection would be taken for the rest.
      await writeFile(file, files['files/large.pdf'] as Buffer);
      const received = await together(['/files/large.pdf', '/'], () => truncate(file, 10));
      expect(received.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect((await get('/')).status).toBe(200);
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
