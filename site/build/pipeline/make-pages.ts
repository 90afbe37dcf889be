import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLibrary, type Library } from '../../src/content/content-store.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import { titleOf } from '../../src/content/export/check-entry.ts';
import { type ExcludedEntry, leaveOut } from '../../src/content/export/excluded-entries.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import { versionName } from '../../src/content/export/version-name.ts';
import { contentOf } from '../../src/content/export/versions.ts';
import { refuse, SiteCheck, type SiteProblem } from '../check/check.ts';
import { findDeadLinks, type prepareFiles } from '../check/content-problems.ts';
import {
  aboutOf,
  type BadPage,
  type FaultyEntry,
  findFaultyEntries,
  findFaultyInList,
} from '../check/faulty-entries.ts';
import { NoPages } from '../plan/site-pages.ts';
import type { SitePage } from '../render/entry.ts';
import { progress, type Say } from '../report/steps.ts';
import type { BuildContext } from './build-context.ts';
import { type PageFacts, removePage, type WriteTarget, writeAssets, writeText } from './write-pages.ts';

export interface PagesOptions {
  readonly content: CmsExport;
  readonly siteUrl: string;
  readonly target: Omit<WriteTarget, 'check' | 'quick' | 'context'>;
  readonly context: BuildContext;
  /** What is now for the pages. */
  readonly asOf: Date;
  /** What is wrong with pictures and files, which editors are told. */
  readonly files: Awaited<ReturnType<typeof prepareFiles>>;
  /** Called with the number of entries that are to be left out. @throws Error if so many may not be */
  readonly mayLeaveOut: (count: number) => void;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** A site whose pages are all in order. */
export interface MadePages {
  /** What is on it, without what no page could be made from. */
  readonly content: Pick<CmsExport, 'entries' | 'notices'>;
  readonly library: Library;
  /** Every page, as files in the web root. */
  readonly files: ReadonlySet<string>;
  /** Those that were rendered now, and those that are there no more. */
  readonly rendered: ReadonlyMap<string, PageFacts>;
  readonly removed: ReadonlySet<string>;
  readonly leftOut: readonly ExcludedEntry[];
  /** Until when what they say of the time holds; in milliseconds, Infinity if for ever. */
  readonly validUntil: number;
  /** To be called once they are live. */
  readonly keep: () => void;
}

/** Pages that are packed well at once; of more each is packed quickly first, so that nobody waits. */
const MANY = 50;

/**
 * Writes the pages that a change touches and checks them. An entry by which a page is bad, its own or
 * another's, is left out by name, and the pages that read it are written again: so nothing that is in one
 * entry keeps the others from going live.
 * @throws Error naming the problems where no entry is at fault; what `mayLeaveOut` throws
 */
export async function makePages(options: PagesOptions): Promise<MadePages> {
  const { content, siteUrl, target, context, asOf, files: found, signal, say } = options;
  const { tree } = target;
  const rendered = new Map<string, PageFacts>();
  const removed = new Set<string>();
  const has = (file: string) => tree.files.has(`site/${file}`);
  const exclusions = new Exclusions(content, context);
  for (;;) {
    say('Writing the pages …', 'render');
    const kept = exclusions.rest();
    const library = await exclusions.orBlame(kept, () => libraryOf(kept, context.pages.library));
    if (!library) continue;
    const check = new SiteCheck({ siteUrl, content, library });
    const pages = await exclusions.orBlame(kept, () =>
      context.pages.render(
        library,
        asOf,
        signal,
        (file, bytes, all) => writeText({ ...target, check, quick: all > MANY }, file, bytes),
        progress((done, all) => say(`Writing the pages: ${done} of ${all} …`)),
      ),
    );
    if (!pages) continue;
    for (const file of pages.removed) {
      removePage(target, file);
      removed.add(file);
      rendered.delete(file);
    }
    for (const [file, facts] of pages.rendered) {
      rendered.set(file, facts);
      removed.delete(file);
    }
    await writeAssets({ ...target, context }, pages.rendered, pages.removed);
    // What else is rendered before the release goes live begins from here.
    for (const [file, { assets }] of pages.rendered) context.assets.set(file, assets);
    for (const file of pages.removed) context.assets.delete(file);

    say('Checking every page and link …', 'checks');
    const links = findDeadLinks(kept.entries, siteUrl, (file) => has(file) || pages.failed.has(file));
    const reported = new Set([...found.addresses, ...links.addresses]);
    const read = (file: string) => readFile(join(tree.folder, 'site', file), 'utf8');
    const { files, failed } = pages;
    const problems = [
      ...pages.doubled.map(doubledProblem),
      ...(await check.finish({ has, pages: files, failed, read, reported })),
    ];
    signal.throwIfAborted();
    if (problems.length === 0) {
      const leftOut = [...kept.leftOut, ...exclusions.notices.values(), ...found.leftOut, ...links.leftOut];
      return {
        content: { entries: kept.entries, notices: kept.notices },
        library,
        files,
        rendered,
        removed,
        leftOut,
        validUntil: pages.validUntil,
        keep: pages.keep,
      };
    }
    // It was there when it was encoded: the next build encodes it again.
    refuse(problems.filter(({ dead = '' }) => found.pictures.has(dead.replace(siteUrl, ''))));
    say('Looking for what is wrong with a page …');
    const tried = { renderer: context.renderer, content: kept, library, asOf };
    const blamed = await exclusions.blame(tried, problems, pages.pageOf);
    if (!blamed) refuse(problems);
    options.mayLeaveOut(exclusions.count);
    say(`${exclusions.count} entries are left out.`);
    const bad = problems.flatMap(({ file }) => file ?? []);
    pages.keep(check.mayHideMore ? [...bad, ...pages.rendered.keys()] : bad);
  }
}

/** What no page can be made from. */
class Exclusions {
  readonly #content: CmsExport;
  readonly #context: BuildContext;
  readonly notices = new Map<CmsExport['notices'][number], ExcludedEntry>();

  /** It begins with what was found out for the release before, as far as that still holds. */
  constructor(content: CmsExport, context: BuildContext) {
    this.#content = content;
    this.#context = context;
    const now = stillThere(content);
    const known = [...context.faultyEntries.values()];
    context.faultyEntries.clear();
    for (const { entry, problem, beside } of known) {
      const [same, others] = [now(entry), beside.map(now)];
      if (same && others.every((one) => one !== undefined))
        this.#add([{ entry: same, problem, beside: others.filter((one) => one !== undefined) }]);
    }
  }

  get count(): number {
    return this.#context.faultyEntries.size + this.notices.size;
  }

  /** The content without it, as if it had not been published. */
  rest(): CmsExport {
    const { faultyEntries } = this.#context;
    const notices = this.#content.notices.filter((notice) => !this.notices.has(notice));
    if (faultyEntries.size === 0) return { ...this.#content, notices };
    const versions = new Map(this.#content.versions);
    for (const { entry, problem } of faultyEntries.values()) {
      const which = { ...entry, title: titleOf(entry.type, entry.fields) };
      const left = leaveOut(which, { code: 'page-fails', field: 'page', about: problem });
      versions.set(versionName(entry), { entry: undefined, leftOut: [left] });
    }
    return { ...this.#content, notices, ...contentOf(versions) };
  }

  /** Does something for which all entries are needed; undefined if some of them do not let it, which are out from now on. */
  async orBlame<T>(content: CmsExport, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof NoPages)) throw error;
      const { renderer } = this.#context;
      const faultyEntries = await findFaultyInList({ renderer, content });
      if (faultyEntries.length === 0) throw error;
      this.#add(faultyEntries);
      return undefined;
    }
  }

  /** @returns whether somebody is at fault, who is out from now on */
  async blame(
    tried: Parameters<typeof findFaultyEntries>[0],
    problems: readonly SiteProblem[],
    pageOf: (file: string) => SitePage | undefined,
  ): Promise<boolean> {
    const before = this.count;
    const bad = new Map<SitePage, BadPage & { readonly dead: Set<string> }>();
    for (const one of problems) {
      const page = one.file === undefined ? undefined : pageOf(one.file);
      const { withdrawn } = (page?.props.what ?? {}) as { withdrawn?: CmsExport['notices'][number] };
      const entry = one.entry ?? (one.own && page ? aboutOf(page) : undefined);
      if (entry) this.#addByName(tried.content.entries, entry, one.problem);
      else if (withdrawn) this.#addNotice(withdrawn, one.problem);
      else if (page) {
        const known = bad.get(page) ?? { page, dead: new Set<string>() };
        if (one.dead !== undefined) known.dead.add(one.dead);
        bad.set(page, known);
      }
    }
    this.#add(await findFaultyEntries(tried, [...bad.values()]));
    return this.count > before;
  }

  #add(faultyEntries: readonly FaultyEntry[]): void {
    for (const faulty of faultyEntries) this.#context.faultyEntries.set(faulty.entry, faulty);
  }

  #addByName(
    entries: readonly CmsEntry[],
    { type, key, locale }: Pick<CmsEntry, 'type' | 'key' | 'locale'>,
    problem: string,
  ): void {
    const entry = entries.find((one) => one.type === type && one.key === key && one.locale === locale);
    if (entry) this.#add([{ entry, problem, beside: [] }]);
  }

  #addNotice(notice: CmsExport['notices'][number], about: string): void {
    const { type, documentId, key, title } = notice;
    const which = { type, documentId, key, locale: 'bn', title: title.bn ?? title.en };
    this.notices.set(notice, leaveOut(which, { code: 'page-fails', field: 'notice', about }));
  }
}

/** Finds what an entry of an earlier export is now, if it says the same still. */
function stillThere({ versions }: CmsExport): (entry: CmsEntry) => CmsEntry | undefined {
  const known = new Map<CmsEntry, CmsEntry | undefined>();
  return (before) => {
    if (known.has(before)) return known.get(before);
    const { entry } = versions.get(versionName(before)) ?? {};
    const same = entry === before || JSON.stringify(entry) === JSON.stringify(before) ? entry : undefined;
    known.set(before, same);
    return same;
  };
}

/** @throws NoPages */
function libraryOf(content: CmsExport, before: Library | undefined): Library {
  try {
    return createLibrary(content.entries, content, before);
  } catch (cause) {
    throw new NoPages((cause as Error).message, { cause });
  }
}

function doubledProblem(page: SitePage): SiteProblem {
  const problem = 'another page has the same address';
  return { words: `${page.address}: ${problem}`, problem, entry: aboutOf(page) };
}
