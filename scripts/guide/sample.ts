import type { DemoAccount, Platform } from '../test/platform.ts';

/** The two languages of the guide. */
export const LANGUAGES = ['bn', 'en'] as const;
export type GuideLanguage = (typeof LANGUAGES)[number];

/** Programmes of the sample content by their slugs; each stands for one state in the pictures. */
const PROGRAMMES = {
  submitted: 'old-age-allowance',
  returned: 'disability-allowance',
  written: 'widow-allowance',
} as const;

export type DocumentIds = Readonly<Record<keyof typeof PROGRAMMES, string>>;

const CONTENT = '/content-manager/collection-types/api::programme.programme';

const WORDS = {
  bn: {
    submitted: { summary: 'টাকা তুলতে কাউকে কিছু দিতে হয় না।', hotline: '333' },
    note: 'হটলাইন নম্বর যোগ হয়েছে; সারসংক্ষেপে একটি বাক্য নতুন।',
    returned: { summary: 'নতুন হার এ বছর থেকে।' },
    comment: 'নতুন হার কত তা লিখুন, প্রজ্ঞাপনের তারিখও দিন।',
    written: { summary: 'আবেদনের শেষ তারিখ ইউনিয়ন পরিষদে টাঙানো থাকে।' },
  },
  en: {
    submitted: { summary: 'Nobody may ask for a share of it.', hotline: '333' },
    note: 'The hotline is new, and one sentence of the summary.',
    returned: { summary: 'The new rates hold from this year.' },
    comment: 'Please say how high the new rates are, and give the date of the order.',
    written: { summary: 'The closing date hangs in the Union Parishad.' },
  },
} as const;

/**
 * Brings some of the sample content into the states that the guide's pictures show: submitted, returned
 * and written, in both languages.
 * @throws Error with the method, the address and the answer when the CMS refuses something
 */
export async function prepareSample(platform: Platform): Promise<DocumentIds> {
  const editor = await client(platform, platform.account('editor', 'msw'));
  const moderator = await client(platform, platform.account('moderator'));
  const list = await editor<{ results: { slug: string; documentId: string }[] }>(
    'GET',
    `${CONTENT}?locale=bn&pageSize=50`,
  );
  const idOf = (slug: string) => {
    const found = list.results.find((one) => one.slug === slug);
    if (!found) throw new Error(`The sample content has no programme “${slug}” of the editor's`);
    return found.documentId;
  };
  const ids = {
    submitted: idOf(PROGRAMMES.submitted),
    returned: idOf(PROGRAMMES.returned),
    written: idOf(PROGRAMMES.written),
  };
  for (const language of LANGUAGES) {
    const words = WORDS[language];
    const change = async (id: string, { summary, ...more }: { summary: string; hotline?: string }) => {
      const address = `${CONTENT}/${id}?locale=${language}`;
      const stored = await editor<{ data: { summary: string } }>('GET', address);
      await editor('PUT', address, { ...more, summary: `${stored.data.summary} ${summary}` });
    };
    const decide = async (who: Client, id: string, action: string, more: object) => {
      const address = `/platform/approval/entries/programme/${id}`;
      const { languages } = await who<{ languages: { language: string; digest: string }[] }>('GET', address);
      const digest = languages.find((one) => one.language === language)?.digest;
      await who('POST', `${address}/${language}/${action}`, { digest, ...more });
    };
    await change(ids.submitted, words.submitted);
    await decide(editor, ids.submitted, 'submit', { note: words.note });
    await change(ids.returned, words.returned);
    await decide(editor, ids.returned, 'submit', {});
    await decide(moderator, ids.returned, 'return', { comment: words.comment });
    await change(ids.written, words.written);
  }
  return ids;
}

type Client = <T>(method: string, path: string, data?: object) => Promise<T>;

async function client({ cmsUrl }: Platform, { email, password }: DemoAccount): Promise<Client> {
  const send = async <T>(method: string, path: string, data?: object, token?: string): Promise<T> => {
    const response = await fetch(cmsUrl + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(data && { body: JSON.stringify(data) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  const { data } = await send<{ data: { token: string } }>('POST', '/admin/login', { email, password });
  return (method, path, body) => send(method, path, body, data.token);
}
