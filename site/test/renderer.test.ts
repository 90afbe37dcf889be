import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRenderer, type Renderer } from '../build/render/bundle.ts';
import { codeHash } from '../build/render/code-hash.ts';
import { root } from '../kernel/settings.ts';
import { webFileOf } from '../kernel/site-files.ts';
import { createLibrary, type Library } from '../src/content/content-store.ts';
import { readExport } from '../src/content/export/read-export.ts';
import { SITE_URL } from './build.ts';
import { siteOfFixture } from './pages.ts';

/** The real renderer, built from the site's code, beside the real static build. */

const site = siteOfFixture();
let renderer: Renderer;
let library: Library;

beforeAll(async () => {
  const folder = join(site.folder, '..');
  Object.assign(process.env, { SITE_URL, MEDIA_DIR: folder, CACHE_DIR: join(folder, 'cache') });
  const { signal } = new AbortController();
  renderer = await loadRenderer({
    code: await codeHash(SITE_URL),
    siteUrl: SITE_URL,
    cache: join(folder, 'cache'),
    signal,
    say: () => {},
  });
  const { entries, ...past } = await readExport(join(folder, 'export.ndjson'));
  library = createLibrary(entries, past);
});

it('is prepared in a data folder that has no folder in common with the code', async () => {
  const elsewhere = root.startsWith('/tmp/') ? '/var/tmp' : '/tmp';
  const folder = await mkdtemp(join(elsewhere, 'renderer-'));
  vi.stubEnv('RENDERER_DIR', '');
  try {
    const { signal } = new AbortController();
    const options = { code: 'elsewhere', siteUrl: SITE_URL, cache: folder, signal, say: () => {} };
    const made = await loadRenderer(options);
    const [home] = await made.pagesOf(library);
    if (!home) return expect.unreachable('no page');
    expect(await made.render(library, home)).toBe(await renderer.render(library, home));
  } finally {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  }
});

const files = (folder: string) => globSync('**/*.*', { cwd: folder }).sort();

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('the renderer', () => {
  it.each(['UTC', 'Asia/Dhaka', 'America/New_York'])('makes the same pages in %s', async (name) => {
    process.env.TZ = name;
    expect(new Date(0).getHours()).toBe({ UTC: 0, 'Asia/Dhaka': 6, 'America/New_York': 19 }[name]);
    const different: string[] = [];
    for (const page of await renderer.pagesOf(library)) {
      const built = await readFile(join(site.folder, webFileOf(page.address)), 'utf8');
      if ((await renderer.render(library, page)) !== built) different.push(page.address);
    }
    expect(different).toEqual([]);
  });

  it('makes every file of the static build, byte for byte: pages, feeds, 404, redirects, sitemap, robots', async () => {
    const made = new Map<string, string>();
    for (const page of await renderer.pagesOf(library)) {
      made.set(webFileOf(page.address), await renderer.render(library, page));
    }
    const assets = files(renderer.assets);
    expect([...made.keys(), ...assets].sort()).toEqual(files(site.folder));
    const different: string[] = [];
    for (const [file, text] of made) {
      if (!(await readFile(join(site.folder, file))).equals(Buffer.from(text))) different.push(file);
    }
    for (const file of assets) {
      const [own, built] = await Promise.all(
        [renderer.assets, site.folder].map((at) => readFile(join(at, file))),
      );
      if (!own?.equals(built ?? new Uint8Array())) different.push(file);
    }
    expect(different).toEqual([]);
  });

  it('makes a home without empty headings while little is written', async () => {
    const { entries } = await readExport(join(site.folder, '../export.ndjson'));
    const homes = async (types: readonly string[]) => {
      const one = createLibrary(entries.filter(({ type }) => types.includes(type)));
      const pages = (await renderer.pagesOf(one)).filter(({ address }) => /^\/(en\/)?$/.test(address));
      const rendered = await Promise.all(pages.map((page) => renderer.render(one, page)));
      return rendered.map((html) => parse(html).querySelectorAll('main section'));
    };
    for (const [types, sections] of [
      [[], 0],
      [['term', 'ministry', 'committee'], 1],
      [['term', 'ministry', 'committee', 'story'], 2],
    ] as const) {
      const found = await homes(types);
      expect(found.map((all) => all.length)).toEqual([sections, sections]);
      for (const section of found.flat()) expect(section.querySelectorAll('li').length).toBeGreaterThan(0);
    }
  });

  it('keeps apart the libraries of pages that it renders at the same time', async () => {
    const { entries } = await readExport(join(site.folder, '../export.ndjson'));
    const other = createLibrary(
      entries.map((entry) =>
        entry.type === 'ministry' ? { ...entry, fields: { ...entry.fields, name: 'Renamed' } } : entry,
      ),
    );
    const rendered = await Promise.all(
      [library, other].map(async (one) => {
        const page = (await renderer.pagesOf(one)).find(({ address }) => address === '/en/ministries/');
        return renderer.render(one, page as never);
      }),
    );
    expect(rendered.map((html) => html.includes('Renamed'))).toEqual([false, true]);
    expect(rendered.map((html) => html.includes('Cabinet Division'))).toEqual([true, false]);
  });

  it('fails with the page’s address when a template fails, and renders the next one', async () => {
    const page = { address: '/stories/x/', component: 'src/pages/[...lang]/stories/[key].astro', props: {} };
    await expect(renderer.render(library, page)).rejects.toThrow('/stories/x/: ');
    const [first] = await renderer.pagesOf(library);
    expect((await renderer.render(library, first as never)).length).toBeGreaterThan(0);
  });
});
