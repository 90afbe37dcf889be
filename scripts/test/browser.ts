import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { DemoAccount } from './platform.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts Chromium with an empty profile.
 * @throws Error when CHROME_PATH is not set: `npm test` finds or installs a Chromium
 */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath) throw new Error('CHROME_PATH is not set: run the tests by `npm test`');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page with a session of its own. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  // As long as a busy machine may need.
  context.setDefaultTimeout(120_000);
  return context.newPage();
}

/** Signs in to the admin panel as a person would. */
export async function signIn(page: Page, cmsUrl: string, { email, password }: DemoAccount): Promise<void> {
  await page.goto(`${cmsUrl}/admin`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.getByRole('heading', { name: /Hello|স্বাগতম/ }).waitFor();
}
