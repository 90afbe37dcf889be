import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { locales, localise, typeNames } from 'content-types';
import { describe, expect, it } from 'vitest';
import { createLibrary } from '../src/content/content-store.ts';
import { readExport } from '../src/content/export/read-export.ts';
import { SITE_URL } from './build.ts';
import { BROKEN, DRAFT } from './fixture.ts';
import { type Page, siteOfFixture, textOf } from './pages.ts';

const site = siteOfFixture();
const page = (address: string) => site.page(address);

/** `address: what` for every page of which something holds. */
function everyPage(problems: (page: Page) => string[]): string[] {
  return site.pages.flatMap((one) => problems(one).map((problem) => `${one.address}: ${problem}`));
}

const isMoved = ({ root }: Page) => root.querySelector('meta[http-equiv=refresh]') !== null;

describe('every page', () => {
  it('exists for every type, in both languages', () => {
    const addresses = new Set(site.pages.map(({ address }) => address));
    for (const path of [
      '/',
      '/programmes/',
      '/programmes/old-age-allowance/',
      '/ministries/',
      '/ministries/msw/',
      '/ministries/msw/stories/page/2/',
      '/stories/',
      '/stories/page/3/',
      '/stories/odd-text/',
      '/documents/annual-report/',
      '/videos/how-to/',
      '/committees/',
      '/committees/cmc/',
      '/meetings/workshop/',
      '/courses/basics/',
      '/courses/basics/lesson-2/',
      '/search/',
      '/about/',
      '/404.html',
    ]) {
      expect(addresses).toContain(path);
      expect(addresses).toContain(`/en${path}`);
    }
  });

  it('stands where the address of its entry says, down to the part of the page', async () => {
    const { entries } = await readExport(join(site.folder, '../export.ndjson'));
    const library = createLibrary(entries);
    const parts = new Map(
      site.pages.map(({ address, root }) => [address, root.querySelectorAll('[id]').map(({ id }) => id)]),
    );
    const missing = locales.flatMap((locale) =>
      typeNames
        .flatMap((type) => library.in(locale).all(type))
        .flatMap(({ path }) => (path === undefined ? [] : localise(locale, path)))
        .filter((address) => {
          const [page = '', part] = address.split('#');
          return !parts.has(page) || (part !== undefined && !parts.get(page)?.includes(part));
        }),
    );
    expect(missing).toEqual([]);
  });

  it('says its language and has one h1 with text', () => {
    const problems = everyPage(({ address, root }) => {
      const lang = root.querySelector('html')?.getAttribute('lang');
      const titles = root.querySelectorAll('h1').map(textOf);
      return [
        ...(lang === (address.startsWith('/en/') ? 'en' : 'bn') ? [] : [`lang is ${lang}`]),
        ...(titles.length === 1 && titles[0] ? [] : [`${titles.length} h1`]),
        ...(root.querySelector('title')?.text ? [] : ['no title']),
      ];
    });
    expect(problems).toEqual([]);
  });

  it('has headings in order, each with text', () => {
    const problems = everyPage(({ root }) => {
      let level = 0;
      return root.querySelectorAll('h1, h2, h3, h4, h5, h6').flatMap((heading) => {
        const own = Number(heading.tagName.slice(1));
        const skipped = own > level + 1;
        level = own;
        return [
          ...(skipped ? [`${heading.outerHTML} skips a level`] : []),
          ...(textOf(heading) ? [] : ['empty']),
        ];
      });
    });
    expect(problems).toEqual([]);
  });

  it('has no empty link and no id twice', () => {
    const problems = everyPage(({ root }) => {
      const ids = root.querySelectorAll('[id]').map(({ id }) => id);
      return [
        ...root
          .querySelectorAll('a')
          .filter((link) => !textOf(link) || !link.getAttribute('href'))
          .map((link) => link.outerHTML),
        ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `#${id} twice`),
      ];
    });
    expect(problems).toEqual([]);
  });

  it('links only to what is there', () => {
    const ids = new Map(
      site.pages.map(({ address, root }) => [address, root.querySelectorAll('[id]').map(({ id }) => id)]),
    );
    const problems = everyPage(({ address, root }) =>
      root.querySelectorAll('[href], [src]').flatMap((element) => {
        const target = new URL(
          element.getAttribute('href') ?? element.getAttribute('src') ?? '',
          SITE_URL + address,
        );
        // Pictures and files are put beside the pages by the builder.
        if (target.origin !== SITE_URL || /^\/(media|files)\//.test(target.pathname)) return [];
        const file = target.pathname.replace(/\/$/, '/index.html');
        if (!existsSync(join(site.folder, file))) return [`${target.href} leads nowhere`];
        const id = decodeURIComponent(target.hash.slice(1));
        return id && !ids.get(target.pathname)?.includes(id) ? [`${target.href} has no such part`] : [];
      }),
    );
    expect(problems).toEqual([]);
  });

  it('comes with the icon that browsers ask for where no page names one, as on a feed', () => {
    const start = readFileSync(join(site.folder, 'favicon.ico')).subarray(0, 4);
    expect([...start]).toEqual([0, 0, 1, 0]);
  });

  it('runs no script unless it is the search', () => {
    const problems = everyPage(({ root }) =>
      root
        .querySelectorAll('script')
        .filter((script) => !script.getAttribute('type')?.endsWith('json'))
        .map(({ outerHTML }) => outerHTML),
    );
    expect(problems.filter((problem) => !/^(\/en)?\/search\/: /.test(problem))).toEqual([]);
    expect(page('/search/').html).toContain('type="module"');
  });

  it('names nothing that is not published, and nothing of a broken entry', () => {
    expect(
      everyPage(({ html }) => [DRAFT.key, BROKEN.key].filter((key) => html.includes(`/${key}/`))),
    ).toEqual([]);
    for (const { address } of site.pages) expect(address).not.toContain(BROKEN.key);
  });
});

describe('bytes on the wire', () => {
  const bytes = (html: string) =>
    brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const styles = ({ root }: Page) =>
    root
      .querySelectorAll('style')
      .map(({ text }) => text)
      .join('');

  it('stay within 7,000 for a page and 14,000 for the longest list or minutes', () => {
    const heavy = everyPage(({ html, address }) => {
      const limit = /\/(odd-text|workshop|page|stories|msw)\//.test(address) ? 14_000 : 7_000;
      return bytes(html) > limit ? [`${bytes(html)}`] : [];
    });
    expect(heavy).toEqual([]);
  });

  it('stay within 7,000 for a page of 500 words of Bengali', () => {
    const { html, root } = page('/typical/');
    expect(textOf(root.querySelector('article') ?? root).split(' ').length).toBeGreaterThanOrEqual(500);
    expect(bytes(html)).toBeLessThanOrEqual(7_000);
  });

  it('need no file for styles, and little', () => {
    expect(everyPage(({ root }) => root.querySelectorAll('[rel=stylesheet]').map(String))).toEqual([]);
    for (const address of ['/programmes/old-age-allowance/', '/meetings/workshop/', '/about/']) {
      expect(styles(page(address)).length).toBeLessThanOrEqual(4_000);
    }
  });

  it('put the order of the layers before all styles', () => {
    for (const one of site.pages.filter((each) => !isMoved(each))) {
      expect(styles(one)).toMatch(/^@layer base,layout,parts;/);
    }
  });
});
