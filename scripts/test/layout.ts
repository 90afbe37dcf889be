import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { newPage } from './browser.ts';
import type { Running } from './shared-platform.ts';

/** One address of every template, in Bengali; English stands under /en. */
const TEMPLATES = [
  '/',
  '/programmes/',
  '/programmes/old-age-allowance/',
  '/ministries/',
  '/ministries/msw/',
  '/stories/',
  '/stories/one-platform-thirteen-recommendations/',
  // In English only.
  '/stories/taking-the-data-home/',
  '/documents/',
  '/documents/social-protection-complaint-form/',
  '/videos/',
  '/videos/oms-line-what-to-look-for/',
  '/committees/',
  '/committees/cmc/',
  '/meetings/',
  '/meetings/interactive-platform-workshop-2018-09-27/',
  '/courses/',
  '/courses/social-protection-basics/',
  '/courses/social-protection-basics/do-you-qualify/',
  '/search/',
  '/about/',
  '/how-to-complain/',
  '/404.html',
];
export const ADDRESSES = TEMPLATES.flatMap((path) => [path, `/en${path}`]);

/** Opens pages of the live site in a window so wide, and looks at how they are laid out. */
export function testLayout(running: () => Running, width: number, addresses: readonly string[]): void {
  describe(`the site at ${width} px`, () => {
    let page: Page;
    /** What the page's own Content-Security-Policy kept the browser from. */
    const refused: string[] = [];
    beforeAll(async () => {
      page = await newPage(running().browser, { viewport: { width, height: 800 } });
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text());
      });
    });
    afterAll(() => page.context().close());

    it.each(addresses)(
      'has no accessibility fault and fits on %s, and its policy forbids nothing it needs',
      async (address) => {
        refused.length = 0;
        await page.goto(running().platform.siteUrl + address);
        expect(refused).toEqual([]);
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      },
    );
  });
}
