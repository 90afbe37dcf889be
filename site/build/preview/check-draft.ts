import { type EntryLine, type Locale, localise, type TypeName } from 'content-types';
import { fileOf, webFileOf } from '../../kernel/site-files.ts';
import { createLibrary, type Library } from '../../src/content/content-store.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import { checkEntry, titleOf } from '../../src/content/export/check-entry.ts';
import { type ExcludedEntry, leaveOut } from '../../src/content/export/excluded-entries.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { ownAddress } from '../../src/view/links.ts';
import { prepareFiles } from '../check/content-problems.ts';
import { aboutOf, namesRead, versionsByName } from '../check/faulty-entries.ts';
import { tryPage } from '../check/try-page.ts';
import { linksOf } from '../fetch/entry-nodes.ts';
import type { Renderer } from '../render/bundle.ts';
import type { SitePage } from '../render/entry.ts';
import { pageOf, withDraft } from './with-draft.ts';

interface Site {
  readonly renderer: Renderer;
  /** Everything that is live. */
  readonly live: CmsExport;
  readonly siteUrl: string;
  /** The folders of uploaded files and of encoded pictures. */
  readonly sources: Parameters<typeof prepareFiles>[1];
}

/** Entries of each type that are looked at beside a draft that has no page of its own. */
const FEW = 3;

/**
 * What the builder would leave a draft, or a part of it, out for: its fields, its pictures and files, its pages
 * in both languages within the site as it is live, and pages that list it. What may come later, such as the
 * page that a link leads to, is no problem.
 * @throws Error of the file system
 */
export async function draftProblems(line: EntryLine, site: Site): Promise<readonly ExcludedEntry[]> {
  const known = { ...line, type: line.type as TypeName, locale: line.locale as Locale };
  const { entry: draft, leftOut } = checkEntry(known);
  if (!draft || leftOut.length > 0) return leftOut;
  const which = { ...draft, title: titleOf(draft.type, draft.fields) };
  const files = await prepareFiles([draft], site.sources);
  const links = linksOf(draft).filter(({ node }) => isNoAddress(node.url, site.siteUrl));
  const pages = await pageProblems(known, draft, site).catch((error: Error) => [error.message]);
  return [
    ...files.leftOut,
    ...links.map(({ field, node }) => leaveOut(which, { code: 'dead-link', field, about: node.url })),
    ...pages.map((about) => leaveOut(which, { code: 'page-fails', field: 'page', about })),
  ];
}

function isNoAddress(url: string, siteUrl: string): boolean {
  return !url.startsWith('#') && !ownAddress(url, siteUrl) && !URL.canParse(url);
}

async function pageProblems(
  line: Parameters<typeof withDraft>[1],
  draft: CmsEntry,
  { renderer, live, siteUrl }: Site,
): Promise<string[]> {
  const within = withDraft(live, line);
  const { library } = within;
  const all = await renderer.pagesOf(library);
  const there = new Set(all.map(({ address }) => webFileOf(address)));
  const path = pageOf(within)?.replace(/#.*$/, '');
  const shown = (['bn', 'en'] as const).map((locale) => path && localise(locale, path));
  const own = all.filter((page) => isAbout(page, draft) || shown.includes(page.address));
  const problems = new Set<string>();
  const names = new Set<string>();
  for (const page of own) {
    const found = await tryPage(renderer, library, page);
    for (const problem of found.problems) problems.add(problem);
    for (const address of found.addresses) {
      if (isDead(address, siteUrl, page.address, there)) problems.add(`${address} leads nowhere`);
    }
    for (const name of await namesRead({ renderer, library }, page)) names.add(name);
  }
  if (problems.size > 0) return [...problems];
  const beside = entriesBeside(draft, live, names);
  return listProblems(renderer, createLibrary([...beside, draft]), createLibrary(beside));
}

/** Problems of any page of a small site that it does not have without the draft. */
async function listProblems(renderer: Renderer, library: Library, without: Library): Promise<string[]> {
  const problems = new Set<string>();
  for (const page of await renderer.pagesOf(library)) {
    const found = await tryPage(renderer, library, page);
    if (found.problems.length === 0) continue;
    const before = (await renderer.pagesOf(without)).find(({ address }) => address === page.address);
    const known = before ? (await tryPage(renderer, without, before)).problems : [];
    for (const problem of found.problems) if (!known.includes(problem)) problems.add(problem);
  }
  return [...problems];
}

/** What the draft's pages read, or, where it has none, some entries of each type that name it; without the draft itself. */
function entriesBeside(draft: CmsEntry, live: CmsExport, names: ReadonlySet<string>): CmsEntry[] {
  const others = live.entries.filter(
    ({ type, documentId }) => type !== draft.type || documentId !== draft.documentId,
  );
  const read = versionsByName(others);
  const beside = [...names].flatMap((name) => read.get(name) ?? []);
  if (draft.type !== 'term') return beside;
  const named = JSON.stringify(draft.fields.code);
  const counts = new Map<string, number>();
  const naming = others.filter(({ type, fields }) => {
    const count = counts.get(type) ?? 0;
    if (count >= FEW || type === 'term' || !JSON.stringify(fields).includes(named)) return false;
    counts.set(type, count + 1);
    return true;
  });
  return [...new Set([...beside, ...naming])];
}

function isAbout(page: SitePage, draft: CmsEntry): boolean {
  const about = aboutOf(page);
  return about?.type === draft.type && about.key === draft.key;
}

/** Whether an address that a page names is none, or one of the site where there is no page. Files are looked at by themselves. */
function isDead(address: string, siteUrl: string, from: string, there: ReadonlySet<string>): boolean {
  const url = URL.parse(address, siteUrl + from);
  if (!url) return true;
  if (url.origin !== siteUrl || /\.\w+$/.test(url.pathname)) return false;
  try {
    return !there.has(fileOf(decodeURI(url.pathname)));
  } catch {
    return true;
  }
}
