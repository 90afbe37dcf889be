import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPage } from '../../site/build/check/check-page.ts';
import { loadRenderer } from '../../site/build/render/bundle.ts';
import { codeHash } from '../../site/build/render/code-hash.ts';
import { policyFor } from '../../site/serve/headers.ts';
import { createLibrary } from '../../site/src/content/content-store.ts';
import { hashOf, type OwnCode, withPolicy } from '../../site/src/security/csp.ts';
import { newPage, startBrowser } from './browser.ts';

/** A page of the real site into which something got unescaped, in a real browser. */

const SITE_URL = 'https://social-protection.example';
const SCRIPT = "document.documentElement.dataset.ran = 'yes'";
const SLIPPED_IN = `<style>main{display:none}</style><img src="/none" onerror="${SCRIPT}"><p style="color:red">x</p><script>${SCRIPT}</script>`;

let folder: string;
let browser: Browser;
let server: Server;
let html = '';
let own: OwnCode;
let slipped = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
  Object.assign(process.env, { SITE_URL, MEDIA_DIR: folder, CACHE_DIR: join(folder, 'cache') });
  const { signal } = new AbortController();
  const code = await codeHash(SITE_URL);
  const renderer = await loadRenderer({
    code,
    siteUrl: SITE_URL,
    cache: join(folder, 'cache'),
    signal,
    say: () => {},
  });
  own = renderer.ownCode;
  const library = createLibrary([]);
  const page = (await renderer.pagesOf(library)).find(({ address }) => address === '/search/');
  if (!page) throw new Error('no page to search on');
  slipped = new TextDecoder()
    .decode(await renderer.renderBare(library, page))
    .replace('</main>', () => `${SLIPPED_IN}</main>`);
  server = createServer((_request, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policyFor('/search/index.html'),
    });
    response.end(html);
  }).listen(0, '127.0.0.1');
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<{ ran: string | undefined; seen: boolean }> {
  const { port } = server.address() as AddressInfo;
  const page = await newPage(browser);
  await page.goto(`http://127.0.0.1:${port}/search/`, { waitUntil: 'load' });
  const ran = await page.evaluate(() => document.documentElement.dataset.ran);
  const seen = await page.locator('h1').isVisible();
  await page.close();
  return { ran, seen };
}

it('does not run or wear what slipped into a page past its template', async () => {
  html = withPolicy(slipped, own);
  expect(await open()).toEqual({ ran: undefined, seen: true });
  // It is the policy alone that stops it.
  const rendered = [SCRIPT, 'main{display:none}'].map(hashOf);
  html = withPolicy(slipped, { ...own, styles: [...own.styles, ...rendered], scripts: rendered });
  expect(await open()).toEqual({ ran: 'yes', seen: false });
});

it('is not let through by the check of pages either, which says why', () => {
  expect(readPage(slipped, own).problems).toEqual([
    'it has a <style> that is not of the site’s code',
    'it has an attribute onerror, which no template has',
    'it has an attribute style, which no template has',
    'it has a <script> that is not of the site’s code',
  ]);
});
