import { existsSync, readdirSync, statSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSampleContent } from '../../cms/src/features/sample-content/read.ts';
import { root } from '../lib/root.ts';
import { type AdminLanguage, approve, decide, openProgramme, submit } from './admin.ts';
import { testApproval } from './approval.ts';
import { violations } from './axe.ts';
import { newPage, signIn, startBrowser } from './browser.ts';
import { testPanel } from './panel.ts';
import { type Platform, startPlatform, until } from './platform.ts';
import { testReading } from './reading.ts';
import { testSecondPerson } from './second-person.ts';
import { testSignIn } from './sign-in.ts';
import { testSupervision } from './supervision.ts';

const PROGRAMMES = 'admin/content-manager/collection-types/api::programme.programme';
// Composed, as the CMS stores it.
const BENGALI = {
  name: 'হাওরবাসীর নৌকা সহায়তা'.normalize('NFC'),
  summary: 'হাওর এলাকার জেলে পরিবারের জন্য নৌকা মেরামতের সহায়তা।'.normalize('NFC'),
};
const ENGLISH = {
  name: 'Haor boat support',
  summary: 'Help with boat repairs for fishing families of the haors.',
};
const SLUG = 'haor-boat-support';
/** Seconds in which a publish must show on the site here; the builder checks every two. */
const PATIENCE = 120_000;

let platform: Platform;
let browser: Browser;
const began = Date.now();

beforeAll(async () => {
  browser = await startBrowser();
  // The first start is broken off in the middle: all that follows is on what the second made of it.
  const broken = await startPlatform(undefined, 'sample content: 30 %');
  await broken.interrupt();
  platform = await startPlatform(broken.dataDir);
});
afterAll(async () => {
  await browser?.close();
  await platform?.remove();
});

const fetchSite = (path: string) => fetch(platform.siteUrl + path);
const textOf = async (path: string) => (await fetchSite(path)).text();

/** Fills the programme form and saves, as an editor would. */
async function write(page: Page, { name, summary }: typeof BENGALI, stage: string): Promise<void> {
  await page.fill('input[name=name]', name);
  await page.fill('textarea[name=summary]', summary);
  const stages = page.getByRole('combobox', { name: /Life-cycle stages/ });
  await stages.click();
  await stages.fill(stage);
  // Typed as keyboards do, shown as stored.
  await page.getByRole('option', { name: stage.normalize('NFC') }).click();
  const whoQualifies = page.locator('[contenteditable=true]').first();
  await whoQualifies.click();
  await page.keyboard.type(summary);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByText(/Saved|Created/i)
    .first()
    .waitFor();
}

async function openAndApprove(page: Page, documentId: string, language: AdminLanguage): Promise<void> {
  await page.goto(`${platform.cmsUrl}/admin/approval/programme/${documentId}/${language}`);
  await approve(page);
}

async function unpublish(page: Page, documentId: string): Promise<void> {
  await openProgramme(page, platform.cmsUrl, documentId, 'bn');
  await decide(page, {
    action: 'Unpublish without notice',
    done: 'Unpublished. It leaves the site in a few seconds.',
    fill: (dialog) => dialog.getByRole('textbox', { name: /Reason/ }).fill('It was a trial.'),
  });
}

/** What the search page finds, with scripts. */
async function search(path: string, words: string): Promise<string> {
  const page = await newPage(browser);
  await page.goto(`${platform.siteUrl}${path}?q=${encodeURIComponent(words)}`);
  await page.locator('#search-status:not(:empty)').waitFor();
  await page.waitForFunction(
    () =>
      document.querySelectorAll('#search-results li').length > 0 ||
      !document.getElementById('search-empty')?.hidden,
  );
  const found = await page.locator('#search-results').innerText();
  await page.context().close();
  return found;
}

describe('a first start that was broken off', () => {
  it('goes on with the next: every version of the samples is live, and went live once', async () => {
    expect(platform.output()).toContain('Loading the sample content, once …');
    const wanted: Record<string, number> = {};
    for (const { type, draft, versions } of await readSampleContent(join(root, 'cms/sample-content'))) {
      if (!draft) wanted[type] = (wanted[type] ?? 0) + Object.keys(versions).length;
    }
    // The CMS writes beside us: its writes are waited for, as its own connections wait.
    const database = new DatabaseSync(join(platform.dataDir, 'cms.db'), { readOnly: true, timeout: 30_000 });
    const rows = database
      .prepare('SELECT type, count(*) AS number FROM publication_changes GROUP BY type')
      .all();
    database.close();
    expect(Object.fromEntries(rows.map(({ type, number }) => [type, number]))).toEqual(wanted);
  });
});

testReading(() => ({ platform, browser }));
testApproval(() => ({ platform, browser }));
testSecondPerson(() => ({ platform, browser }));

testPanel(() => ({ platform, browser }));
testSignIn(() => ({ platform, browser }));

describe('a programme', () => {
  let documentId: string;
  let editor: Page;
  let moderator: Page;

  afterAll(async () => {
    await editor?.context().close();
    await moderator?.context().close();
  });

  it('is written by an editor in both languages, who has no button to publish it', async () => {
    editor = await newPage(browser);
    await signIn(editor, platform.cmsUrl, platform.account('editor', 'msw'));
    await editor.goto(`${platform.cmsUrl}/${PROGRAMMES}/create?plugins[i18n][locale]=bn`);
    await write(editor, BENGALI, 'কর্মক্ষম বয়স');
    await editor.waitForURL(/programme\/(?!create)[a-z0-9]{24}/);
    documentId = /programme\/([a-z0-9]{24})/.exec(editor.url())?.[1] ?? '';
    const ministry = editor.getByRole('combobox', { name: /Lead ministry/ });
    await until(async () => (await ministry.inputValue()) === 'সমাজকল্যাণ মন্ত্রণালয়'.normalize('NFC'), 10_000);
    await editor.goto(`${platform.cmsUrl}/${PROGRAMMES}/${documentId}?plugins[i18n][locale]=en`);
    await write(editor, ENGLISH, 'Working age');
    await until(async () => (await editor.inputValue('input[name=slug]')) === SLUG, 10_000);
    expect(await editor.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0);
  });

  it('keeps what its editor typed when a save is refused', async () => {
    await editor.goto(`${platform.cmsUrl}/${PROGRAMMES}/${documentId}?plugins[i18n][locale]=bn`);
    await editor.fill('input[name=hotline]', '+880 2 0000 0000');
    await editor.fill('input[name=slug]', 'old-age-allowance');
    await editor.getByRole('button', { name: 'Save', exact: true }).click();
    await editor.getByText('“old-age-allowance” is taken').first().waitFor();
    expect(await editor.inputValue('input[name=hotline]')).toBe('+880 2 0000 0000');
    expect(await editor.inputValue('input[name=slug]')).toBe('old-age-allowance');
  });

  it('is submitted for approval by its editor in each language', async () => {
    for (const language of ['bn', 'en'] as const) {
      await openProgramme(editor, platform.cmsUrl, documentId, language);
      await submit(editor);
    }
  });

  it('is nowhere on the site while nobody has approved it', async () => {
    expect((await fetchSite(`/programmes/${SLUG}/`)).status).toBe(404);
    expect(await textOf('/programmes/')).not.toContain(BENGALI.name);
  });

  it('approved by a moderator, shows on its page, in the lists and in the sitemap without another command', async () => {
    moderator = await newPage(browser);
    await signIn(moderator, platform.cmsUrl, platform.account('moderator'));
    await openAndApprove(moderator, documentId, 'bn');
    await openAndApprove(moderator, documentId, 'en');
    await until(async () => (await textOf(`/en/programmes/${SLUG}/`)).includes(ENGLISH.summary), PATIENCE);
    expect(await textOf(`/programmes/${SLUG}/`)).toContain(BENGALI.summary);
    expect(await textOf('/programmes/')).toContain(BENGALI.name);
    expect(await textOf('/en/programmes/')).toContain(ENGLISH.name);
    expect(await textOf('/ministries/msw/')).toContain(SLUG);
    const sitemap = await textOf('/sitemap-programmes.xml');
    expect(sitemap).toContain(`${platform.siteUrl}/programmes/${SLUG}/`);
    expect(sitemap).toContain(`${platform.siteUrl}/en/programmes/${SLUG}/`);
  });

  it('tells its editor since when it is live, with the way to its page', async () => {
    await openProgramme(editor, platform.cmsUrl, documentId, 'bn');
    const panel = editor.getByRole('status').filter({ hasText: 'Bengali' });
    await panel
      .getByText(/Live since \d\d:\d\d:\d\d/)
      .first()
      .waitFor();
    const link = panel.getByRole('link', { name: 'See the page (Bengali)' });
    expect(await link.getAttribute('href')).toBe(`${platform.siteUrl}/programmes/${SLUG}/`);
  });

  it('is found by the search in both languages', async () => {
    // The search follows its page.
    await until(async () => (await search('/search/', 'হাওর')).includes(BENGALI.name), PATIENCE);
    await until(async () => (await search('/en/search/', 'haor boat')).includes(ENGLISH.name), PATIENCE);
  });

  it('tells the moderator on the admin’s home page that everything is live', async () => {
    await moderator.goto(`${platform.cmsUrl}/admin`);
    await moderator.getByText('Everything that was approved is live.').waitFor();
  });

  it('leaves its build on the status page, which editors do not have', async () => {
    await moderator.getByRole('link', { name: 'Site status' }).click();
    await moderator.getByRole('heading', { name: 'Last builds' }).waitFor();
    await moderator.getByText('Went live', { exact: true }).first().waitFor();
    expect(await violations(moderator, 'main')).toEqual([]);
    await editor.goto(`${platform.cmsUrl}/admin`);
    await editor.getByRole('link', { name: 'Approval', exact: true }).waitFor();
    expect(await editor.getByRole('link', { name: 'Site status' }).count()).toBe(0);
  });

  it('unpublished by a super admin, is gone from page, lists, search and sitemap', async () => {
    const superAdmin = await newPage(browser);
    await signIn(superAdmin, platform.cmsUrl, platform.account('super-admin'));
    await unpublish(superAdmin, documentId);
    await superAdmin.context().close();
    await until(async () => (await fetchSite(`/en/programmes/${SLUG}/`)).status === 404, PATIENCE);
    await until(async () => (await fetchSite(`/programmes/${SLUG}/`)).status === 404, PATIENCE);
    for (const path of ['/programmes/', '/en/programmes/', '/ministries/msw/', '/sitemap-programmes.xml']) {
      expect(await textOf(path)).not.toContain(SLUG);
    }
    expect(await search('/search/', 'হাওরবাসীর নৌকা')).not.toContain(BENGALI.name);
    expect(await search('/en/search/', 'haor boat')).not.toContain(ENGLISH.name);
  });
});

describe('the admin panel', () => {
  it('can be read in Bengali, by whoever chooses it in their profile', async () => {
    const page = await newPage(browser);
    await signIn(page, platform.cmsUrl, platform.account('editor', 'food'));
    await page.goto(`${platform.cmsUrl}/admin/me`);
    await page.getByRole('combobox', { name: /Interface language/ }).click();
    await page.getByRole('option', { name: 'বাংলা' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto(`${platform.cmsUrl}/admin`);
    await page.getByText('জনসাধারণের সাইট').waitFor();
    await page.getByRole('link', { name: 'সাহায্য · Help' }).waitFor();
    await page.goto(`${platform.cmsUrl}/${PROGRAMMES}/create?plugins[i18n][locale]=bn`);
    await page.getByText('কারা যোগ্য').waitFor();
    await page.getByText('আগে লিখে সংরক্ষণ করুন').waitFor();
    await page.context().close();
  });
});

testSupervision(() => platform);

describe('the start', () => {
  it('says where everything is', () => {
    for (const words of [`${platform.cmsUrl}/admin`, platform.siteUrl, 'cms/demo-accounts.json']) {
      expect(platform.output()).toContain(words);
    }
  });

  // In production the code is somebody else's: who runs it can only read it.
  it('and all that people did since wrote nothing into the folder of the code', () => {
    expect(existsSync(join(platform.dataDir, 'cache/renderer'))).toBe(true);
    const written = ['cms', 'content-types', 'scripts', 'site']
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => statSync(file).mtimeMs > began)
      // Strapi writes an empty one where it can, and bears it where it cannot.
      .filter((file) => !file.endsWith('.strapi-updater.json'));
    // Outside production the samples' sign-ins lie where people look for them.
    expect(written).toEqual([join(root, 'cms/demo-accounts.json')]);
  });

  it('ends on Ctrl-C with everything that it started, and is ready again in under 20 s with all data', async () => {
    await platform.interrupt();
    await expect(fetchSite('/')).rejects.toThrow();
    await expect(fetch(`${platform.cmsUrl}/_health`)).rejects.toThrow();
    const started = Date.now();
    const again = await startPlatform(platform.dataDir);
    try {
      expect(Date.now() - started).toBeLessThan(20_000);
      expect(again.output()).not.toContain('Loading the sample content');
      expect((await fetch(`${again.siteUrl}/programmes/old-age-allowance/`)).status).toBe(200);
    } finally {
      await again.interrupt();
    }
  });

  it('serves the site though the database is damaged, and says what to do', async () => {
    const database = join(platform.dataDir, 'cms.db');
    await truncate(database, 300_000);
    const again = await startPlatform(platform.dataDir, 'Starting the CMS again in');
    try {
      expect((await fetch(`${again.siteUrl}/programmes/old-age-allowance/`)).status).toBe(200);
      expect(again.output()).toContain('database disk image is malformed');
      expect(again.output()).toContain(
        `The database ${database} is damaged. Visitors keep the site as it is.`,
      );
      expect(again.output()).toContain('npm run restore');
      await until(() => again.process('cms').restarts > 1, 60_000);
      expect((await fetch(`${again.siteUrl}/`)).status).toBe(200);
    } finally {
      await again.interrupt();
    }
  });
});
