import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, decide, dialogOf, openProgramme, save, submit } from './admin.ts';
import { violations } from './axe.ts';
import { newPage, signIn } from './browser.ts';
import { useSharedPlatform } from './shared-platform.ts';
import { until } from './until.ts';

const PROGRAMME = { name: 'প্রতিবন্ধী শিক্ষা উপবৃত্তি'.normalize('NFC'), slug: 'disability-stipend' };
const NOTE = 'নতুন বাক্যটি দেখুন।'.normalize('NFC');
const COMMENT = 'প্রজ্ঞাপনের তারিখ লিখুন।'.normalize('NFC');
const FIRST = 'আবেদন এখন অনলাইনে।'.normalize('NFC');
const FIXED = 'আবেদন ১ জুলাই থেকে অনলাইনে।'.normalize('NFC');
/** Milliseconds in which something approved must show on the site here. */
const PATIENCE = 120_000;

/** The whole way of a change through the admin: an editor who reads Bengali, a moderator who reads English. */
const running = useSharedPlatform();

describe('a change to a live programme', () => {
  let editor: Page;
  let moderator: Page;
  let documentId: string;
  let summary: string;
  const onSite = async (path: string) => (await fetch(running().platform.siteUrl + path)).text();
  const review = (language: string) =>
    moderator.goto(`${running().platform.cmsUrl}/admin/approval/programme/${documentId}/${language}`);

  beforeAll(async () => {
    const { platform, browser } = running();
    editor = await newPage(browser);
    await editor.addInitScript(() => localStorage.setItem('strapi-admin-language', 'bn'));
    await signIn(editor, platform.cmsUrl, platform.account('editor', 'msw'));
    moderator = await newPage(browser);
    await signIn(moderator, platform.cmsUrl, platform.account('moderator'));
  });
  afterAll(async () => {
    await editor?.context().close();
    await moderator?.context().close();
  });

  it('is written and submitted by its editor in a Bengali admin, with nothing missing', async () => {
    const { platform } = running();
    await editor.goto(
      `${platform.cmsUrl}/admin/content-manager/collection-types/api::programme.programme?plugins[i18n][locale]=bn`,
    );
    await editor.getByText(PROGRAMME.name).click();
    await editor.waitForURL(/programme\/[a-z0-9]{24}/);
    documentId = /programme\/([a-z0-9]{24})/.exec(editor.url())?.[1] ?? '';
    await editor.getByText('সাইটে প্রকাশিত').first().waitFor();
    summary = await editor.inputValue('textarea[name=summary]');
    await editor.fill('textarea[name=summary]', `${summary} ${FIRST}`);
    await editor.getByText('আগে সংরক্ষণ করুন').waitFor();
    await save(editor, 'সংরক্ষণ');
    await decide(editor, {
      action: 'অনুমোদনের জন্য জমা দিন',
      done: 'অনুমোদনের জন্য জমা হয়েছে।',
      fill: async (dialog) => {
        await dialog.getByText('কিছুই বাকি নেই।').waitFor();
        await dialog.getByRole('textbox').fill(NOTE);
        expect(await violations(editor, '[role=dialog]')).toEqual([]);
      },
    });
    await editor.getByText('মডারেটরের অপেক্ষায়').waitFor();
    expect(await onSite(`/programmes/${PROGRAMME.slug}/`)).not.toContain(FIRST);
  });

  it('is found by the moderator on the first page, with the changed words marked', async () => {
    await moderator.goto(`${running().platform.cmsUrl}/admin`);
    await moderator.getByText(NOTE).waitFor();
    await moderator.getByRole('link', { name: new RegExp(`Read and decide: ${PROGRAMME.name}`) }).click();
    await moderator.getByRole('heading', { name: 'What changes' }).waitFor();
    expect(await moderator.locator('ins').last().innerText()).toContain(FIRST);
    expect(await moderator.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['Summary']);
    expect(await violations(moderator, 'main')).toEqual([]);
  });

  it('is returned with a comment, by keyboard', async () => {
    const button = moderator.getByRole('button', { name: 'Return', exact: true });
    await button.focus();
    await moderator.keyboard.press('Enter');
    const dialog = dialogOf(moderator);
    const confirm = dialog.getByRole('button', { name: 'Return', exact: true });
    await dialog.waitFor();
    expect(await confirm.isEnabled()).toBe(false);
    await moderator.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await until(() => button.evaluate((element) => element === document.activeElement), 5_000);
    await moderator.keyboard.press('Enter');
    await dialog.getByRole('textbox').fill(COMMENT);
    await confirm.focus();
    await moderator.keyboard.press('Enter');
    await moderator.getByText('Returned with your comment.').first().waitFor();
  });

  it('comes first on its editor’s first page, with the comment, and is fixed and submitted again', async () => {
    await editor.goto(`${running().platform.cmsUrl}/admin`);
    await editor.getByText(COMMENT).waitFor();
    await editor.getByRole('link', { name: new RegExp(`ভুক্তিটি খুলুন: ${PROGRAMME.name}`) }).click();
    await editor.getByText(COMMENT).waitFor();
    await editor.fill('textarea[name=summary]', `${summary} ${FIXED}`);
    await save(editor, 'সংরক্ষণ');
    await decide(editor, { action: 'অনুমোদনের জন্য জমা দিন', done: 'অনুমোদনের জন্য জমা হয়েছে।' });
  });

  it('is taken back by itself when it is edited while it waits, and the form says so', async () => {
    await editor.fill('textarea[name=summary]', `${summary} ${FIRST} ${FIXED}`);
    await save(editor, 'সংরক্ষণ');
    await editor.getByText('জমা থেকে ফিরে এসেছে').waitFor();
    await editor.fill('textarea[name=summary]', `${summary} ${FIXED}`);
    await save(editor, 'সংরক্ষণ');
    await decide(editor, { action: 'অনুমোদনের জন্য জমা দিন', done: 'অনুমোদনের জন্য জমা হয়েছে।' });
  });

  it('is approved by the moderator, is live, and its history tells all of it', async () => {
    await review('bn');
    await approve(moderator);
    await until(async () => (await onSite(`/programmes/${PROGRAMME.slug}/`)).includes(FIXED), PATIENCE);
    const history = await moderator.getByRole('region', { name: 'History' }).innerText();
    for (const step of ['Submitted for approval', 'Returned', COMMENT, 'Taken back', 'Approved', 'Went live'])
      expect(history).toContain(step);
  });

  it('cannot be approved by whoever wrote it, and says why', async () => {
    await openProgramme(moderator, running().platform.cmsUrl, documentId, 'en');
    const words = await moderator.inputValue('textarea[name=summary]');
    await moderator.fill('textarea[name=summary]', `${words} Applications are online.`);
    await save(moderator);
    await submit(moderator);
    await review('en');
    const button = moderator.getByRole('button', { name: 'Approve', exact: true });
    await button.waitFor();
    expect(await button.isEnabled()).toBe(false);
    await moderator.getByText('somebody else has to decide').waitFor();
  });

  it('is withdrawn with a notice, which then stands at its address', async () => {
    await review('bn');
    await decide(moderator, {
      action: 'Withdraw with a notice',
      done: 'Withdrawn. Visitors see the notice in a few seconds.',
      fill: async (dialog) => {
        await dialog.getByRole('radio', { name: /taken off the site to be corrected/ }).click();
        await dialog.getByRole('checkbox', { name: /I understand/ }).check();
      },
    });
    await until(
      async () =>
        (await onSite(`/en/programmes/${PROGRAMME.slug}/`)).includes('taken off the site to be corrected'),
      PATIENCE,
    );
    expect(await onSite(`/programmes/${PROGRAMME.slug}/`)).not.toContain(FIXED);
  });
});
