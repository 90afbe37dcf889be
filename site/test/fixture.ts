import { createHash } from 'node:crypto';
import type { EntryLine, ExportLine, NoticeLine, RedirectLine } from 'content-types';
import { keyOf } from 'content-types';
import { entriesOf } from './fixture-entries.ts';
import type { Fixture } from './fixture-parts.ts';

/** What is wrong, on purpose, with the one entry that the site has to leave out. */
export const BROKEN = { type: 'story', key: 'broken-story', field: 'date' } as const;
/** Exists in Bengali only. */
export const ONLY_BENGALI = { type: 'story', key: 'only-bengali' } as const;
/** Exists in English only. */
export const ONLY_ENGLISH = { type: 'document', key: 'only-english' } as const;
/** Never published; its title and slug must appear nowhere. */
export const DRAFT = { type: 'programme', key: 'secret-draft' } as const;

/** Taken off the site with a notice at its address; its former slug is `gone`. */
export const WITHDRAWN = { type: 'story', key: 'withdrawn' } as const;

/** An export with every type and the edge cases that the site has to stand. */
export function fixtureLines(): ExportLine[] {
  const entries = entriesOf().flatMap(linesOf);
  const redirects: RedirectLine[] = (['bn', 'en'] as const).flatMap((locale) => [
    { line: 'redirect', type: 'programme', locale, from: 'old-name', to: 'old-age-allowance' },
    { line: 'redirect', type: 'course', locale, from: 'first-steps', to: 'basics' },
    { line: 'redirect', type: 'story', locale, from: 'gone', to: 'withdrawn' },
  ]);
  const notices = noticesOf();
  const counts: Record<string, number> = {};
  for (const { type } of entries) counts[type] = (counts[type] ?? 0) + 1;
  const withheld = [DRAFT, WITHDRAWN].map(({ type, key }) =>
    createHash('sha256').update(`${type}/${key}`).digest('hex'),
  );
  return [
    { line: 'header', format: 1, revision: 'r1', counts, withheld },
    ...entries,
    ...redirects,
    ...notices,
    { line: 'end', lines: entries.length + redirects.length + notices.length, revision: 'r1' },
  ];
}

function noticesOf(): NoticeLine[] {
  const notice = { bn: 'তথ্যটি ভুল ছিল।', en: 'What it said was wrong.' };
  const withdrawnAt = '2026-02-01T04:00:00.000Z';
  const line = { line: 'notice', notice, withdrawnAt } as const;
  return [
    {
      ...line,
      ...WITHDRAWN,
      documentId: 'withdrawn-story',
      title: { bn: 'প্রত্যাহার করা সংবাদ', en: 'A withdrawn story' },
    },
    {
      ...line,
      type: 'lesson',
      key: 'last',
      course: 'basics',
      documentId: 'withdrawn-lesson',
      title: { bn: 'শেষ পাঠ' },
    },
    // Published again since.
    { ...line, type: 'story', key: 'odd-text', documentId: 'withdrawn-odd', title: {} },
  ];
}

export function toNdjson(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function linesOf({ type, all, bn, en }: Fixture, index: number): EntryLine[] {
  return Object.entries({ bn, en }).flatMap(([locale, own]) => {
    if (!own) return [];
    const fields = { ...own, ...all };
    const documentId = createHash('sha256')
      .update(`${type}/${keyOf(type, fields)}`)
      .digest('hex')
      .slice(0, 24);
    const at = new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString();
    return [
      { line: 'entry' as const, type, documentId, locale, publishedAt: at, firstPublishedAt: at, fields },
    ];
  });
}
