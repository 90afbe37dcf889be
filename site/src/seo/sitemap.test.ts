import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { xmlProblem } from '../../build/check/check-xml.ts';
import { sitemapIndexXml, sitemapXml } from './sitemap.ts';

const site = 'https://social-protection.example';
const at = '2026-01-01T00:05:00.000Z';

it('says each language of a page, when it was published, and the other one where there is one', async () => {
  const xml = await sitemapXml(
    {
      name: 'stories',
      pages: [
        { path: '/stories/a/', versions: [{ locale: 'bn', publishedAt: at }, { locale: 'en' }] },
        { path: '/stories/b/', versions: [{ locale: 'en', publishedAt: at }] },
      ],
    },
    site,
  );
  const links = ['/stories/a/', '/en/stories/a/']
    .map(
      (path, index) =>
        `<xhtml:link rel="alternate" hreflang="${['bn', 'en'][index]}" href="${site}${path}"/>`,
    )
    .join('');
  expect(xml).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
      `<url><loc>${site}/stories/a/</loc><lastmod>${at}</lastmod>${links}</url>`,
      `<url><loc>${site}/en/stories/a/</loc>${links}</url>`,
      `<url><loc>${site}/en/stories/b/</loc><lastmod>${at}</lastmod></url>`,
      '</urlset>',
    ].join(''),
  );
  expect(xmlProblem(xml)).toBeUndefined();
});

it('leads to its parts', async () => {
  const xml = await sitemapIndexXml(['lists', 'stories'], site);
  expect(xml.match(/<loc>.*?<\/loc>/g)).toEqual([
    `<loc>${site}/sitemap-lists.xml</loc>`,
    `<loc>${site}/sitemap-stories.xml</loc>`,
  ]);
  expect(xmlProblem(xml)).toBeUndefined();
});

it('fails on an address that is none, instead of leaving it out', async () => {
  await expect(sitemapIndexXml(['x'], 'nowhere')).rejects.toThrow('Invalid URL');
});

it('is made by the generator that @astrojs/sitemap brings', () => {
  const own = createRequire(import.meta.url);
  const astros = createRequire(own.resolve('@astrojs/sitemap/package.json'));
  expect(astros.resolve('sitemap')).toBe(own.resolve('sitemap'));
});
