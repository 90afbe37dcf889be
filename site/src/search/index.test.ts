import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { indexPages } from './index.ts';

let site: string;

beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'search-'));
});
afterEach(() => rm(site, { recursive: true }));

async function page(file: string, lang: string, main: string): Promise<void> {
  await mkdir(dirname(join(site, file)), { recursive: true });
  await writeFile(join(site, file), `<!doctype html><html lang="${lang}"><body>${main}</body></html>`);
}

/** Indexes every page below the folder. */
async function index(): Promise<Record<string, string>> {
  const files = (await readdir(site, { recursive: true })).filter((file) => file.endsWith('.html'));
  return indexPages(
    Object.fromEntries(files.map((file) => [file, join(site, file)])),
    join(site, 'pagefind'),
  );
}

/** What the index holds of each page. */
async function found() {
  const folder = join(site, 'pagefind/fragment');
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const text = gunzipSync(await readFile(join(folder, name))).toString();
      const { url, content, filters, meta } = JSON.parse(text.slice(text.indexOf('{')));
      return { lang: name.slice(0, 2), url, content, filters, meta };
    }),
  );
}

it('indexes each language apart, with kinds and ministries', async () => {
  const filters =
    '<span data-pagefind-filter="ministry:msw"></span><span data-pagefind-filter="ministry:food"></span>';
  const meta = 'data-pagefind-filter="type:programme" data-pagefind-meta="type:Programme"';
  await page('x/index.html', 'bn', `<main data-pagefind-body><h1>ভাতা</h1><p ${meta}>টাকা</p>${filters}</main>`);
  await page('en/x/index.html', 'en', '<main data-pagefind-body><h1>Allowance</h1></main>');
  await page('list/index.html', 'bn', '<main><h1>তালিকা</h1></main>');
  expect(Object.keys(await index()).sort()).toEqual(['en/x/index.html', 'x/index.html']);
  expect(await found()).toEqual([
    {
      lang: 'bn',
      url: '/x/',
      content: expect.stringContaining('টাকা'),
      filters: { type: ['programme'], ministry: ['msw', 'food'] },
      meta: { title: 'ভাতা', type: 'Programme' },
    },
    expect.objectContaining({ lang: 'en', url: '/en/x/', meta: { title: 'Allowance' } }),
  ]);
});

it('keeps words of neighbouring cells and terms apart', async () => {
  await page(
    'x/index.html',
    'en',
    '<main data-pagefind-body><dl><dt>Fee</dt><dd>None</dd></dl><table><tr><th>Year</th><th>Crore</th></tr></table></main>',
  );
  await index();
  const [{ content } = { content: '' }] = await found();
  expect(content).toMatch(/\bFee\b.*\bNone\b.*\bYear\b.*\bCrore\b/);
});

it('writes nothing that our search page does not load', async () => {
  await page('index.html', 'bn', '<main data-pagefind-body><h1>ভাতা</h1></main>');
  await index();
  expect(existsSync(join(site, 'pagefind/pagefind.js'))).toBe(true);
  expect((await readdir(join(site, 'pagefind'))).filter((name) => /ui|highlight|worker/.test(name))).toEqual(
    [],
  );
});

it('stands on a site without content: nothing can be found yet', async () => {
  await page('index.html', 'bn', '<main>ভাতা</main>');
  expect(await index()).toEqual({});
});
