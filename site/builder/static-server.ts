import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import { liveRoot } from './release.ts';
import type { Folders } from './settings.ts';

/** Names that change with the content. */
const HASHED = /^\/(?:_astro|media|pagefind\/(?:fragment|index|filter))\/./;
const YEAR = 365 * 24 * 60 * 60;
/** Files that editors uploaded: whatever is in them, nothing of it runs. PDF viewers do not work in a sandbox. */
const UPLOADED = /^\/files\/.*(?<!\.pdf)$/i;

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
};

/** These are answers to wrong addresses, not pages of their own. */
const NOT_FOUND_PAGE = /^\/(?:en\/)?404(?:\.html|\/|$)/;
const NOT_YET =
  'সাইটটি তৈরি হচ্ছে। কিছুক্ষণ পরে আবার আসুন।\nThe site is being built. Please come back in a moment.\n';

/** A server of the live release; each request looks anew which one that is. */
export function staticServer(folders: Folders): Server {
  const handlers = new Map<string, RequestHandler>();
  const handlerOf: HandlerOf = (root) => {
    const known = handlers.get(root);
    if (known) return known;
    // `dev` looks files up on disk instead of reading the whole tree first.
    const handler = sirv(root, { dev: true, etag: true, brotli: true, gzip: true });
    handlers.clear();
    handlers.set(root, handler);
    return handler;
  };
  return createServer((request, response) => {
    answer(request, response, folders, handlerOf).catch((error) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

type HandlerOf = (root: string) => RequestHandler;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folders: Folders,
  handlerOf: HandlerOf,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const url = URL.parse(request.url ?? '/', 'http://site');
  if (!url) {
    response.writeHead(400).end();
    return;
  }
  const root = await liveRoot(folders);
  if (!root) {
    response.writeHead(503, { 'Content-Type': 'text/plain;charset=utf-8', 'Retry-After': '5' });
    response.end(NOT_YET);
    return;
  }
  const { pathname, search } = url;
  if (await isPage(root, pathname)) {
    response.writeHead(301, { Location: `${pathname}/${search}` }).end();
    return;
  }
  response.setHeader(
    'Cache-Control',
    HASHED.test(pathname) ? `public, max-age=${YEAR}, immutable` : 'no-cache',
  );
  if (UPLOADED.test(pathname)) response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  if (NOT_FOUND_PAGE.test(pathname)) await sendNotFound(root, pathname, request, response);
  else handlerOf(root)(request, response, () => sendNotFound(root, pathname, request, response));
}

/** Whether a page's address was given without its trailing slash. */
async function isPage(root: string, pathname: string): Promise<boolean> {
  if (pathname.endsWith('/')) return false;
  const index = join(root, pathname, 'index.html');
  return stat(index).then(
    () => true,
    () => false,
  );
}

async function sendNotFound(
  root: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const html = join(root, pathname.startsWith('/en/') ? 'en/404.html' : '404.html');
  const packed = /\bbr\b/.test(String(request.headers['accept-encoding']));
  const body = packed ? await readFile(`${html}.br`).catch(() => undefined) : undefined;
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Content-Type', 'text/html;charset=utf-8');
  response.setHeader('Vary', 'Accept-Encoding');
  if (body) response.setHeader('Content-Encoding', 'br');
  const page = body ?? (await readFile(html));
  response.writeHead(404, { 'Content-Length': page.length }).end(page);
}
