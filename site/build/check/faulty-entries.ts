import type { Locale } from 'content-types';
import { RecordingClock } from '../../src/content/clock.ts';
import { createLibrary, type Library } from '../../src/content/content-store.ts';
import { SEPARATOR } from '../../src/content/dependency-recorder.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { recorded } from '../plan/page-dependencies.ts';
import type { Renderer } from '../render/bundle.ts';
import type { SitePage } from '../render/entry.ts';
import { tryPage } from './try-page.ts';

/** A page that cannot go live as it is. */
export interface BadPage {
  readonly page: SitePage;
  /** Addresses that it names and that lead nowhere. */
  readonly dead: ReadonlySet<string>;
}

/** An entry without which a page would be in order. */
export interface FaultyEntry {
  readonly entry: CmsEntry;
  readonly problem: string;
  /** The entries that it was judged beside: with another state of them it is judged anew. */
  readonly beside: readonly CmsEntry[];
}

/** What was to be built. */
export interface Tried {
  readonly renderer: Renderer;
  readonly content: Pick<CmsExport, 'entries' | 'redirects' | 'notices'>;
  readonly library: Library;
  /** What was now for the pages. */
  readonly asOf: Date;
}

/** Pages tried before what was found is left out: the next build may already be in order. */
const MOST = 500;

/**
 * Finds the entries by which pages are bad: those among what a page read without which it is in order.
 * What a page is about is tried by itself first, and so is not blamed for what another entry brings in.
 * @returns none where pages are bad by no entry: then the code is at fault
 */
export async function findFaultyEntries(tried: Tried, pages: readonly BadPage[]): Promise<FaultyEntry[]> {
  const found = new Map<CmsEntry, FaultyEntry>();
  const versions = versionsByName(tried.content.entries);
  const inOrder = [...pages].sort((a, b) => (a.page.address < b.page.address ? -1 : 1));
  for (const bad of inOrder) if (!aboutOf(bad.page) && (await problemOf(tried, bad, []))) return [];

  for (const bad of inOrder) {
    const { type, key, locale } = aboutOf(bad.page) ?? {};
    const own = versions.get(`${type}/${key}`) ?? [];
    // The version that the page shows, then the one of the other language, which would take its place.
    for (const entry of own.toSorted((one) => (one.locale === locale ? -1 : 1))) {
      const problem = found.has(entry) ? undefined : await problemOf(tried, bad, [entry]);
      if (problem !== undefined) found.set(entry, { entry, problem, beside: [] });
    }
  }

  let count = 0;
  const look = async (bad: BadPage, onAll: boolean): Promise<void> => {
    const read = (await namesRead(tried, bad.page)).flatMap((name) => versions.get(name) ?? []);
    const suspects = (onAll && read.length === 0 ? tried.content.entries : read).filter(
      (one) => !found.has(one),
    );
    const suspected = new Set(suspects);
    const others = onAll
      ? tried.content.entries.filter((one) => !suspected.has(one) && !found.has(one))
      : undefined;
    const problemWith = (some: readonly CmsEntry[]) => {
      count += 1;
      return problemOf(tried, bad, some, others);
    };
    if ((await problemWith(suspects)) === undefined) return;
    for (const faulty of await faultyAmong(suspects, problemWith)) found.set(faulty.entry, faulty);
  };
  for (const bad of inOrder) if (count < MOST || found.size === 0) await look(bad, false);
  // What shows nothing on a small site: on the site as it is.
  for (const bad of inOrder) if (found.size === 0) await look(bad, true);
  return [...found.values()];
}

/** Finds the entries by which not even the list of a site's pages can be made. */
export function findFaultyInList({
  renderer,
  content,
}: Omit<Tried, 'library' | 'asOf'>): Promise<FaultyEntry[]> {
  return faultyAmong(content.entries, async (entries) => {
    try {
      await renderer.pagesOf(createLibrary(entries, content));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  });
}

/**
 * Adds suspects to what is in order, in halves where there are many; those with which it is no more stay out.
 * @returns none if it is not in order without any either
 */
async function faultyAmong(
  suspects: readonly CmsEntry[],
  problemWith: (entries: readonly CmsEntry[]) => Promise<string | undefined>,
): Promise<FaultyEntry[]> {
  const faulty: FaultyEntry[] = [];
  const sound: CmsEntry[] = [];
  if ((await problemWith([])) !== undefined) return faulty;
  const add = async (some: readonly CmsEntry[]): Promise<void> => {
    const problem = some.length > 0 ? await problemWith([...sound, ...some]) : undefined;
    const [entry] = some;
    if (problem === undefined) sound.push(...some);
    else if (entry && some.length === 1) faulty.push({ entry, problem, beside: [...sound] });
    else {
      const half = Math.ceil(some.length / 2);
      await add(some.slice(0, half));
      await add(some.slice(half));
    }
  };
  await add(suspects);
  return faulty;
}

/**
 * What is wrong with a page, or a page like it where it is one of a list, on a site of these entries alone: that
 * costs the same however large the site is. Undefined if nothing is.
 * @param others all that the site has besides, where it is to be tried as it is
 */
async function problemOf(
  { renderer, content, library, asOf }: Tried,
  { page, dead }: BadPage,
  entries: readonly CmsEntry[],
  others?: readonly CmsEntry[],
): Promise<string | undefined> {
  try {
    const tried = others ? createLibrary([...others, ...entries], content, library) : createLibrary(entries);
    for (const one of await renderer.pagesOf(tried)) {
      if (page.address !== one.address && (others || !isAlike(page, one))) continue;
      const { problems, addresses } = await tryPage(renderer, tried, one, new RecordingClock(asOf));
      const [named] = [...dead].filter((address) => addresses.has(address));
      const problem = problems[0] ?? (named === undefined ? undefined : `${named} leads nowhere`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Another page of the same list: what it holds is on more pages or fewer, by the number of entries. */
function isAlike(page: SitePage, other: SitePage): boolean {
  return !aboutOf(page) && page.component === other.component && page.props.locale === other.props.locale;
}

/** The entry that a page is about. */
export function aboutOf({ props }: SitePage): Pick<CmsEntry, 'type' | 'key' | 'locale'> | undefined {
  return props.entry as { type: CmsEntry['type']; key: string; locale: Locale } | undefined;
}

/** The entries, as `<type>/<key>`, that a page reads something of; it fails by what it has read until then. */
export async function namesRead(
  { renderer, library }: Pick<Tried, 'renderer' | 'library'>,
  page: SitePage,
): Promise<string[]> {
  const recording = recorded(page, library);
  await renderer.renderBare(recording.library, recording.page).catch(() => undefined);
  const names = [...recording.reads].flatMap((read) => {
    const [, kind, name = ''] = read.split(SEPARATOR);
    return kind === 'field' ? [name] : [];
  });
  return [...new Set(names)];
}

/** Both languages of each entry, by `<type>/<key>`. */
export function versionsByName(entries: readonly CmsEntry[]): Map<string, CmsEntry[]> {
  const versions = new Map<string, CmsEntry[]>();
  for (const entry of entries) {
    const name = `${entry.type}/${entry.key}`;
    const known = versions.get(name);
    if (known) known.push(entry);
    else versions.set(name, [entry]);
  }
  return versions;
}
