import { cp, mkdir, mkdtemp, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The model of a type that exists in tests alone, with its presentation. */
const MODEL = `import { defineType } from '../model/define.ts';
import { date, key, line, reference, text } from '../model/fields.ts';
import { slugHint, slugLabel } from './labels.ts';

export const vacancy = defineType({
  name: 'vacancy',
  plural: 'vacancies',
  label: { en: 'Vacancy', bn: 'নিয়োগ' },
  description: 'A post that somebody can apply for',
  key: 'slug',
  title: 'title',
  owner: 'ministry',
  fields: {
    slug: key(slugLabel, slugHint),
    title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
    ministry: reference({ en: 'Ministry', bn: 'মন্ত্রণালয়' }, 'ministry', { required: true }),
    date: date({ en: 'Date', bn: 'তারিখ' }, { required: true }),
    summary: text({ en: 'Summary', bn: 'সারসংক্ষেপ' }, { required: true, max: 400 }),
  },
  presentation: {
    place: 13,
    address: { kind: 'section', list: 'numbered' },
    date: 'date',
    news: true,
    ministries: ['ministry'],
    portfolio: { place: 8, fields: ['ministry'] },
    line: ['ministry', 'date'],
  },
  jsonLd: ({ fields, ministry, work }) => ({
    '@type': 'JobPosting',
    title: fields.title,
    hiringOrganization: ministry,
    ...work,
  }),
});
`;

const TEMPLATE = `---
import type { Locale } from 'content-types';
import type { Entry } from '../../content/entry.ts';
import EntryLayout from '../../layouts/EntryLayout.astro';
import { metaOf } from '../../view/entry-labels.ts';
import { viewOf } from '../../view/view.ts';

interface Props {
  locale: Locale;
  entry: Entry<'vacancy'>;
}
const { locale, entry } = Astro.props;
const view = await viewOf(locale, entry.locale);
const page = await viewOf(locale);
---

<EntryLayout entry={entry} view={view} trail={[{ path: '/vacancies/', name: page.t('vacancy.all') }]}>
  <p class="meta">{metaOf(entry, view)}</p>
</EntryLayout>
`;

const ROUTE = `---
import { propsOf } from '../../../routing/props.ts';
import { entryPaths } from '../../../routing/routes.ts';
import VacancyPage from '../../../templates/vacancy/VacancyPage.astro';

export const getStaticPaths = () => entryPaths('vacancy');
---

<VacancyPage {...propsOf(Astro)} />
`;

/** What is written for a new type, as the README says: whole files, and lines put before others. */
const FILES: Readonly<Record<string, string | readonly (readonly [before: string, line: string])[]>> = {
  'content-types/src/types/vacancy.ts': MODEL,
  'content-types/src/types/index.ts': [
    ["import { video } from './video.ts';", "import { vacancy } from './vacancy.ts';"],
    ["  'charter-service': charterService,", '  vacancy,'],
  ],
  'site/src/templates/vacancy/VacancyPage.astro': TEMPLATE,
  'site/src/pages/[...lang]/vacancies/[key].astro': ROUTE,
  'site/src/i18n/en.ts': [
    ["  'search.title':", "  'vacancy.all': 'Vacancies',\n  'vacancy.intro': 'Posts to apply for.',"],
  ],
  'site/src/i18n/bn.ts': [
    ["  'search.title':", "  'vacancy.all': 'নিয়োগ',\n  'vacancy.intro': 'আবেদন করার পদ।',"],
  ],
};

/** The files that a new type takes, those that `npm run schemas` writes included. */
export const FILES_OF_A_TYPE = [
  ...Object.keys(FILES),
  'cms/src/api/vacancy/content-types/vacancy/schema.json',
];

/** Copies the code that a site is built from and adds the type to it; answers the copy's folder. */
export async function codeWithNewType(): Promise<string> {
  // Astro finds files by their real paths.
  const copy = await realpath(await mkdtemp(join(tmpdir(), 'site-code-')));
  for (const path of [
    'tsconfig.json',
    'content-types/package.json',
    'content-types/src',
    ...['astro.config.ts', 'package.json', 'tsconfig.json', 'public', 'src'].map((name) => `site/${name}`),
  ]) {
    await cp(join(root, path), join(copy, path), { recursive: true });
  }
  await linkPackages(copy);
  await useSources(join(copy, 'content-types/package.json'));
  for (const [path, content] of Object.entries(FILES)) {
    const file = join(copy, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : await withLines(file, content));
  }
  return copy;
}

async function withLines(file: string, lines: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(file, 'utf8');
  for (const [before, line] of lines) {
    if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
    text = text.replace(before, () => `${line}\n${before}`);
  }
  return text;
}

/** All packages but the content model, which is the copy's own. */
async function linkPackages(copy: string): Promise<void> {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name.startsWith('.')) continue;
    await symlink(name === 'content-types' ? '../content-types' : join(from, name), join(to, name));
  }
}

/** Nothing compiles the copy's model, and nothing need: who builds the site reads TypeScript. */
async function useSources(file: string): Promise<void> {
  const about = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...about, exports: './src/index.ts' }));
}
