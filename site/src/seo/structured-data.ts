import { type ContentType, entryPath, type JsonLd, localise, parentOf, types } from 'content-types';
import type { Entry } from '../content/entry.ts';
import type { View } from '../view/view.ts';

/** JSON that stands in a script element: no `<`, so nothing in it can end the element. */
export function scriptSafe(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** The addresses of an entry and of a ministry, absolute. */
interface Addresses {
  readonly site: string;
  readonly view: View;
}

/** schema.org data of an entry's page, as its type says it; undefined where no schema.org type fits. */
export function structuredData(entry: Entry, { site, view }: Addresses): JsonLd | undefined {
  const { type, fields } = entry;
  const { jsonLd, owner }: ContentType = types[type];
  if (!jsonLd) return undefined;
  const absolute = (path: string) => site + view.to(path);
  const values = fields as Readonly<Record<string, unknown>>;
  const thing = {
    // As the page's canonical address: in the language that the entry is in.
    url: site + localise(entry.locale, entry.path ?? '/'),
    ...('summary' in fields && { description: fields.summary }),
  };
  const above = parentOf(type);
  const key = above && String(values[above.field]);
  return jsonLd({
    fields: values,
    publishedAt: entry.publishedAt,
    ministry: owner === undefined ? undefined : organisation(String(values[owner]), view, absolute),
    parent: above && absolute(entryPath({ type: above.type, key: key ?? '', fields: {} }) ?? '/'),
    thing,
    // Only works and events have a language; organisations and services have not.
    work: { ...thing, inLanguage: entry.locale },
  });
}

function organisation(code: string, { c }: View, absolute: (path: string) => string): JsonLd | undefined {
  const ministry = c.get('ministry', code);
  return (
    ministry && {
      '@type': 'GovernmentOrganization',
      name: ministry.fields.name,
      url: absolute(`/ministries/${code}/`),
    }
  );
}
