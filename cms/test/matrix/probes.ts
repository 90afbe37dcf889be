import type { Target } from './world.ts';

/** Questions about a list by which its answer could tell of entries that are not in it. */
function listQuestions(title: string, document: string): string[] {
  return [
    '_q=kanari',
    `_q=${encodeURIComponent('গোপনপাখি')}`,
    'filters[ministry][$ne]=msw',
    'filters[ministry][$eq]=food',
    'filters[ministry]=food',
    'filters[ministry][$in][0]=food',
    'filters[$or][0][ministry]=food&filters[$or][1][ministry]=msw',
    'filters[$not][ministry][$eq]=msw',
    'filters[$and][0][$or][0][id][$gt]=0',
    `filters[${title}][$containsi]=kanari`,
    `filters[slug][$startsWith]=goponpakhi`,
    `filters[documentId][$startsWith]=${document.slice(0, 4)}`,
    `filters[documentId][$eq]=${document}`,
    'filters[id][$gt]=0',
    'filters[publishedAt][$null]=true',
    'filters[createdBy][lastname][$startsWith]=kanari',
    'filters[createdBy][id][$gt]=0',
    'filters[updatedBy][email][$contains]=example.org',
    `filters[localizations][${title}][$containsi]=kanari`,
    'filters[steps][text][$containsi]=kanari',
    'filters[body][caption][$containsi]=kanari',
    'filters[cover][image][name][$startsWith]=kanari',
    'sort=summary:ASC&pageSize=100',
    'sort=ministry:DESC',
    'sort=createdBy.lastname:ASC',
    'sort=updatedAt:DESC',
    'page=1&pageSize=1',
    'page=2&pageSize=1',
    'page=1&pageSize=1000000',
    'populate=*',
    'populate[createdBy]=*',
    'populate[createdBy][populate]=*',
    'populate[localizations]=*&populate[updatedBy]=*',
    'fields[0]=summary',
    'status=published',
    'status=draft&publicationFilter=modified',
    'status=draft&publicationFilter=never-published',
    'hasPublishedVersion=false',
    'ministry=food',
    'lookup[ministry]=food',
    'params[lookup][ministry]=food',
    'where[ministry]=food',
    '_where[ministry]=food',
    'withCount=true&pagination[withCount]=true',
  ];
}

/** The questions in one language, in all, and with the language left out or made up. */
const LOCALES = ['locale=bn', 'locale=en', 'locale=*', '', 'locale[0]=bn&locale[1]=en', 'locale[$ne]=x'];

const FILE_QUESTIONS = [
  '_q=kanari',
  'filters[name][$startsWith]=kanari',
  'filters[alternativeText][$containsi]=kanari',
  'filters[ministry][$ne]=msw',
  'filters[$or][0][ministry]=food',
  'filters[$not][ministry]=msw',
  'filters[id][$gt]=0',
  'filters[createdBy][lastname][$startsWith]=kanari',
  'filters[related][id][$gt]=0',
  'filters[folder][id][$null]=true',
  'filters[folderPath][$eq]=/',
  'folder=1',
  'sort=name:ASC&pageSize=100',
  'sort=createdBy.lastname:ASC',
  'populate=*',
  'populate[related]=*',
  'populate[createdBy]=*',
  'populate=related,createdBy,folder',
];

const list = (type: string) => `/content-manager/collection-types/api::${type}.${type}`;

/** Addresses that list or count something, with all the questions above, for a sender without B's rights. */
export function sideDoors({ documents, file }: Target): string[] {
  const lists = [
    { type: 'programme', questions: listQuestions('name', documents.programme ?? '') },
    { type: 'story', questions: listQuestions('title', documents.story ?? '').slice(0, 12) },
    { type: 'committee', questions: listQuestions('name', documents.committee ?? '').slice(0, 6) },
    { type: 'ministry', questions: listQuestions('name', documents.ministry ?? '').slice(0, 6) },
  ];
  return [
    ...lists.flatMap(({ type, questions }, index) =>
      questions.map(
        (question, number) => `${list(type)}?${LOCALES[(index + number) % LOCALES.length]}&${question}`,
      ),
    ),
    ...LOCALES.map((locale) => `${list('programme')}?${locale}`),
    ...FILE_QUESTIONS.map((question) => `/upload/files?${question}`),
    `/upload/files?filters[hash][$eq]=${file.stored.split('.')[0]}`,
    `/upload/files?filters[documentId][$eq]=${file.documentId}`,
    '/upload/folders?populate[files][populate]=*',
    '/upload/folder-structure',
    ...Object.keys(documents).flatMap((type) => [
      `/platform/references/${type}`,
      `/platform/references/${type}?locale=en&vocabulary[$ne]=x`,
    ]),
    '/platform/publication',
    '/platform/publication/status',
    '/platform/approval/queue',
    ...['submitted', 'returned', 'approved'].map((state) => `/platform/approval/queue?state=${state}`),
    '/platform/approval/queue?ministry=food&type=story&language=en',
    '/platform/approval/numbers?locale=en',
    '/platform/approval/steps',
    '/platform/audit?text=kanari',
    '/platform/audit/export?ministry=food',
    '/content-manager/homepage/recent-documents?action=update',
    '/content-manager/homepage/recent-documents?action=publish',
    '/admin/users?filters[lastname][$startsWith]=kanari',
    '/admin/roles?populate[users]=*',
    '/admin/users/me?populate=*',
    '/api/programmes?status=draft&populate=*',
    '/api/programmes?filters[ministry]=food&publicationFilter=never-published',
    '/api/upload/files?filters[name][$startsWith]=kanari',
    '/i18n/locales?populate=*',
  ];
}
