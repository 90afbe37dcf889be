import { localise } from '../content/addresses.ts';
import type { Entry } from '../content/entry.ts';
import type { View } from '../view/view.ts';

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
  const thing = {
    // As the page's canonical address: in the language that the entry is in.
    url: site + localise(entry.locale, entry.path ?? '/'),
    ...('summary' in fields && { description: fields.summary }),
  };
  // Only works and events have a language; organisations and services have not.
  const work = { ...thing, inLanguage: entry.locale };
  const ministry = 'ministry' in fields ? organisation(fields.ministry, view, absolute) : undefined;
  switch (type) {
    case 'programme':
      return {
        '@type': 'GovernmentService',
        name: fields.name,
        provider: ministry,
        areaServed: 'BD',
        ...thing,
      };
    case 'ministry': {
      const elsewhere = [fields.website, ...fields.socialAccounts.map((account) => account.url)].filter(
        Boolean,
      );
      return {
        '@type': 'GovernmentOrganization',
        name: fields.name,
        ...(elsewhere.length > 0 && { sameAs: elsewhere }),
        ...thing,
      };
    }
    case 'story':
      return {
        '@type': fields.kind === 'news' ? 'NewsArticle' : 'Article',
        headline: fields.title,
        datePublished: fields.date,
        dateModified: entry.publishedAt,
        // A byline may name a person or an office; which, nobody says.
        author: ministry,
        creditText: fields.byline,
        publisher: ministry,
        ...work,
      };
    case 'document':
      return {
        '@type': 'DigitalDocument',
        name: fields.title,
        datePublished: fields.date,
        publisher: ministry,
        ...work,
      };
    case 'video':
      return {
        '@type': 'VideoObject',
        name: fields.title,
        uploadDate: fields.date,
        duration: `PT${fields.seconds}S`,
        // A page that shows the video, not its file, which would be `contentUrl`.
        sameAs: fields.url,
        publisher: ministry,
        ...work,
      };
    case 'meeting':
      return {
        '@type': 'Event',
        name: fields.title,
        startDate: fields.starts,
        endDate: fields.ends,
        location: { '@type': 'Place', name: fields.venue, address: 'BD' },
        organizer: ministry,
        ...work,
      };
    case 'course':
      return {
        '@type': 'Course',
        name: fields.title,
        provider: ministry,
        educationalLevel: fields.level,
        ...work,
      };
    case 'lesson':
      return {
        '@type': 'LearningResource',
        name: fields.title,
        provider: ministry,
        timeRequired: `PT${fields.minutes}M`,
        isPartOf: { '@type': 'Course', url: absolute(`/courses/${fields.course}/`) },
        ...work,
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
