import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { type AdminLanguage, approve, decide, openProgramme, submit } from './admin.ts';
import { violations } from './axe.ts';
import { newPage, signIn } from './browser.ts';
import { useSharedPlatform } from './shared-platform.ts';
import { until } from './until.ts';

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

/** A programme from its first draft until it is taken off the site. */
const running = useSharedPlatform();

const fetchSite = (path: string) => fetch(running().platform.siteUrl + path);
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
  await page.goto(`${running().platform.cmsUrl}/admin/approval/programme/${documentId}/${language}`);
  await approve(page);
}

async function unpublish(page: Page, documentId: string): Promise<void> {
  await openProgramme(page, running().platform.cmsUrl, documentId, 'bn');
  await decide(page, {
    action: 'Unpublish without notice',
    done: 'Unpublished. It leaves the site in a few seconds.',
    fill: (dialog) => dialog.getByRole('textbox', { name: /Reason/ }).fill('It was a trial.'),
  });
}

/** What the search page finds, with scripts. */
async function search(path: string, words: string): Promise<string> {
  const page = await newPage(running().browser);
  await page.goto(`${running().platform.siteUrl}${path}?q=${encodeURIComponent(words)}`);
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

describe('a programme', () => {
  let documentId: string;
  let editor: Page;
  let moderator: Page;

  afterAll(async () => {
    await editor?.context().close();
    await moderator?.context().close();
  });

  it('is written by an editor in both languages, who has no button to publish it', async () => {
    editor = await newPage(running().browser);
    await signIn(editor, running().platform.cmsUrl, running().platform.account('editor', 'msw'));
    await editor.goto(`${running().platform.cmsUrl}/${PROGRAMMES}/create?plugins[i18n][locale]=bn`);
    await write(editor, BENGALI, 'কর্মক্ষম বয়স');
    await editor.waitForURL(/programme\/(?!create)[a-z0-9]{24}/);
    documentId = /programme\/([a-z0-9]{24})/.exec(editor.url())?.[1] ?? '';
    const ministry = editor.getByRole('combobox', { name: /Lead ministry/ });
    await until(async () => (await ministry.inputValue()) === 'সমাজকল্যাণ মন্ত্রণালয়'.normalize('NFC'), 10_000);
    await editor.goto(`${running().platform.cmsUrl}/${PROGRAMMES}/${documentId}?plugins[i18n][locale]=en`);
    await write(editor, ENGLISH, 'Working age');
    await until(async () => (await editor.inputValue('input[name=slug]')) === SLUG, 10_000);
    expect(await editor.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0);
  });

  it('keeps what its editor typed when a save is refused', async () => {
    await editor.goto(`${running().platform.cmsUrl}/${PROGRAMMES}/${documentId}?plugins[i18n][locale]=bn`);
    await editor.fill('input[name=hotline]', '+880 2 0000 0000');
    await editor.fill('input[name=slug]', 'old-age-allowance');
    await editor.getByRole('button', { name: 'Save', exact: true }).click();
    await editor.getByText('“old-age-allowance” is taken').first().waitFor();
    expect(await editor.inputValue('input[name=hotline]')).toBe('+880 2 0000 0000');
    expect(await editor.inputValue('input[name=slug]')).toBe('old-age-allowance');
  });

  it('is submitted for approval by its editor in each language', async () => {
    for (const language of ['bn', 'en'] as const) {
      await openProgramme(editor, running().platform.cmsUrl, documentId, language);
      await submit(editor);
    }
  });

  it('is nowhere on the site while nobody has approved it', async () => {
    expect((await fetchSite(`/programmes/${SLUG}/`)).status).toBe(404);
    expect(await textOf('/programmes/')).not.toContain(BENGALI.name);
  });

  it('approved by a moderator, shows on its page, in the lists and in the sitemap without another command', async () => {
    moderator = await newPage(running().browser);
    await signIn(moderator, running().platform.cmsUrl, running().platform.account('moderator'));
    await openAndApprove(moderator, documentId, 'bn');
    await openAndApprove(moderator, documentId, 'en');
    await until(async () => (await textOf(`/en/programmes/${SLUG}/`)).includes(ENGLISH.summary), PATIENCE);
    expect(await textOf(`/programmes/${SLUG}/`)).toContain(BENGALI.summary);
    expect(await textOf('/programmes/')).toContain(BENGALI.name);
    expect(await textOf('/en/programmes/')).toContain(ENGLISH.name);
    expect(await textOf('/ministries/msw/')).toContain(SLUG);
    const sitemap = await textOf('/sitemap-programmes.xml');
    expect(sitemap).toContain(`${running().platform.siteUrl}/programmes/${SLUG}/`);
    expect(sitemap).toContain(`${running().platform.siteUrl}/en/programmes/${SLUG}/`);
  });

  it('tells its editor since when it is live, with the way to its page', async () => {
    await openProgramme(editor, running().platform.cmsUrl, documentId, 'bn');
    const panel = editor.getByRole('status').filter({ hasText: 'Bengali' });
    await panel
      .getByText(/Live since \d\d:\d\d:\d\d/)
      .first()
      .waitFor();
    const link = panel.getByRole('link', { name: 'See the page (Bengali)' });
    expect(await link.getAttribute('href')).toBe(`${running().platform.siteUrl}/programmes/${SLUG}/`);
  });

  it('is found by the search in both languages', async () => {
    // The search follows its page.
    await until(async () => (await search('/search/', 'হাওর')).includes(BENGALI.name), PATIENCE);
    await until(async () => (await search('/en/search/', 'haor boat')).includes(ENGLISH.name), PATIENCE);
  });

  it('tells the moderator on the admin’s home page that everything is live', async () => {
    await moderator.goto(`${running().platform.cmsUrl}/admin`);
    // Other stories publish meanwhile.
    await moderator.getByText('Everything that was approved is live.').waitFor({ timeout: PATIENCE });
  });

  it('leaves its build on the status page, which editors do not have', async () => {
    await moderator.getByRole('link', { name: 'Site status' }).click();
    await moderator.getByRole('heading', { name: 'Last builds' }).waitFor();
    await moderator.getByText('Went live', { exact: true }).first().waitFor();
    expect(await violations(moderator, 'main')).toEqual([]);
    await editor.goto(`${running().platform.cmsUrl}/admin`);
    await editor.getByRole('link', { name: 'Approval', exact: true }).waitFor();
    expect(await editor.getByRole('link', { name: 'Site status' }).count()).toBe(0);
  });

  it('unpublished by a super admin, is gone from page, lists, search and sitemap', async () => {
    const superAdmin = await newPage(running().browser);
    await signIn(superAdmin, running().platform.cmsUrl, running().platform.account('super-admin'));
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
