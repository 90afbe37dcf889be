import type { Page } from 'playwright-core';
import type { DocumentIds, GuideLanguage } from './sample.ts';

/** A picture of the guide: who sees it, and how to bring the admin there. */
interface Shot {
  readonly name: string;
  readonly who: 'editor' | 'moderator';
  open(page: Page, at: Places): Promise<void>;
}

interface Places {
  readonly language: GuideLanguage;
  readonly ids: DocumentIds;
  say(words: Readonly<Record<GuideLanguage, string>>): string;
  go(path: string): Promise<void>;
}

const SUBMIT = { bn: 'অনুমোদনের জন্য জমা দিন', en: 'Submit for approval' };

const form = (id: string, language: GuideLanguage) =>
  `/content-manager/collection-types/api::programme.programme/${id}?plugins[i18n][locale]=${language}`;
const review = (id: string, language: GuideLanguage) => `/approval/programme/${id}/${language}`;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The pictures in the order of the guide; their names are the guide's (`cms/src/admin/help/guide.ts`). */
export const shots: readonly Shot[] = [
  {
    name: 'home',
    who: 'moderator',
    async open(page, { go, say }) {
      await go('/');
      await page
        .getByText(say({ bn: 'পড়ে সিদ্ধান্ত দিন', en: 'Read and decide' }))
        .first()
        .waitFor();
    },
  },
  {
    name: 'write',
    who: 'editor',
    async open(page, { go, say, ids, language }) {
      await go(form(ids.written, language));
      await page.getByRole('button', { name: say(SUBMIT) }).waitFor();
    },
  },
  {
    name: 'preview',
    who: 'editor',
    async open(page, { go, ids, language }) {
      await go(`${review(ids.written, language)}/preview`);
      // The first preview has to be prepared; the frame asks again by itself.
      await page.frameLocator('iframe').locator('main h1').waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'submit',
    who: 'editor',
    async open(page, { go, say, ids, language }) {
      await go(form(ids.written, language));
      await press(page, say(SUBMIT));
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'returned',
    who: 'editor',
    async open(page, { go, say, ids, language }) {
      await go(form(ids.returned, language));
      await page.getByText(say({ bn: 'ফেরত দিয়েছেন', en: 'Returned by' })).waitFor();
    },
  },
  {
    name: 'queue',
    who: 'moderator',
    async open(page, { go, say }) {
      await go('/approval');
      await page.getByText(say({ bn: 'সব বাছুন', en: 'Select all' })).click();
    },
  },
  {
    name: 'compare',
    who: 'moderator',
    async open(page, { go, ids, language }) {
      await go(review(ids.submitted, language));
      await page.locator('ins').first().waitFor();
    },
  },
  {
    name: 'approve',
    who: 'moderator',
    async open(page, { go, say, ids, language }) {
      await go(review(ids.submitted, language));
      await press(page, say({ bn: 'অনুমোদন করুন', en: 'Approve' }));
      await page.getByRole('radio').last().click();
    },
  },
  {
    name: 'withdraw',
    who: 'moderator',
    async open(page, { go, say, ids, language }) {
      await go(review(ids.submitted, language));
      await press(page, say({ bn: 'বিজ্ঞপ্তি দিয়ে প্রত্যাহার করুন', en: 'Withdraw with a notice' }));
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'history',
    who: 'editor',
    async open(page, { go, say, ids, language }) {
      await go(form(ids.returned, language));
      await press(page, say({ bn: 'ইতিহাস', en: 'History' }));
      await page.getByRole('dialog').locator('li').first().waitFor();
    },
  },
];
