import type { EntryLine, NoticeLine, RedirectLine } from 'content-types';
import { toNdjson } from './fixture.ts';

interface More {
  readonly redirects?: readonly RedirectLine[];
  readonly notices?: readonly NoticeLine[];
  /** SHA-256 of what is not published. */
  readonly withheld?: readonly string[];
  readonly revision?: string;
}

/** A whole export of these entries as NDJSON. */
export function exportOf(
  entries: readonly EntryLine[],
  { redirects = [], notices = [], withheld = [], revision = 'r1' }: More = {},
): string {
  const counts: Record<string, number> = {};
  for (const { type } of entries) counts[type] = (counts[type] ?? 0) + 1;
  return toNdjson([
    { line: 'header', format: 1, revision, counts, withheld },
    ...entries,
    ...redirects,
    ...notices,
    { line: 'end', lines: entries.length + redirects.length + notices.length, revision },
  ]);
}

interface StoryParts {
  /** Name of its cover picture's file. */
  readonly picture?: string;
  /** Where a link in its body leads. */
  readonly link?: string;
  readonly locale?: string;
  /** What its body says. */
  readonly words?: string;
}

/** A published story. */
export function storyLine(
  slug: string,
  { picture, link, locale = 'bn', words = 'words' }: StoryParts,
): EntryLine {
  const at = '2026-01-01T00:00:00.000Z';
  const file = { file: picture, name: picture, mime: 'image/png', size: 1 };
  const text = [{ type: 'text', text: words }];
  const children = link ? [{ type: 'link', url: link, children: text }] : text;
  return {
    line: 'entry',
    type: 'story',
    documentId: `document-${slug}`,
    locale,
    publishedAt: at,
    firstPublishedAt: at,
    fields: {
      slug,
      title: `Story ${slug}`,
      kind: 'news',
      ministry: 'msw',
      date: '2026-01-01',
      summary: 'A summary',
      body: [{ component: 'body.text', content: [{ type: 'paragraph', children }] }],
      ...(picture && { cover: { image: file, alternative: 'A picture' } }),
    },
  };
}
