import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtSite, removeBuiltSite, SITE_URL } from './build.ts';
import { BROKEN, DRAFT, ONLY_BENGALI, ONLY_ENGLISH } from './fixture.ts';
import { ODD } from './fixture-entries.ts';
import { type Page, readPages, textOf } from './pages.ts';

let folder = '';
let pages: Page[] = [];

beforeAll(async () => {
  folder = await builtSite();
  pages = await readPages(folder);
});
afterAll(removeBuiltSite);

function page(address: string): Page {
  const found = pages.find((one) => one.address === address);
  if (!found) throw new Error(`no page at ${address}`);
  return found;
}

/** `address: what` for every page of which something holds. */
function everyPage(problems: (page: Page) => string[]): string[] {
  return pages.flatMap((one) => problems(one).map((problem) => `${one.address}: ${problem}`));
}

const isMoved = ({ root }: Page) => root.querySelector('meta[http-equiv=refresh]') !== null;

describe('every page', () => {
  it('exists for every type, in both languages', () => {
    const addresses = new Set(pages.map(({ address }) => address));
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
      pages.map(({ address, root }) => [address, root.querySelectorAll('[id]').map(({ id }) => id)]),
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
        if (!existsSync(join(folder, file))) return [`${target.href} leads nowhere`];
        const id = decodeURIComponent(target.hash.slice(1));
        return id && !ids.get(target.pathname)?.includes(id) ? [`${target.href} has no such part`] : [];
      }),
    );
    expect(problems).toEqual([]);
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
    for (const { address } of pages) expect(address).not.toContain(BROKEN.key);
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

  it('need no file for styles, and little', () => {
    expect(everyPage(({ root }) => root.querySelectorAll('[rel=stylesheet]').map(String))).toEqual([]);
    for (const address of ['/programmes/old-age-allowance/', '/meetings/workshop/', '/about/']) {
      expect(styles(page(address)).length).toBeLessThanOrEqual(4_000);
    }
  });

  it('put the order of the layers before all styles', () => {
    for (const one of pages.filter((each) => !isMoved(each))) {
      expect(styles(one)).toMatch(/^@layer base,layout,parts;/);
    }
  });
});

describe('an entry in one language only', () => {
  const foreign = `/en/stories/${ONLY_BENGALI.key}/`;

  it('has a page in the other language too, which says so and marks the language', () => {
    const { root } = page(foreign);
    expect(textOf(root)).toContain('This page exists in Bengali only.');
    expect(root.querySelector('article')?.getAttribute('lang')).toBe('bn');
    expect(textOf(page(`/documents/${ONLY_ENGLISH.key}/`).root)).toContain('এই পাতাটি শুধু ইংরেজিতে আছে।');
  });

  it('names the original as canonical, has no alternates and is not in the search', () => {
    const { root } = page(foreign);
    const canonical = root.querySelector('link[rel=canonical]')?.getAttribute('href');
    expect(canonical).toBe(`${SITE_URL}/stories/${ONLY_BENGALI.key}/`);
    expect(root.querySelectorAll('link[hreflang]')).toEqual([]);
    expect(root.querySelector('[data-pagefind-body]')).toBeNull();
    const original = page(`/stories/${ONLY_BENGALI.key}/`).root;
    expect(original.querySelectorAll('link[hreflang]')).toEqual([]);
    expect(original.querySelector('[data-pagefind-body]')).not.toBeNull();
  });

  it('is listed in the other language with a mark', () => {
    const link = page('/en/stories/').root.querySelector(`.list a[href="${foreign}"]`);
    expect(link?.getAttribute('lang')).toBe('bn');
    expect(link?.parentNode?.querySelector('.mark')?.text).toBe('in Bengali');
  });
});

describe('what machines read', () => {
  it('alternates, x-default and canonical of a page in both languages', () => {
    const { root } = page('/en/programmes/old-age-allowance/');
    const alternates = root
      .querySelectorAll('link[hreflang]')
      .map((link) => [link.getAttribute('hreflang'), link.getAttribute('href')]);
    const bengali = `${SITE_URL}/programmes/old-age-allowance/`;
    const english = `${SITE_URL}/en/programmes/old-age-allowance/`;
    expect(alternates).toEqual([
      ['bn', bengali],
      ['en', english],
      ['x-default', bengali],
    ]);
    expect(root.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(english);
  });

  it('structured data of the fitting kind, which nothing can break out of', () => {
    const kinds = [
      ['/programmes/old-age-allowance/', 'GovernmentService'],
      ['/ministries/msw/', 'GovernmentOrganization'],
      ['/stories/odd-text/', 'Article'],
      ['/stories/story-1/', 'NewsArticle'],
      ['/documents/annual-report/', 'DigitalDocument'],
      ['/videos/how-to/', 'VideoObject'],
      ['/meetings/workshop/', 'Event'],
      ['/courses/basics/', 'Course'],
    ] as const;
    for (const [address, kind] of kinds) {
      const script = page(address).root.querySelector('script[type="application/ld+json"]');
      expect(JSON.parse(script?.text ?? '')['@type']).toBe(kind);
    }
    const odd = page('/stories/odd-text/').root.querySelector('script[type="application/ld+json"]');
    expect(odd?.text).not.toContain('</');
    expect(JSON.parse(odd?.text ?? '').headline).toContain(ODD.script);
  });

  it('one filter for the type and one for each ministry, for the search', () => {
    const filters = page('/documents/annual-report/')
      .root.querySelectorAll('[data-pagefind-body] [data-pagefind-filter]')
      .map((element) => element.getAttribute('data-pagefind-filter'));
    expect(filters).toEqual(['type:document', 'ministry:cabinet', 'ministry:msw']);
    expect(page('/documents/').root.querySelector('[data-pagefind-body]')).toBeNull();
  });

  it('a sitemap without repeats, moved addresses and 404, with alternates where both exist', async () => {
    const sitemap = await readFile(join(folder, 'sitemap-0.xml'), 'utf8');
    const urls = new Map(
      [...sitemap.matchAll(/<url><loc>(.*?)<\/loc>(.*?)<\/url>/g)].map(([, url = '', rest = '']) => [
        url.slice(SITE_URL.length),
        [...rest.matchAll(/hreflang="(\w+)"/g)].map(([, lang]) => lang),
      ]),
    );
    expect(urls.get('/programmes/old-age-allowance/')).toEqual(['bn', 'en']);
    expect(urls.get('/en/')).toEqual(['bn', 'en']);
    expect(urls.get(`/stories/${ONLY_BENGALI.key}/`)).toEqual([]);
    expect(urls.get(`/en/documents/${ONLY_ENGLISH.key}/`)).toEqual([]);
    const absent = [
      `/en/stories/${ONLY_BENGALI.key}/`,
      `/documents/${ONLY_ENGLISH.key}/`,
      '/programmes/old-name/',
    ];
    for (const address of [...absent, '/404/', '/404.html', '/en/404/'])
      expect(urls.has(address)).toBe(false);
    expect(await readFile(join(folder, 'robots.txt'), 'utf8')).toContain(`${SITE_URL}/sitemap-index.xml`);
  });

  it('feeds for the site and each ministry, with what is in the other language marked', async () => {
    const feed = await readFile(join(folder, 'en/ministries/msw/feed.xml'), 'utf8');
    expect(feed).toContain(
      `<link rel="self" type="application/atom+xml" href="${SITE_URL}/en/ministries/msw/feed.xml"/>`,
    );
    expect(feed).toContain('<title xml:lang="bn">শুধু বাংলায়</title>');
    expect(await readFile(join(folder, 'ministries/empty/feed.xml'), 'utf8')).toMatch(/<updated>2026-/);
    expect(await readFile(join(folder, 'feed.xml'), 'utf8')).toContain('xml:lang="bn"');
  });
});

describe('what editors may write', () => {
  it('never becomes markup', () => {
    const { root } = page('/stories/odd-text/');
    expect(root.querySelectorAll('script:not([type])')).toEqual([]);
    expect(root.querySelectorAll('article b')).toEqual([]);
    expect(textOf(root)).toContain('<b>not bold</b>');
  });

  it('stands without a link where the target is not on the site', () => {
    const { root } = page('/en/stories/odd-text/');
    const links = root.querySelectorAll('article a').map((link) => [textOf(link), link.getAttribute('href')]);
    expect(links).toContainEqual(['live', '/en/programmes/old-age-allowance/']);
    expect(textOf(root)).toContain('dead link');
    expect(links.map(([text]) => text)).not.toContain('dead link');
  });

  it('keeps a picture that is missing as its text alternative', () => {
    expect(textOf(page('/stories/odd-text/').root)).toContain('[A picture that is missing]');
  });

  it('nests lists as HTML wants them', () => {
    const list = page('/stories/odd-text/').root.querySelector('article ol');
    expect(list?.querySelectorAll(':scope > li').length ?? 0).toBeGreaterThan(0);
    expect(list?.childNodes.every((node) => (node as unknown as { tagName?: string }).tagName === 'LI')).toBe(
      true,
    );
  });

  it('leads on from a former address, of a course with its lessons', () => {
    const { root } = page('/en/courses/first-steps/lesson-1/');
    const target = '/en/courses/basics/lesson-1/';
    expect(root.querySelector('meta[http-equiv=refresh]')?.getAttribute('content')).toBe(`0; url=${target}`);
    expect(root.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(SITE_URL + target);
    expect(root.querySelector('a')?.getAttribute('href')).toBe(target);
  });
});

describe('a portfolio', () => {
  it('holds all that belongs to the ministry, and leads to the rest', () => {
    const links = page('/ministries/msw/')
      .root.querySelectorAll('main a')
      .map((link) => link.getAttribute('href'));
    for (const address of [
      '/programmes/old-age-allowance/',
      '/stories/only-bengali/',
      '/documents/annual-report/',
      '/videos/how-to/',
      '/meetings/workshop/',
      '/meetings/next/',
      '/committees/cmc/',
      '/committees/msw-pic/',
      '/ministries/msw/stories/',
      'mailto:grs@example.org',
    ]) {
      expect(links).toContain(address);
    }
    expect(page('/ministries/msw/').root.querySelector('details#allowance-service')).not.toBeNull();
  });
});

describe('a lesson', () => {
  it('has a quiz that works without scripts, with why', () => {
    const answers = page('/en/courses/basics/lesson-1/').root.querySelector('.quiz details');
    expect(textOf(answers ?? page('/').root)).toContain('Right: This Because.');
  });
});
