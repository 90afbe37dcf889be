import type { Entry } from './library.ts';
import type { View } from './view.ts';

type Data = Readonly<Record<string, unknown>>;

/** JSON that stands in a script element: no `<`, so nothing in it can end the element. */
export function scriptSafe(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** The addresses of an entry and of a ministry, absolute. */
interface Addresses {
  readonly site: string;
  readonly view: View;
}

/** schema.org data of an entry's page, or undefined where no schema.org type fits. */
export function structuredData(entry: Entry, { site, view }: Addresses): Data | undefined {
  const { type, fields } = entry;
  const absolute = (path: string) => site + view.to(path);
  const about = {
    url: absolute(entry.path ?? '/'),
    inLanguage: entry.locale,
    ...('summary' in fields && { description: fields.summary }),
  };
  const ministry = 'ministry' in fields ? organisation(fields.ministry, view, absolute) : undefined;
  switch (type) {
    case 'programme':
      return {
        '@type': 'GovernmentService',
        name: fields.name,
        provider: ministry,
        areaServed: 'BD',
        ...about,
      };
    case 'ministry':
      return {
        '@type': 'GovernmentOrganization',
        name: fields.name,
        sameAs: [fields.website, ...fields.socialAccounts.map((account) => account.url)].filter(Boolean),
        ...about,
      };
    case 'story':
      return {
        '@type': fields.kind === 'news' ? 'NewsArticle' : 'Article',
        headline: fields.title,
        datePublished: fields.date,
        dateModified: entry.publishedAt,
        author: fields.byline ? { '@type': 'Person', name: fields.byline } : ministry,
        publisher: ministry,
        ...about,
      };
    case 'document':
      return {
        '@type': 'DigitalDocument',
        name: fields.title,
        datePublished: fields.date,
        publisher: ministry,
        ...about,
      };
    case 'video':
      return {
        '@type': 'VideoObject',
        name: fields.title,
        uploadDate: fields.date,
        duration: `PT${fields.seconds}S`,
        contentUrl: fields.url,
        publisher: ministry,
        ...about,
      };
    case 'meeting':
      return {
        '@type': 'Event',
        name: fields.title,
        startDate: fields.starts,
        endDate: fields.ends,
        location: { '@type': 'Place', name: fields.venue, address: 'BD' },
        organizer: ministry,
        ...about,
      };
    case 'course':
      return {
        '@type': 'Course',
        name: fields.title,
        provider: ministry,
        educationalLevel: fields.level,
        ...about,
      };
    case 'lesson':
      return {
        '@type': 'LearningResource',
        name: fields.title,
        provider: ministry,
        timeRequired: `PT${fields.minutes}M`,
        isPartOf: { '@type': 'Course', url: absolute(`/courses/${fields.course}/`) },
        ...about,
      };
    default:
      return undefined;
  }
}

function organisation(code: string, { c }: View, absolute: (path: string) => string): Data | undefined {
  const ministry = c.get('ministry', code);
  return (
    ministry && {
      '@type': 'GovernmentOrganization',
      name: ministry.fields.name,
      url: absolute(`/ministries/${code}/`),
    }
  );
}
