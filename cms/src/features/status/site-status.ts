import type { Core } from '@strapi/strapi';
import { ownsAll, typeByName } from 'content-types';
import { ownersOf, type Reader } from '../access';
import { backupStatus } from '../backup';
import { findRecords } from '../documents';
import { givenUpMails, waitingMails } from '../mail';
import {
  type BuildReport,
  type BuildSummary,
  currentRevision,
  isGoneFromHeld,
  KEPT,
  lastBuilds,
  liveOf,
  newestChanges,
  type OutboxChange,
  type ReportedLeftOut,
  type SiteStatus,
  type WaitingChange,
} from '../publication';
import { unwritten } from './unwritten';

const MOST_WAITING = 100;

/**
 * How the site is doing, for moderators and operators. Editors learn of entries of their own ministries
 * only, and not why a build failed: that may name others'.
 * @param brief the newest build alone and nothing of e-mails, for what is asked every few seconds
 */
export async function siteStatus(
  strapi: Core.Strapi,
  reader: Reader,
  { brief = false } = {},
): Promise<SiteStatus> {
  const whole = reader.actor.kind !== 'editor';
  const builds = await lastBuilds(strapi);
  const [newest] = builds;
  const live = liveOf(builds);
  const changes: OutboxChange[] = [];
  for (const change of newestOfEach(await newestChanges(strapi, live?.revision ?? '', MOST_WAITING)))
    if (!(await isGoneFromHeld(strapi, builds, change))) changes.push(change);
  const leftOut = newest?.leftOut ?? [];
  const mine = whole
    ? undefined
    : await ownDocuments(strapi, reader, [...changes, ...leftOut.map(versionOf)]);
  const isSeen = (document: string) => mine?.has(document) ?? true;
  return {
    upToDate: live !== undefined && live.revision === (await currentRevision(strapi)),
    live: live ? summary(live, whole) : null,
    heldSince: newest?.held?.since ?? null,
    builds: builds.slice(0, brief ? 1 : KEPT).map((build) => summary(build, whole)),
    waiting: await withTitles(
      strapi,
      changes.filter(({ document }) => isSeen(document)),
    ),
    leftOut: leftOut.filter(({ documentId }) => isSeen(documentId)),
    unwritten: whole ? await unwritten(strapi) : [],
    mail: whole && !brief ? await mailStatus(strapi) : null,
    backup: whole && !brief ? await backupStatus(strapi) : null,
  };
}

interface Version {
  readonly type: string;
  readonly document: string;
}
const versionOf = ({ type, documentId }: ReportedLeftOut): Version => ({ type, document: documentId });

/** Which of these documents belong to the reader's ministries. */
async function ownDocuments(
  strapi: Core.Strapi,
  { scope }: Reader,
  versions: readonly Version[],
): Promise<Set<string>> {
  const own = new Set<string>();
  for (const name of new Set(versions.map(({ type }) => type))) {
    const type = typeByName(name);
    if (!type) continue;
    const ids = versions.filter((version) => version.type === name).map(({ document }) => document);
    for (const [document, owners] of await ownersOf(strapi, type, ids))
      if (ownsAll(scope, owners)) own.add(document);
  }
  return own;
}

function newestOfEach(changes: readonly OutboxChange[]): OutboxChange[] {
  const newest = new Map<string, OutboxChange>();
  for (const change of changes) {
    const version = `${change.document}/${change.language}`;
    if (!newest.has(version)) newest.set(version, change);
  }
  return [...newest.values()];
}

async function withTitles(strapi: Core.Strapi, changes: readonly OutboxChange[]): Promise<WaitingChange[]> {
  const records = await findRecords(strapi, { document: { $in: changes.map(({ document }) => document) } });
  const titles = new Map(records.map((one) => [`${one.document}/${one.language}`, one.title]));
  return changes.map(({ type, document, language, key, action, createdAt }) => ({
    type,
    document,
    language,
    title: titles.get(`${document}/${language}`) ?? key ?? document,
    action,
    since: createdAt,
  }));
}

function summary(build: BuildReport, whole: boolean): BuildSummary {
  const { ok, startedAt, finishedAt, release, pages, bytes, parts, kind, error, leftOut, compared } = build;
  return {
    ok,
    startedAt,
    finishedAt,
    ...(build.build !== undefined && { build: build.build }),
    ...(release !== undefined && { release }),
    ...(pages !== undefined && { pages }),
    ...(bytes !== undefined && { bytes }),
    ...(parts !== undefined && { parts }),
    ...(kind !== undefined && { kind }),
    ...(whole && error !== undefined && { error }),
    ...(compared && { compared: whole ? compared : { ...compared, named: [] } }),
    leftOut: whole ? leftOut.length : 0,
  };
}

async function mailStatus(strapi: Core.Strapi): Promise<SiteStatus['mail']> {
  const undelivered = (await givenUpMails(strapi)).map(({ to, subject, updatedAt, error }) => ({
    to,
    subject,
    at: updatedAt,
    error,
  }));
  return { waiting: await waitingMails(strapi), undelivered };
}
