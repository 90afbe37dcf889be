import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SITE_URL } from './build.ts';
import { ONLY_BENGALI, ONLY_ENGLISH, WITHDRAWN } from './fixture.ts';
import { ODD } from './fixture-parts.ts';
import { siteOfFixture, textOf } from './pages.ts';

const site = siteOfFixture();
const page = (address: string) => site.page(address);

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
    const index = await readFile(join(site.folder, 'sitemap-index.xml'), 'utf8');
    const parts = [...index.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url = '']) => url.slice(SITE_URL.length));
    const sitemap = await Promise.all(parts.map((part) => readFile(join(site.folder, part), 'utf8')));
    const urls = new Map(
      [...sitemap.join('').matchAll(/<url><loc>(.*?)<\/loc>(.*?)<\/url>/g)].map(([, url = '', rest = '']) => [
        url.slice(SITE_URL.length),
        [...rest.matchAll(/hreflang="(\w+)"/g)].map(([, lang]) => lang),
      ]),
    );
    expect(urls.get('/programmes/old-age-allowance/')).toEqual(['bn', 'en']);
    expect(urls.get('/en/')).toEqual(['bn', 'en']);
    expect(urls.get('/stories/page/2/')).toEqual(['bn', 'en']);
    expect(urls.get('/ministries/msw/stories/page/2/')).toEqual(['bn', 'en']);
    expect(urls.get(`/stories/${ONLY_BENGALI.key}/`)).toEqual([]);
    expect(urls.get(`/en/documents/${ONLY_ENGLISH.key}/`)).toEqual([]);
    const absent = [
      `/en/stories/${ONLY_BENGALI.key}/`,
      `/documents/${ONLY_ENGLISH.key}/`,
      '/programmes/old-name/',
    ];
    for (const address of [...absent, '/404/', '/404.html', '/en/404/'])
      expect(urls.has(address)).toBe(false);
    expect(await readFile(join(site.folder, 'robots.txt'), 'utf8')).toContain(
      `${SITE_URL}/sitemap-index.xml`,
    );
  });

  it('feeds for the site and each ministry, with what is in the other language marked', async () => {
    const feed = await readFile(join(site.folder, 'en/ministries/msw/feed.xml'), 'utf8');
    expect(feed).toContain(
      `<link rel="self" type="application/atom+xml" href="${SITE_URL}/en/ministries/msw/feed.xml"/>`,
    );
    expect(feed).toContain('<title xml:lang="bn">শুধু বাংলায়</title>');
    expect(await readFile(join(site.folder, 'ministries/empty/feed.xml'), 'utf8')).toMatch(/<updated>2026-/);
    expect(await readFile(join(site.folder, 'feed.xml'), 'utf8')).toContain('xml:lang="bn"');
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

describe('the address of something withdrawn', () => {
  const { key } = WITHDRAWN;

  it('says in its language what stood there, why it went and when, and what to do next', () => {
    for (const [address, ...words] of [
      [`/stories/${key}/`, 'প্রত্যাহার করা সংবাদ', 'তথ্যটি ভুল ছিল।', '১ ফেব্রুয়ারি, ২০২৬', '/search/', '/ministries/'],
      [
        `/en/stories/${key}/`,
        'A withdrawn story',
        'What it said was wrong.',
        '1 February 2026',
        '/en/search/',
        '/en/ministries/',
      ],
    ] as const) {
      const { html, root } = page(address);
      for (const word of words) expect(html.normalize('NFC')).toContain(word.normalize('NFC'));
      expect(root.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
      expect(root.querySelector('[data-pagefind-body]')).toBeNull();
    }
  });

  it('names it in the only language that was public, marked', () => {
    const { root } = page('/en/courses/basics/last/');
    expect(root.querySelector('h1[lang=bn]')?.text).toBe('শেষ পাঠ');
    expect(textOf(root)).toContain('What it said was wrong.');
  });

  it('is where its former addresses lead', () => {
    expect(page('/en/stories/gone/').root.querySelector('a')?.getAttribute('href')).toBe(
      `/en/stories/${key}/`,
    );
  });

  it('stands in no list, feed or sitemap', async () => {
    const naming = site.pages.filter(({ html }) => html.includes(`/stories/${key}/`));
    expect(naming.map(({ address }) => address).sort()).toEqual(
      ['/en/stories/gone/', '/stories/gone/', `/en/stories/${key}/`, `/stories/${key}/`].sort(),
    );
    for (const file of globSync('**/*.xml', { cwd: site.folder })) {
      expect(await readFile(join(site.folder, file), 'utf8')).not.toContain(`/stories/${key}/`);
    }
  });

  it('is the page again once it is published again', () => {
    expect(textOf(page('/stories/odd-text/').root)).not.toContain('তথ্যটি ভুল ছিল।');
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
    expect(page('/ministries/msw/').root.querySelector('details#service-allowance-service')).not.toBeNull();
  });
});

describe('a lesson', () => {
  it('has a quiz that works without scripts, with why', () => {
    const answers = page('/en/courses/basics/lesson-1/').root.querySelector('.quiz details');
    expect(textOf(answers ?? page('/').root)).toContain('Right: This Because.');
  });
});
