import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../lib/root.ts';
import { newPage, signIn } from './browser.ts';
import type { DemoAccount } from './platform.ts';
import { useSharedPlatform } from './shared-platform.ts';

interface Totp {
  generate(): string;
}
// A dependency of the CMS, which plays the authenticator app here.
const { TOTP } = createRequire(join(root, 'cms/package.json'))('otpauth') as {
  TOTP: new (options: { secret: string }) => Totp;
};

/** Signs in to the admin with a second factor, and reads the audit record, as people do. */
const running = useSharedPlatform();

describe('signing in', () => {
  let editor: DemoAccount;
  let page: Page;
  let recoveryCodes: string[];

  beforeAll(async () => {
    editor = running().platform.account('editor', 'food');
    page = await newPage(running().browser);
  });
  afterAll(() => page.context().close());

  const open = (path: string, on = page) => on.goto(`${running().platform.cmsUrl}/admin/${path}`);
  async function type(on: Page, password = editor.password): Promise<void> {
    await open('auth/login', on);
    await on.fill('input[name=email]', editor.email);
    await on.fill('input[name=password]', password);
    await on.click('button[type=submit]');
  }
  const answer = async (on: Page, code: string) => {
    await on.locator('dialog input').fill(code);
    await on.locator('dialog button[value=continue]').click();
  };

  it('says in Bengali what is wrong', async () => {
    await open('auth/login');
    await page.getByRole('combobox').click();
    await page.getByRole('option', { name: 'বাংলা' }).click();
    await type(page, 'wrong');
    await page.getByText('পাসওয়ার্ড ঠিক নয়'.normalize('NFC')).waitFor();
    await page.getByRole('combobox').click();
    await page.getByRole('option', { name: 'English' }).click();
  });

  it('is in Bengali where the browser is, as long as nobody has chosen', async () => {
    const other = await newPage(running().browser, { locale: 'bn-BD' });
    await open('auth/login', other);
    await other.getByRole('button', { name: 'সাইন ইন করুন'.normalize('NFC') }).waitFor();
    await other.getByText('পাসওয়ার্ড ভুলে গেছেন?'.normalize('NFC')).waitFor();
    await other.context().close();
  });

  it('says what became of the link by which a device is made known, also where nobody answers', async () => {
    const other = await newPage(running().browser);
    const follow = async () => {
      await other.goto('about:blank');
      await open('auth/login#unlock=1.2.3.4', other);
    };
    await follow();
    await other.locator('dialog').getByText('This link was used already').waitFor();
    expect(other.url()).not.toContain('unlock');
    await other.route('**/platform/sign-in/unlock', (route) =>
      route.fulfill({ status: 502, body: '<html>' }),
    );
    await follow();
    await other.locator('dialog').getByText('That did not work.').waitFor();
    await other.context().close();
  });

  it('refuses a password that is easy to guess, at the field', async () => {
    await signIn(page, running().platform.cmsUrl, editor);
    await open('me');
    await page.fill('input[name=currentPassword]', editor.password);
    await page.fill('input[name=password]', 'Password1234');
    await page.fill('input[name=confirmPassword]', 'Password1234');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This password is easy to guess').first().waitFor();
  });

  it('keeps what is typed when the session ends, and goes on once its owner has signed in again', async () => {
    await open('me');
    await page.locator('input[name=username]').fill('typed-before-the-end');
    await page.evaluate(() => {
      const token = /jwtToken=([^;]+)/.exec(document.cookie)?.[1];
      return fetch('/admin/logout', { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await page.locator('dialog input[name=password]').fill(editor.password);
    await page.locator('dialog button[value=continue]').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await page.inputValue('input[name=username]')).toBe('typed-before-the-end');
  });

  it('asks for the password again before the address is changed, and changes nothing without', async () => {
    await open('me');
    await page.locator('input[name=email]').fill('somebody-else@example.org');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('dialog input[name=password]').fill('wrong');
    await page.locator('dialog button[value=continue]').click();
    await page.locator('dialog').getByText('Your password is not right.').waitFor();
    await page.locator('dialog button[value=cancel]').click();
    await page.getByText('Nothing was changed').waitFor();
    expect(await page.inputValue('input[name=email]')).toBe('somebody-else@example.org');
  });

  it('takes an authenticator app as a second factor', async () => {
    await open('second-factor');
    await page.fill('input[name=password]', editor.password);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const secret = (await page.locator('code').innerText()).replace(/\s/g, '');
    await page.fill('input[name=code]', new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('Keep these recovery codes').waitFor();
    recoveryCodes = await page.locator('li code').allInnerTexts();
    expect(recoveryCodes).toHaveLength(10);
  });

  it('asks for a code after the password, and again when it was wrong', async () => {
    const other = await newPage(running().browser);
    await type(other);
    await answer(other, '000000');
    await other.getByText('The code is not right').waitFor();
    await answer(other, recoveryCodes[0] ?? '');
    await other.getByRole('heading', { name: /Hello/ }).waitFor();
    await other.context().close();
  });

  it('lets nobody in who gives up at the code, and says why', async () => {
    const other = await newPage(running().browser);
    await type(other);
    await other.locator('dialog button[value=cancel]').click();
    await other.getByText('Type the six-digit code').waitFor();
    await other.context().close();
  });

  it('is put right by a super admin, and all of it is in the audit record', async () => {
    const { platform, browser } = running();
    const admin = await newPage(browser);
    await signIn(admin, platform.cmsUrl, platform.account('super-admin'));
    await open('second-factor', admin);
    admin.on('dialog', (dialog) => dialog.accept());
    await admin.getByText(editor.email).waitFor();
    await admin.getByRole('button', { name: 'Switch off' }).click();
    await admin.locator('dialog input[name=password]').fill(platform.account('super-admin').password);
    await admin.locator('dialog button[value=continue]').click();
    await admin.getByText(editor.email).waitFor({ state: 'detached' });
    await open('audit', admin);
    for (const what of ['Second factor switched off', 'Recovery code used', 'Sign-in failed']) {
      await admin.getByRole('gridcell', { name: what, exact: true }).first().waitFor();
    }
    const [download] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
    await admin.context().close();
    // Its sessions ended with the factor.
    await signIn(page, platform.cmsUrl, editor);
  });

  it('shows editors no audit record', async () => {
    await open('audit');
    await page
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: 'Audit record' }).count()).toBe(0);
  });
});

describe('the admin panel', () => {
  it('can be read in Bengali, by whoever chooses it in their profile', async () => {
    const page = await newPage(running().browser);
    await signIn(page, running().platform.cmsUrl, running().platform.account('editor', 'food'));
    await page.goto(`${running().platform.cmsUrl}/admin/me`);
    await page.getByRole('combobox', { name: /Interface language/ }).click();
    await page.getByRole('option', { name: 'বাংলা' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto(`${running().platform.cmsUrl}/admin`);
    await page.getByText('জনসাধারণের সাইট').waitFor();
    await page.getByRole('link', { name: 'সাহায্য · Help' }).waitFor();
    await page.goto(
      `${running().platform.cmsUrl}/admin/content-manager/collection-types/api::programme.programme/create?plugins[i18n][locale]=bn`,
    );
    await page.getByText('কারা যোগ্য').waitFor();
    await page.getByText('আগে লিখে সংরক্ষণ করুন').waitFor();
    await page.context().close();
  });
});
