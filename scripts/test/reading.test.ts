import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPage } from './browser.ts';
import { ADDRESSES, testLayout } from './layout.ts';
import { useSharedPlatform } from './shared-platform.ts';

/** Reads the live site as visitors do: on a narrow phone, on a desk, without scripts, by keyboard. */
const running = useSharedPlatform();

// All of them at this width are in the long tests.
const WIDE = ['/', '/programmes/', '/programmes/old-age-allowance/', '/search/'];

testLayout(running, 320, ADDRESSES);
testLayout(
  running,
  1280,
  WIDE.flatMap((path) => [path, `/en${path}`]),
);

it('lays feeds and sitemaps out, which have no style of their own', async () => {
  const page = await newPage(running().browser);
  const refused: string[] = [];
  page.on('console', (message) => refused.push(`${message.text()} ${message.location().url}`));
  for (const path of ['/feed.xml', '/en/ministries/msw/feed.xml', '/sitemap-programmes.xml']) {
    await page.goto(running().platform.siteUrl + path);
  }
  expect(refused).toEqual([]);
  await page.context().close();
});

describe('a page without scripts', () => {
  let page: Page;
  const asked: string[] = [];
  beforeAll(async () => {
    page = await newPage(running().browser, {
      javaScriptEnabled: false,
      viewport: { width: 320, height: 800 },
    });
    page.on('request', (request) => asked.push(request.url()));
  });
  afterAll(() => page.context().close());

  it.each(ADDRESSES)('can be read in one answer, and asks nobody else: %s', async (address) => {
    asked.length = 0;
    const { siteUrl } = running().platform;
    await page.goto(siteUrl + address);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(60);
    expect(asked.filter((url) => !url.startsWith(`${siteUrl}/`) && !url.startsWith('data:'))).toEqual([]);
    const needed = asked.filter((url) => !/\.(avif|webp|svg|png|ico)$/.test(url));
    expect(needed).toEqual([siteUrl + address]);
  });

  it('says on the search page what to do instead', async () => {
    await page.goto(`${running().platform.siteUrl}/en/search/?q=widow`);
    expect(await page.locator('main').innerText()).toMatch(/programmes/i);
    expect(await page.locator('main a[href="/en/programmes/"]').count()).toBeGreaterThan(0);
  });
});

describe('by keyboard', () => {
  it('leads first past the navigation, then to the other language of the same page', async () => {
    const page = await newPage(running().browser);
    await page.goto(`${running().platform.siteUrl}/programmes/old-age-allowance/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toMatch(/^#/);
    await page.getByRole('link', { name: 'English' }).press('Enter');
    await page.waitForURL('**/en/programmes/old-age-allowance/');
    await page.context().close();
  });
});

describe('the search', () => {
  it('narrows by type and ministry, shows excerpts, and counts in Bengali digits', async () => {
    const page = await newPage(running().browser);
    const { siteUrl } = running().platform;
    await page.goto(`${siteUrl}/search/?q=${encodeURIComponent('ভাতা')}&type=programme&ministry=msw`);
    await page.locator('#search-results li').first().waitFor();
    expect(await page.locator('#search-status').innerText()).toMatch(/[০-৯]/);
    expect(await page.locator('#search-results mark').count()).toBeGreaterThan(0);
    const links = await page
      .locator('#search-results h2 a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.every((href) => href?.startsWith('/programmes/'))).toBe(true);
    await page.context().close();
  });

  it('says something useful when there is nothing', async () => {
    const page = await newPage(running().browser);
    await page.goto(`${running().platform.siteUrl}/en/search/?q=xylophone`);
    await page.locator('#search-empty').waitFor();
    expect(await page.locator('#search-empty a').count()).toBeGreaterThan(3);
    await page.context().close();
  });
});
