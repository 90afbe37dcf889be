import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { SiteSettings } from '../kernel/settings.ts';
import { HASHED } from '../kernel/site-files.ts';
import { readRedirects } from '../release/manifest.ts';
import { liveRoot } from '../release/release.ts';
import { DiskWatch } from './disk.ts';
import { CACHING, HEADERS, HSTS, NOT_YET, policyFor } from './headers.ts';
import { health } from './health.ts';
import { SECURITY_TXT, securityText } from './security-txt.ts';
import { sendFile } from './send-file.ts';

const hashed = new RegExp(HASHED);
/** These are answers to wrong addresses, not pages of their own. */
const NOT_FOUND_PAGE = /^\/(?:en\/)?404(?:\.html|\/|$)/;

/**
 * How long a visitor may take, in milliseconds, and how many connections there may be: a request of one
 * kilobyte takes seconds on the slowest line (2G, 10 kbit/s), and an answer that moves takes as long as
 * it likes. Nobody keeps a connection by sending a byte now and then.
 */
const LIMITS = { headersTimeout: 20_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 };
const STALLED = 120_000;
const MAX_CONNECTIONS = 4000;

/** The release that is served, and what is known of it. */
interface Served {
  readonly root: string;
  readonly redirects: ReadonlyMap<string, string>;
}

export interface ServerOptions {
  readonly settings: SiteSettings;
  /** Called when another release is served than before. */
  readonly onRelease?: (root: string) => void;
  readonly onError?: (request: IncomingMessage, error: unknown) => void;
}

/** A server of the live release; each request looks anew which one that is. */
export function staticServer({ settings, onRelease, onError }: ServerOptions): Server {
  const { dataDir, folders, siteUrl, securityContact } = settings;
  const disk = new DiskWatch(dataDir);
  const fixed = { ...HEADERS, ...(siteUrl.startsWith('https:') && { 'Strict-Transport-Security': HSTS }) };
  let served: Served | undefined;

  const live = async (): Promise<Served | undefined> => {
    const root = await liveRoot(folders);
    if (root === undefined) return undefined;
    if (root === served?.root) return served;
    served = { root, redirects: await readRedirects(join(root, '..')) };
    onRelease?.(root);
    return served;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policyFor(''));
    // Left open, it would be read to the end of whatever is sent along.
    const closing = { 'Cache-Control': CACHING.other, Connection: 'close' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...closing, Allow: 'GET, HEAD' }).end();
      return;
    }
    const url = addressOf(request);
    if (!url || hasTwoHosts(request)) return void response.writeHead(400, closing).end();
    if (url.pathname === '/healthz') return sendHealth(settings, disk, response);
    if (url.pathname === SECURITY_TXT && securityContact) {
      response.writeHead(200, { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': CACHING.other });
      return void response.end(securityText(securityContact, siteUrl));
    }
    const release = await live();
    if (!release) return sendNotYet(response);
    return send(release, url, request, response);
  };

  const send = async (
    { root, redirects }: Served,
    { pathname, search }: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const path = pathIn(pathname);
    if (path === undefined || NOT_FOUND_PAGE.test(path)) {
      return sendNotFound(root, pathname, request, response);
    }
    response.setHeader('Content-Security-Policy', policyFor(path));
    const to = redirects.get(path) ?? ((await isPage(root, path)) ? `${pathname}/` : undefined);
    if (to !== undefined) {
      response.writeHead(301, { Location: to + search, 'Cache-Control': CACHING.other }).end();
      return;
    }
    const kept = hashed.test(path);
    response.setHeader('Cache-Control', kept ? CACHING.hashed : CACHING.other);
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const sent =
      (await sendFile(join(root, file), request, response)) ||
      (kept && (await sendFile(join(folders.assets, file), request, response)));
    if (!sent) await sendNotFound(root, pathname, request, response);
  };

  const server = createServer(LIMITS, (request, response) => {
    answer(request, response).catch((error) => {
      // Who hung up, or what was asked before the server ended, is no fault.
      if (!request.socket.destroyed) onError?.(request, error);
      if (response.headersSent) response.destroy();
      else sendFailure(response);
    });
  });
  server.once('listening', () => disk.start());
  server.maxConnections = MAX_CONNECTIONS;
  return server.setTimeout(STALLED);
}

/** What is asked for. `//x` is no address on another host, and neither is it led to one. */
function addressOf({ url = '/' }: IncomingMessage): URL | null {
  const address = URL.parse(url.startsWith('/') ? `http://site${url}` : url);
  if (address) address.pathname = address.pathname.replace(/\/{2,}/g, '/');
  return address;
}

/** Two of them are an attempt to be taken for another site by one of two servers (RFC 9112, 3.2). */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name)).length > 1;
}

/** The path in the web root that an address names; undefined for what no file is called. */
function pathIn(pathname: string): string | undefined {
  try {
    const names = pathname.split('/').map(decodeURIComponent);
    return names.some((name) => /^\.{1,2}$|[/\\\0]/.test(name)) ? undefined : names.join('/');
  } catch {
    return undefined;
  }
}

/** Whether a page's address was given without its trailing slash. */
async function isPage(root: string, pathname: string): Promise<boolean> {
  if (pathname.endsWith('/')) return false;
  return stat(join(root, pathname, 'index.html')).then(
    () => true,
    () => false,
  );
}

function sendNotYet(response: ServerResponse): void {
  const headers = { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': CACHING.other };
  response.writeHead(503, { ...headers, 'Retry-After': '5' }).end(NOT_YET);
}

async function sendHealth(
  { folders }: SiteSettings,
  { state }: DiskWatch,
  response: ServerResponse,
): Promise<void> {
  const { ok, ...found } = await health(folders, state);
  response.writeHead(ok ? 200 : 503, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify({ ok, ...found })}\n`);
}

/** Takes back what was said of the file that could not be sent. */
function sendFailure(response: ServerResponse): void {
  for (const name of ['ETag', 'Last-Modified', 'Content-Encoding', 'Content-Length', 'Content-Range']) {
    response.removeHeader(name);
  }
  response.setHeader('Content-Type', 'text/plain;charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(500).end();
}

async function sendNotFound(
  root: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = /^\/en(?:\/|$)/.test(pathname) ? 'en/404.html' : '404.html';
  response.setHeader('Cache-Control', CACHING.other);
  response.setHeader('Content-Security-Policy', policyFor(`/${page}`));
  if (!(await sendFile(join(root, page), request, response, 404))) response.writeHead(404).end();
}
