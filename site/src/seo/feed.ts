import { type Locale, localise, newsTypes } from 'content-types';
import type { Entry } from '../content/entry.ts';
import { titleOf } from '../content/entry-order.ts';
import type { LocaleContent } from '../content/queries.ts';
import type { View } from '../view/view.ts';
import { xml } from './xml.ts';

/** Entries in a feed; readers fetch it often, on slow lines too. */
const LENGTH = 20;

/** The news of all or of one ministry, last published first. */
export function newsOf(content: LocaleContent, ministry?: string): readonly Entry[] {
  return content.latest(newsTypes, ministry, LENGTH);
}

interface FeedOptions {
  readonly view: View;
  /** Origin of the site. */
  readonly site: string;
  /** Address of the feed and of the page that it belongs to, without language. */
  readonly path: string;
  readonly home: string;
  readonly title: string;
  /** Whose news it is. */
  readonly author: string;
  readonly entries: readonly Entry[];
  /** When its page was published, for a feed that has no entry yet; ISO 8601. */
  readonly since?: string | undefined;
}

/** An Atom 1.0 document (RFC 4287). */
export function atomFeed({ view, site, path, home, title, author, entries, since }: FeedOptions): string {
  const absolute = (address: string, locale: Locale = view.locale) => site + localise(locale, address);
  const updated =
    entries
      .map(({ publishedAt }) => publishedAt)
      .sort()
      .at(-1) ??
    since ??
    EPOCH;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${view.locale}">`,
    `<id>${xml(absolute(path))}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${updated}</updated>`,
    `<author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(absolute(path))}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(absolute(home))}"/>`,
    ...entries.map((entry) => atomEntry(entry, absolute)),
    '</feed>',
    '',
  ].join('\n');
}

const EPOCH = '1970-01-01T00:00:00Z';

function atomEntry(entry: Entry, absolute: (address: string, locale?: Locale) => string): string {
  const { path = '/', fallback, locale, fields } = entry;
  const lang = fallback ? ` xml:lang="${locale}"` : '';
  // The first publishing may be noted a moment after the version that it published.
  const published = [entry.firstPublishedAt, entry.publishedAt].sort()[0];
  return [
    '<entry>',
    `<id>${xml(absolute(path, locale))}</id>`,
    `<title${lang}>${xml(titleOf(entry))}</title>`,
    `<link href="${xml(absolute(path))}"/>`,
    `<published>${published}</published>`,
    `<updated>${entry.publishedAt}</updated>`,
    ...('summary' in fields ? [`<summary${lang}>${xml(fields.summary)}</summary>`] : []),
    '</entry>',
  ].join('');
}
