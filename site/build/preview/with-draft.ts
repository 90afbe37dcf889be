import type { TypeName } from 'content-types';
import { keyOf } from 'content-types';
import { createLibrary, type Library } from '../../src/content/content-store.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import { checkEntry } from '../../src/content/export/check-entry.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';

interface WithDraft {
  readonly library: Library;
  readonly draft: CmsEntry;
}

/**
 * The site as it is live, with one draft in the place of what is live of it in that language.
 * @param line the draft as the export would carry it
 * @throws Error if no page could be made from the draft
 */
export function withDraft(live: CmsExport, line: Parameters<typeof checkEntry>[0]): WithDraft {
  const { entry: draft, leftOut } = checkEntry(line);
  if (!draft) throw new Error(leftOut.map(({ problem }) => problem).join('; '));
  const { type, documentId, locale, key } = draft;
  const entries = live.entries.flatMap((entry): CmsEntry[] => {
    if (entry.type !== type || entry.documentId !== documentId) return [entry];
    return entry.locale === locale ? [] : [renamed(entry, draft)];
  });
  // What is live under the same key is another entry's; the draft would not be published beside it.
  const others = entries.filter(
    (entry) => entry.type !== type || entry.locale !== locale || entry.key !== key,
  );
  return { library: createLibrary([...others, draft], live, libraryOf(live)), draft };
}

let known: { readonly live: CmsExport; readonly library: Library } | undefined;

/** What is live, made once for each state of it: what a draft does not change is shared. */
function libraryOf(live: CmsExport): Library {
  if (known?.live !== live) known = { live, library: createLibrary(live.entries, live, known?.library) };
  return known.library;
}

/** A document has one address in both languages: the other one moves with the draft. */
function renamed(entry: CmsEntry, { type, fields }: CmsEntry): CmsEntry {
  const key = keyOf(type, fields as Record<string, unknown>);
  return { ...entry, key } as CmsEntry;
}

/** Lists that show terms of these vocabularies; others stand inside pages here and there. */
const termLists: Readonly<Record<string, string>> = {
  'life-cycle-stage': '/programmes/',
  'ministry-kind': '/ministries/',
  'committee-kind': '/committees/',
  'story-kind': '/stories/',
  'document-kind': '/documents/',
};

/** The address, without language, of a page that shows an entry; undefined if none shows it for sure. */
export function pageOf({ library, draft }: WithDraft): string | undefined {
  const { type, key, locale, fields } = draft;
  if (type === 'site-settings') return '/';
  const path = library.in(locale).get(type as TypeName, key)?.path;
  return path ?? (type === 'term' ? termLists[fields.vocabulary] : undefined);
}
