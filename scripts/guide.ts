// `npm run guide`: makes the pictures of the admin's help page anew, from the real admin with
// sample content, in both languages. Run it when a screen that they show has changed; some minutes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type GuideLanguage, LANGUAGES, prepareSample } from './guide/sample.ts';
import { shots } from './guide/shots.ts';
import { findChromium } from './lib/programs/chromium.ts';
import { root } from './lib/root.ts';
import { newPage, signIn, startBrowser } from './test/browser.ts';
import { startPlatform } from './test/platform.ts';

const FOLDER = join(root, 'cms/src/admin/help/pictures');
/** Pixels of a picture: a small office screen. */
const SIZE = { width: 1100, height: 720 };
/** No picture may be larger than this, in bytes: offices have poor lines too. */
const LARGEST = 60_000;
/** Milliseconds that fonts, pictures and notices get to settle. */
const SETTLE = 1500;

const chromium = findChromium();
if (!chromium) throw new Error('There is no Chromium to take the pictures with');
process.env.CHROME_PATH = chromium;
const browser = await startBrowser();
const encoder = await newPage(browser);
const platform = await startPlatform();
try {
  mkdirSync(FOLDER, { recursive: true });
  const ids = await prepareSample(platform);
  for (const who of ['editor', 'moderator'] as const) {
    const page = await newPage(browser, { viewport: SIZE });
    await signIn(page, platform.cmsUrl, platform.account(who, who === 'editor' ? 'msw' : undefined));
    for (const language of LANGUAGES) {
      await page.evaluate((code) => localStorage.setItem('strapi-admin-language', code), language);
      for (const { name, open } of shots.filter((shot) => shot.who === who)) {
        await open(page, {
          language,
          ids,
          say: (words) => words[language],
          go: async (path) => {
            await page.goto(`${platform.cmsUrl}/admin${path}`);
          },
        });
        await keep(page, name, language);
      }
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await platform.remove();
}

async function keep(page: Page, name: string, language: GuideLanguage): Promise<void> {
  await page.waitForTimeout(SETTLE);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const webp = await smallWebp(png);
  writeFileSync(join(FOLDER, `${name}-${language}.webp`), webp);
  console.log(`${name}-${language}.webp: ${Math.round(webp.length / 1000)} kB`);
}

/** The browser's own encoder, at the best quality that stays small enough. */
async function smallWebp(png: Buffer): Promise<Buffer> {
  for (const quality of [0.8, 0.6, 0.4, 0.2]) {
    const address = await encoder.evaluate(
      async ({ source, level }) => {
        const bitmap = await createImageBitmap(await (await fetch(source)).blob());
        const canvas = document.createElement('canvas');
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
        return canvas.toDataURL('image/webp', level);
      },
      { source: `data:image/png;base64,${png.toString('base64')}`, level: quality },
    );
    const webp = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
    if (webp.length <= LARGEST) return webp;
  }
  throw new Error(`A picture is larger than ${LARGEST} bytes at any quality`);
}
