import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import { readRedirects } from '../builder/manifest.ts';
import { liveRoot } from '../builder/release.ts';
import type { Settings } from '../builder/settings.ts';
import { HASHED } from '../builder/site-files.ts';
import { CACHING, HEADERS, HSTS, NOT_YET, policyFor } from './headers.ts';
import { health } from './health.ts';

const hashed = new RegExp(HASHED);
/** These are answers to wrong addresses, not pages of their own. */
const NOT_FOUND_PAGE = /^\/(?:en\/)?404(?:\.html|\/|$)/;

/** What browsers ask for on anything that names no icon. */
const ICON = '/favicon.ico';

/** What a packed file's ending means in HTTP; the shorter first. */
const ENCODINGS = { br: 'br', gz: 'gzip' } as const;

/** The release that is served, and what is known of it. */
interface Served {
  readonly root: string;
  readonly files: RequestHandler;
  readonly moved: ReadonlyMap<string, string>;
}

export interface ServerOptions {
  readonly settings: Settings;
  /** Called when another release is served than before. */
  readonly onRelease?: (root: string) => void;
  readonly onError?: (request: IncomingMessage, error: unknown) => void;
}

/** A server of the live release; each request looks anew which one that is. */
export function staticServer({ settings, onRelease, onError }: ServerOptions): Server {
  const { folders, siteUrl } = settings;
  const fixed = { ...HEADERS, ...(siteUrl.startsWith('https:') && { 'Strict-Transport-Security': HSTS }) };
  // `dev` looks files up on disk instead of reading the whole tree first.
  const filesIn = (root: string) => sirv(root, { dev: true, etag: true, brotli: true, gzip: true });
  const departed = filesIn(folders.assets);
  let served: Served | undefined;

  const live = async (): Promise<Served | undefined> => {
    const root = await liveRoot(folders);
    if (root === undefined) return undefined;
    if (root === served?.root) return served;
    served = { root, files: filesIn(root), moved: await readRedirects(join(root, '..')) };
    onRelease?.(root);
    return served;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policyFor(''));
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD', 'Cache-Control': CACHING.other }).end();
      return;
    }
    const url = addressOf(request);
    if (!url) return void response.writeHead(400).end();
    if (url.pathname === '/healthz') return sendHealth(settings, response);
    const release = await live();
    if (!release) return sendNotYet(response);
    request.url = url.pathname + url.search;
    return send(release, url, request, response);
  };

  const send = async (
    { root, files, moved }: Served,
    { pathname, search }: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    response.setHeader('Content-Security-Policy', policyFor(pathname));
    const to = moved.get(pathname) ?? ((await isPage(root, pathname)) ? `${pathname}/` : undefined);
    if (to !== undefined) {
      response.writeHead(301, { Location: to + search, 'Cache-Control': CACHING.other }).end();
      return;
    }
    const notFound = () => sendNotFound(root, pathname, request, response);
    if (NOT_FOUND_PAGE.test(pathname)) return notFound();
    response.setHeader('Cache-Control', hashed.test(pathname) ? CACHING.hashed : CACHING.other);
    // sirv's list of types lacks it.
    if (pathname === ICON) response.setHeader('Content-Type', 'image/x-icon');
    const orDeparted = () => (hashed.test(pathname) ? departed(request, response, notFound) : notFound());
    files(request, response, orDeparted);
  };

  return createServer((request, response) => {
    answer(request, response).catch((error) => {
      onError?.(request, error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

/** What is asked for. `//x` is no address on another host, and neither is it led to one. */
function addressOf({ url = '/' }: IncomingMessage): URL | null {
  const address = URL.parse(url.startsWith('/') ? `http://site${url}` : url);
  if (address) address.pathname = address.pathname.replace(/\/{2,}/g, '/');
  return address;
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

async function sendHealth(settings: Settings, response: ServerResponse): Promise<void> {
  const { ok, ...found } = await health(settings.folders);
  response.writeHead(ok ? 200 : 503, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify({ ok, ...found })}\n`);
}

async function sendNotFound(
  root: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = /^\/en(?:\/|$)/.test(pathname) ? 'en/404.html' : '404.html';
  const html = join(root, page);
  const { body, encoding } = await bestOf(html, String(request.headers['accept-encoding']));
  response.setHeader('Cache-Control', CACHING.other);
  response.setHeader('Content-Security-Policy', policyFor(`/${page}`));
  response.setHeader('Content-Type', 'text/html;charset=utf-8');
  response.setHeader('Vary', 'Accept-Encoding');
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.writeHead(404, { 'Content-Length': body.length }).end(body);
}

/** The shortest form of a file that who asks takes. */
async function bestOf(file: string, accepted: string): Promise<{ body: Buffer; encoding?: string }> {
  for (const [ending, encoding] of Object.entries(ENCODINGS)) {
    if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
    const body = await readFile(`${file}.${ending}`).catch(() => undefined);
    if (body) return { body, encoding };
  }
  return { body: await readFile(file) };
}
