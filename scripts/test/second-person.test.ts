import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../lib/root.ts';
import { decide, dialogOf } from './admin.ts';
import { violations } from './axe.ts';
import { newPage, signIn } from './browser.ts';
import type { DemoAccount } from './platform.ts';
import { type Running, useSharedPlatform } from './shared-platform.ts';
import { until } from './until.ts';

interface Mail {
  readonly to?: { readonly text: string };
  readonly text?: string;
}
// A dependency of the CMS's tests.
const { simpleParser } = createRequire(join(root, 'cms/package.json'))('mailparser') as {
  simpleParser: (raw: Buffer) => Promise<Mail>;
};

/** Stored with a straight apostrophe. */
const TITLE = "দরিদ্র মা'র জন্য মাতৃত্বকাল ভাতা".normalize('NFC');
const LIST = 'admin/content-manager/collection-types/api::programme.programme?plugins[i18n][locale]=bn';
/** Pixels of a cheap phone. */
const PHONE = { width: 320, height: 640 };

/** What one person asks for and a second one confirms: an entry is withdrawn, and erased for ever. */
const running = useSharedPlatform();

describe('what waits for a second person', () => {
  let asking: Page;
  let second: Page;
  let review: string;
  const open = (page: Page, path: string) => page.goto(`${running().platform.cmsUrl}/${path}`);

  beforeAll(async () => {
    const { platform, browser } = running();
    const moderator = await newPage(browser);
    await signIn(moderator, platform.cmsUrl, platform.account('moderator'));
    await open(moderator, LIST);
    await moderator.getByText(TITLE).click();
    await moderator.waitForURL(/programme\/[a-z0-9]{24}/);
    const document = /programme\/([a-z0-9]{24})/.exec(moderator.url())?.[1];
    review = `admin/approval/programme/${document}/bn`;
    await open(moderator, review);
    await decide(moderator, {
      action: 'Withdraw with a notice',
      done: 'Withdrawn. Visitors see the notice in a few seconds.',
      fill: async (dialog) => {
        await dialog.getByRole('radio', { name: /for legal reasons/ }).click();
        await dialog.getByRole('checkbox', { name: /I understand/ }).check();
      },
    });
    await moderator.context().close();
    asking = await newPage(browser);
    await signIn(asking, platform.cmsUrl, platform.account('super-admin'));
    const account = await invite(platform);
    second = await newPage(browser, { viewport: PHONE });
    await second.addInitScript(() => localStorage.setItem('strapi-admin-language', 'bn'));
    await signIn(second, platform.cmsUrl, account);
  });
  afterAll(async () => {
    await asking?.context().close();
    await second?.context().close();
  });

  it('is asked for once, and what its entry’s history says of it can be read', async () => {
    await open(asking, review);
    await decide(asking, {
      action: 'Erase for ever',
      confirm: 'Ask a second person',
      done: 'Asked. It waits for a second person, who gets an e-mail.',
      fill: (dialog) => dialog.getByRole('textbox', { name: /Reason/ }).fill('A number of somebody’s.'),
    });
    await asking.getByText('Asked for already').waitFor();
    expect(await asking.getByRole('button', { name: 'Erase for ever' }).isEnabled()).toBe(false);
    await asking.getByRole('button', { name: 'Change the notice' }).waitFor();
    await asking.getByText('A second person was asked: Erasing for ever').waitFor();
    expect(await violations(asking, 'main')).toEqual([]);
  });

  it('stands in the list of whoever asked, who can only look at it', async () => {
    await open(asking, 'admin/approval');
    await asking.getByRole('link', { name: `Open: ${TITLE}` }).waitFor();
    expect(await asking.getByRole('link', { name: `Read and decide: ${TITLE}` }).count()).toBe(0);
  });

  it('is read first by the second person, on a phone in Bengali', async () => {
    await open(second, 'admin/approval');
    await second.getByRole('link', { name: `পড়ে সিদ্ধান্ত দিন: ${TITLE}`.normalize('NFC') }).click();
    const confirm = second.getByRole('button', { name: 'নিশ্চিত করুন'.normalize('NFC') });
    await confirm.waitFor();
    const changes = second.getByRole('heading', { name: 'কী বদলাচ্ছে'.normalize('NFC') });
    const topOf = async (one: typeof confirm) => (await one.boundingBox())?.y ?? 0;
    expect(await topOf(confirm)).toBeLessThan(await topOf(changes));
    expect(await violations(second, 'main')).toEqual([]);
    await confirm.click();
    await dialogOf(second).waitFor();
    expect(await widerThanScreen(second)).toEqual([]);
    expect(await violations(second, '[role=dialog]')).toEqual([]);
  });

  it('is erased once its title is typed as phones do, and its page says that it is gone', async () => {
    const dialog = dialogOf(second);
    const erase = dialog.getByRole('button', { name: 'নিশ্চিত করুন'.normalize('NFC') });
    expect(await erase.isEnabled()).toBe(false);
    await dialog.getByRole('textbox').fill(TITLE.replace("'", '’'));
    await erase.click();
    await second.getByText('চিরতরে মোছা হয়েছে।'.normalize('NFC')).first().waitFor();
    await second.waitForURL(/\/admin\/approval$/);
    await open(asking, review);
    await asking.getByText('There is no such entry. It may have been erased.').waitFor();
    await asking.getByRole('link', { name: 'Open the queue' }).click();
    await asking.waitForURL(/\/admin\/approval$/);
  });
});

/** What stands out of the screen on the right. */
function widerThanScreen(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('[role=dialog], [role=dialog] *'))
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth)
      .map((one) => one.outerHTML.slice(0, 200)),
  );
}

/** Has the super admin of the samples invite a second one, who accepts. */
async function invite({ cmsUrl, dataDir, account }: Running['platform']): Promise<DemoAccount> {
  const first = account('super-admin');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  const ask = async (path: string, body?: object): Promise<any> => {
    const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(cmsUrl + path, request);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { data } = await ask('/admin/login', { email: first.email, password: first.password });
  headers.authorization = `Bearer ${data.token}`;
  const { confirmation } = await ask('/platform/confirmation', { password: first.password });
  headers['x-confirmation'] = confirmation;
  const me: { data: { roles: { id: number }[] } } = await ask('/admin/users/me');
  const name = { firstname: 'Additional Secretary', lastname: '' };
  const email = 'second.super-admin@example.org';
  const roles = me.data.roles.map(({ id }) => id);
  await ask('/admin/users', { ...name, email, roles });
  const password = `${first.password}-second`;
  const userInfo = { ...name, password };
  await ask('/admin/register', { registrationToken: await tokenFor(email, dataDir), userInfo });
  return { ...first, email, password };
}

/** The token of the invitation that was mailed to an address: without an SMTP server, it lies in a folder. */
async function tokenFor(email: string, dataDir: string): Promise<string> {
  let token = '';
  await until(async () => {
    for (const file of globSync('mail/*.eml', { cwd: dataDir })) {
      const { to, text } = await simpleParser(readFileSync(join(dataDir, file)));
      const [, found] = /#registrationToken=([\w-]+)/.exec(text ?? '') ?? [];
      if (found && to?.text === email) token = found;
    }
    return token !== '';
  }, 30_000);
  return token;
}
