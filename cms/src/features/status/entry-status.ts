import type { Core } from '@strapi/strapi';
import { type Locale, locales } from 'content-types';
import { siteAddress } from '../../kernel/settings';
import { type ApprovalContext, addressOf } from '../documents';
import {
  type BuildReport,
  type EntryStatus,
  isGoneFromHeld,
  KEPT,
  type LanguageStatus,
  lastBuilds,
  liveOf,
  newestChange,
  type OutboxChange,
  showsChange,
  type Trouble,
} from '../publication';

/**
 * How an entry is doing on its way to the site, language by language.
 * @param whole whether the reader may know why a build failed, which may name entries of others
 */
export async function entryStatus(
  strapi: Core.Strapi,
  entry: ApprovalContext,
  { whole }: { readonly whole: boolean },
): Promise<EntryStatus> {
  const builds = await lastBuilds(strapi);
  const languages: LanguageStatus[] = [];
  for (const language of locales) {
    const change = await newestChange(strapi, { type: entry.type.name, document: entry.document, language });
    languages.push(
      change
        ? await statusOf(strapi, entry, { change, builds, language, whole })
        : {
            language,
            wanted: null,
            approvedAt: null,
            building: false,
            since: null,
            trouble: null,
            url: null,
          },
    );
  }
  return { languages };
}

interface About {
  readonly change: OutboxChange;
  /** Newest first. */
  readonly builds: readonly BuildReport[];
  readonly language: Locale;
  readonly whole: boolean;
}

async function statusOf(strapi: Core.Strapi, entry: ApprovalContext, about: About): Promise<LanguageStatus> {
  const { change, builds, language } = about;
  const live = liveOf(builds);
  const shown =
    (live !== undefined && (await showsChange(strapi, live, change))) ||
    (await isGoneFromHeld(strapi, builds, change));
  const trouble = shown ? null : troubleWith(about);
  const path = change.action === 'publish' ? await addressOf(strapi, entry, language) : null;
  return {
    language,
    wanted: change.action === 'publish' ? 'live' : 'gone',
    approvedAt: change.createdAt,
    building: !shown && trouble === null,
    since: shown ? await shownSince(strapi, about) : null,
    trouble,
    url: path === null ? null : `${siteAddress()}${path}`,
  };
}

/** When a release first showed a change. Where the builds of that time are forgotten, soon after the approval. */
async function shownSince(strapi: Core.Strapi, { change, builds }: About): Promise<string> {
  const oldestFirst = builds.toReversed();
  for (const [place, build] of oldestFirst.entries()) {
    if (!build.ok || !(await showsChange(strapi, build, change))) continue;
    return place === 0 && builds.length >= KEPT ? change.createdAt : build.finishedAt;
  }
  return change.createdAt;
}

/** What keeps a change from going live: the newest build says so, if it began after the change. */
function troubleWith({ change, builds, whole }: About): Trouble | null {
  const [newest] = builds;
  if (!newest) return null;
  // What was taken down leaves a held release too.
  if (newest.held && change.action === 'publish') return { kind: 'held', at: newest.held.since };
  if (newest.finishedAt < change.createdAt) return null;
  const at = newest.finishedAt;
  if (!newest.ok) {
    const detail = whole && newest.error ? { detail: newest.error } : {};
    return { kind: newest.kind ?? 'build', at, ...detail };
  }
  const left = newest.leftOut.find(
    ({ documentId, locale }) => documentId === change.document && locale === change.language,
  );
  if (!left) return null;
  const { problem, code, field, about } = left;
  return { kind: 'left-out', at, left: { problem, code, field, about } };
}
