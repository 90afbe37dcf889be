import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildSite, SITE_URL } from './build.ts';
import { codeWithNewType, FILES_OF_A_TYPE } from './code-with-new-type.ts';
import { fixtureLines } from './fixture.ts';
import { siteOf, textOf } from './pages.ts';

let code = '';
const site = siteOf(async () => {
  code = await codeWithNewType();
  return buildSite(linesWithVacancies(), join(code, 'site'));
});
afterAll(() => rm(code, { recursive: true }));

/** More than a ministry's page names, so that lists go on. */
const COUNT = 31;

function linesWithVacancies() {
  const [header, ...rest] = fixtureLines();
  const end = rest.pop();
  if (header?.line !== 'header' || end?.line !== 'end') throw new Error('the fixture has changed');
  const entries = Array.from({ length: COUNT }, (_, index) => index).flatMap((index) =>
    (['bn', 'en'] as const).map((locale) => ({
      line: 'entry',
      type: 'vacancy',
      documentId: `vacancy${index}`,
      locale,
      publishedAt: '2026-03-01T00:00:00.000Z',
      firstPublishedAt: '2026-03-01T00:00:00.000Z',
      fields: {
        slug: `officer-${index}`,
        title: locale === 'bn' ? `মাঠকর্মী ${index}` : `Field officer ${index}`,
        ministry: 'msw',
        date: '2018-09-27',
        summary: locale === 'bn' ? 'কাজ' : 'Work',
      },
    })),
  );
  return [
    { ...header, counts: { ...header.counts, vacancy: entries.length } },
    ...entries,
    ...rest,
    { ...end, lines: end.lines + entries.length },
  ];
}

const read = (file: string) => readFileSync(join(site.folder, file), 'utf8');

it('takes seven files', () => {
  expect(FILES_OF_A_TYPE.length).toBeLessThanOrEqual(7);
});

it('has a page for each entry, in both languages', () => {
  for (const [prefix, title] of [
    ['', 'মাঠকর্মী 7'],
    ['/en', 'Field officer 7'],
  ]) {
    const { root } = site.page(`${prefix}/vacancies/officer-7/`);
    expect(root.querySelector('h1')?.text).toBe(title);
    expect(root.querySelector('nav a[href$="/vacancies/"]')?.getAttribute('href')).toBe(
      `${prefix}/vacancies/`,
    );
  }
  const meta = site.page('/en/vacancies/officer-7/').root.querySelector('article > p.meta');
  expect(meta?.text).toBe('Ministry of Social Welfare · 27 September 2018');
});

it('has a list that goes on, stands in the menu and on the page of its ministry', () => {
  const { root } = site.page('/en/vacancies/');
  expect(root.querySelector('h1')?.text).toBe('Vacancies');
  expect(root.querySelector('main a[href="/en/vacancies/officer-0/"]')).not.toBeNull();
  expect(site.page('/en/vacancies/page/1/').root.querySelectorAll('.list > li')).toHaveLength(10);
  expect(site.page('/').root.querySelector('nav.site a[href="/vacancies/"]')?.text).toBe('নিয়োগ');
  const ministry = site.page('/en/ministries/msw/').root.querySelector('section#vacancies');
  expect(ministry?.querySelector('a[href="/en/ministries/msw/vacancies/"]')).not.toBeNull();
  expect(existsSync(join(site.folder, 'ministries/msw/vacancies/page/1/index.html'))).toBe(true);
});

it('stands in the sitemap, in the feeds and in the structured data', () => {
  expect(read('sitemap-index.xml')).toContain(`<loc>${SITE_URL}/sitemap-vacancies.xml</loc>`);
  const sitemap = read('sitemap-vacancies.xml');
  expect(sitemap.match(/<loc>/g)).toHaveLength(2 * COUNT);
  expect(sitemap).toContain(`<loc>${SITE_URL}/en/vacancies/officer-7/</loc>`);
  expect(read('sitemap-lists.xml')).toContain(`<loc>${SITE_URL}/vacancies/page/1/</loc>`);
  for (const feed of ['feed.xml', 'en/ministries/msw/feed.xml'])
    expect(read(feed)).toContain('/vacancies/officer-');
  const jsonLd = site
    .page('/en/vacancies/officer-7/')
    .root.querySelector('script[type="application/ld+json"]');
  expect(JSON.parse(jsonLd?.text ?? '')).toMatchObject({
    '@type': 'JobPosting',
    title: 'Field officer 7',
    hiringOrganization: { name: 'Ministry of Social Welfare' },
    inLanguage: 'en',
  });
});

it('is found by the search, by its kind and its ministry', () => {
  const { root } = site.page('/en/vacancies/officer-7/');
  expect(root.querySelector('main[data-pagefind-body]')).not.toBeNull();
  const filters = root
    .querySelectorAll('[data-pagefind-filter]')
    .map((one) => one.getAttribute('data-pagefind-filter'));
  expect(filters).toEqual(['type:vacancy', 'ministry:msw']);
  const kind = site.page('/search/').root.querySelector('select[name=type] option[value=vacancy]');
  expect(kind && textOf(kind)).toBe('নিয়োগ');
});

it('keeps the name of its list from pages', async () => {
  const { isReserved } = await import(/* @vite-ignore */ join(code, 'content-types/src/index.ts'));
  expect(isReserved('page', 'vacancies')).toBe(true);
  expect(isReserved('page', 'about')).toBe(false);
});
