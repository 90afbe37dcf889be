import type { Locator, Page } from 'playwright-core';

/** The two languages of an entry, as the admin's English names them in its titles. */
export type AdminLanguage = 'bn' | 'en';

const PROGRAMMES = 'admin/content-manager/collection-types/api::programme.programme';

/** Opens the form of a programme, new or stored, as an editor would from the list. */
export async function openProgramme(
  page: Page,
  cmsUrl: string,
  documentId: string,
  language: AdminLanguage,
): Promise<void> {
  await page.goto(`${cmsUrl}/${PROGRAMMES}/${documentId}?plugins[i18n][locale]=${language}`);
  await page.locator('input[name=name]').waitFor();
}

/** Saves the open form and waits until that is done. */
export async function save(page: Page, name = 'Save'): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.click();
  await page.waitForFunction(() => !document.querySelector('form button[type=submit]:not([disabled])'));
}

/** The dialog that an action opened. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog');

/** Presses one of the approval's buttons and confirms, after `fill` has filled in the dialog. */
export async function decide(
  page: Page,
  {
    action,
    confirm = action,
    done,
    fill,
  }: { action: string; confirm?: string; done: string; fill?: (dialog: Locator) => Promise<void> },
): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  const dialog = dialogOf(page);
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await page.getByText(done).first().waitFor();
  await dialog.waitFor({ state: 'detached' });
}

/** Submits the open entry for approval. */
export async function submit(page: Page, note?: string): Promise<void> {
  await decide(page, {
    action: 'Submit for approval',
    done: 'Submitted for approval.',
    fill: async (dialog) => {
      if (note) await dialog.getByRole('textbox', { name: /Note/ }).fill(note);
    },
  });
}

/** Approves the open entry, to go live at once. */
export async function approve(page: Page): Promise<void> {
  await decide(page, { action: 'Approve', done: 'Approved. It will be on the site in a few seconds.' });
}
