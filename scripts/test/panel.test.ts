import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../lib/root.ts';
import { newPage, signIn } from './browser.ts';
import { type Running, useSharedPlatform } from './shared-platform.ts';
import { until } from './until.ts';

const CONTENT = 'content-manager/collection-types/api::programme.programme';
/** No other story changes it. */
const PROGRAMME = 'বয়স্ক ভাতা'.normalize('NFC');
const [BN, EN] = ['?plugins[i18n][locale]=bn', '?plugins[i18n][locale]=en'];

/** What the panel asks for though it is closed; it does without. */
const DOES_WITHOUT =
  /\/(?:upload\/settings|i18n\/ai-localization-jobs\/.*|content-manager\/homepage\/count-documents)$/;

/** Opens the admin's pages as a super admin, who is shown most, and listens to what the browser is kept from. */
const running = useSharedPlatform();

describe('the admin panel and its policy', () => {
  let page: Page;
  let programme: string;
  /** What a policy forbade, what went to another host, and what the CMS refused. */
  const troubles: string[] = [];

  beforeAll(async () => {
    const { platform, browser } = running();
    page = await newPage(browser);
    listen(page, platform, troubles);
    await signIn(page, platform.cmsUrl, platform.account('super-admin'));
    await page.goto(`${platform.cmsUrl}/admin/${CONTENT}${BN}&_q=${encodeURIComponent(PROGRAMME)}`);
    await page.getByText(PROGRAMME, { exact: true }).first().click();
    await page.locator('input[name=name]').waitFor();
    programme = /programme\/([a-z0-9]{24})/.exec(page.url())?.[1] ?? '';
  });
  afterAll(() => page.context().close());

  const open = async (path: string) => {
    await page.goto(`${running().platform.cmsUrl}/admin/${path}`);
    await page.locator('main, form').first().waitFor();
    await page.waitForLoadState('networkidle');
  };

  it('is refused nothing that it needs, and asks no other host', async () => {
    for (const path of [
      '',
      `${CONTENT}${BN}`,
      `${CONTENT}/create${BN}`,
      `${CONTENT}/${programme}${BN}`,
      `${CONTENT}/${programme}${EN}`,
      'content-manager/single-types/api::site-settings.site-settings',
      'plugins/upload',
      'approval',
      `approval/programme/${programme}/bn`,
      'approval/steps',
      'status',
      'audit',
      'second-factor',
      'help',
      'me',
      'settings/application-infos',
      'settings/roles',
      'settings/users',
      'settings/internationalization',
    ]) {
      await open(path);
    }
    expect(troubles).toEqual([]);
  });

  describe.each(['super-admin', 'moderator', 'editor'])('opened by its address by a %s', (role) => {
    let opened: Page;
    beforeAll(async () => {
      const { platform, browser } = running();
      opened = await newPage(browser);
      listen(opened, platform, troubles);
      await signIn(opened, platform.cmsUrl, platform.account(role));
      // As on a slow line: the panel is shown before it knows what its reader may do.
      await opened.route('**/admin/users/me/permissions', async (route) => {
        await opened.locator('nav a').first().waitFor();
        await route.continue();
      });
    });
    afterAll(() => opened.context().close());
    const openByAddress = (path: string) => opened.goto(`${running().platform.cmsUrl}/admin/${path}`);

    it('takes and shows a picture', async () => {
      await openByAddress('plugins/upload');
      await opened.getByRole('button', { name: 'New', exact: true }).click();
      const [chooser] = await Promise.all([
        opened.waitForEvent('filechooser'),
        opened.getByRole('menuitem', { name: 'File upload', exact: true }).click(),
      ]);
      await chooser.setFiles(picture(role, 'library'));
      await expectShown(opened, `${role}_library`);
      expect(troubles).toEqual([]);
    });

    it('takes and shows a picture in a new entry', async () => {
      await openByAddress(`content-manager/collection-types/api::story.story/create${BN}`);
      await opened.getByText('No entry yet. Click to add one').first().click();
      await opened
        .getByText(/Click to add an asset/)
        .first()
        .click();
      const dialog = opened.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Add more assets' }).click();
      await dialog.locator('input[type=file]').setInputFiles(picture(role, 'entry'));
      await opened.getByRole('button', { name: /^Upload 1 asset/ }).click();
      await opened.getByRole('button', { name: 'Finish' }).click();
      await expectShown(opened, `${role}_entry`);
      expect(troubles).toEqual([]);
    });
  });

  it('shows a draft in a frame as the site will', async () => {
    await open(`approval/programme/${programme}/bn`);
    await page.goto(`${running().platform.cmsUrl}/admin/approval/programme/${programme}/bn/preview`);
    await page.frameLocator('iframe').locator('h1').first().waitFor({ timeout: 240_000 });
    expect(troubles).toEqual([]);
  });

  it('has no page for what is closed', async () => {
    await open('settings/application-infos');
    const links = await page
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links.filter((link) => link?.startsWith('/admin/settings/users'))).toHaveLength(1);
    const closed =
      /webhooks|tokens|transfer|marketplace|content-type-builder|email|media-library|plugins\/(?!upload)/;
    expect(links.filter((link) => closed.test(link ?? ''))).toEqual([]);
  });

  it('has its page checked each time, and keeps its files for a year', async () => {
    const { cmsUrl } = running().platform;
    const shell = await fetch(`${cmsUrl}/admin`);
    expect(shell.headers.get('cache-control')).toBe('no-cache');
    expect(shell.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(shell.headers.get('content-security-policy')).not.toMatch(/https?:|unsafe-eval/);
    const script = /src="(\/admin\/[^"]+\.js)"/.exec(await shell.text())?.[1];
    const file = await fetch(cmsUrl + script);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});

/** A picture to upload, by a name that nobody else's has. */
const picture = (role: string, where: string) => ({
  name: `${role}-${where}.webp`,
  mimeType: 'image/webp',
  buffer: readFileSync(join(root, 'cms/src/admin/help/pictures/home-en.webp')),
});

async function expectShown(page: Page, name: string): Promise<void> {
  const image = page.locator(`img[src*="${name.replaceAll('-', '_')}"]`).first();
  await image.waitFor();
  // Whatever it is swapped for meanwhile.
  await until(() => image.evaluate((shown: HTMLImageElement) => shown.complete && shown.naturalWidth > 0));
}

function listen(page: Page, { cmsUrl }: Running['platform'], troubles: string[]): void {
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) troubles.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== cmsUrl) troubles.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    // Nobody is signed in yet when the panel first asks for a session.
    const known = response.url().endsWith('/admin/access-token') || DOES_WITHOUT.test(response.url());
    if (response.status() < 400 || known) return;
    troubles.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}
