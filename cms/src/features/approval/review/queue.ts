import type { Core } from '@strapi/strapi';
import { topOf } from 'content-types';
import { codesWithin, designationsOf, ownerNames, type Reader, treeOf } from '../../access';
import { EVENT } from '../../audit';
import { type ApprovalRecord, findRecords } from '../../documents';
import type { Language, Numbers, QueueEntry } from '../api';
import { personIn } from '../people';
import { stepIsOn } from '../steps';
import { offersOf } from './offers';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
/** The days that the numbers look back on. */
const DAYS = 30;

/** What a queue is narrowed to. */
export interface QueueFilter {
  readonly ministry?: string | undefined;
  readonly type?: string | undefined;
  readonly language?: Language | undefined;
  /** What waits (`submitted`), what is scheduled, or what went back to its author. */
  readonly state: 'submitted' | 'approved' | 'returned';
}

/**
 * What a person has before them: moderators what waits for moderators, an editor all of their
 * ministries'. Oldest first.
 * @param named the language in which ministries are named
 */
export async function queueFor(
  strapi: Core.Strapi,
  reader: Reader,
  filter: QueueFilter,
  named: string,
): Promise<QueueEntry[]> {
  const records = await visible(strapi, reader, filter);
  const ministries = await ownerNames(strapi, named);
  const people = await designationsOf(
    strapi,
    records.map(({ submittedBy }) => submittedBy),
  );
  const steps = new Map<string | null, boolean>();
  for (const { ministry } of records) {
    if (!steps.has(ministry)) steps.set(ministry, await stepIsOn(strapi, ministry));
  }
  return records.map((record) => ({
    type: record.type,
    document: record.document,
    language: record.language,
    title: record.title ?? '',
    ministry: record.ministry,
    ministryName: nameIn(ministries, record.ministry),
    state: record.state,
    step: record.state === 'submitted' ? record.step : null,
    submittedAt: record.submittedAt,
    submittedBy: (record.submittedBy !== null && people.get(record.submittedBy)) || null,
    note: record.note,
    comment: record.comment,
    publishAt: record.publishAt,
    digest: record.digest ?? '',
    actions: offersOf(record.state, personIn(reader, record.ministry, record), {
      ...QUEUED,
      live: record.liveSince !== null,
      anyLive: record.liveSince !== null,
      noticed: record.withdrawnAt !== null,
      step: record.step,
      ministryStep: steps.get(record.ministry) ?? false,
    }),
  }));
}

/** Every write keeps the records true, so that a queue need not read the drafts. */
const QUEUED = {
  exists: true,
  changed: true,
  complete: true,
  approverThere: true,
  asSubmitted: true,
} as const;

const nameIn = (names: ReadonlyMap<string, string>, ministry: string | null) =>
  ministry === null ? '' : (names.get(ministry) ?? ministry);

async function visible(
  strapi: Core.Strapi,
  { actor, scope }: Reader,
  { ministry, type, language, state }: QueueFilter,
): Promise<ApprovalRecord[]> {
  return findRecords(strapi, {
    $and: [
      { state },
      ministry === undefined ? {} : { ministry: { $in: await codesWithin(strapi, ministry) } },
      type === undefined ? {} : { type },
      language === undefined ? {} : { language },
      actor.kind === 'editor' ? { ministry: { $in: [...scope] } } : {},
      // The moderators see nothing before the ministry has agreed.
      actor.kind === 'moderator' && state === 'submitted' ? { step: 'moderator' } : {},
    ],
  });
}

/**
 * How much waits, and how long approvals took over the last 30 days, of what a person may know. What waits of
 * departments and offices counts with their ministry; organisations are no ministries and have a list of their own.
 */
export async function numbersFor(strapi: Core.Strapi, reader: Reader, named: string): Promise<Numbers> {
  const names = await ownerNames(strapi, named);
  const tree = await treeOf(strapi);
  const waiting = new Map<string | null, { count: number; oldest: string }>();
  for (const { ministry: owner, submittedAt } of await visible(strapi, reader, { state: 'submitted' })) {
    const ministry = owner === null ? null : (topOf(tree, owner)?.code ?? owner);
    const known = waiting.get(ministry);
    // They come oldest first.
    waiting.set(ministry, { count: (known?.count ?? 0) + 1, oldest: known?.oldest ?? submittedAt ?? '' });
  }
  const hours = await approvalHours(strapi, reader);
  const all = [...waiting].map(([ministry, rest]) => ({ ministry, name: nameIn(names, ministry), ...rest }));
  const isOrganisation = ({ ministry }: (typeof all)[number]) =>
    tree.nodes.get(ministry ?? '')?.kind === 'organisation';
  return {
    waiting: all.filter((one) => !isOrganisation(one)),
    organisations: all.filter(isOrganisation),
    medianHours: median(hours),
    approved: hours.length,
  };
}

/** Hours from submission to approval of everything that was approved lately. */
async function approvalHours(strapi: Core.Strapi, { actor, scope }: Reader): Promise<number[]> {
  const since = new Date(Date.now() - DAYS * DAY_MS).toISOString();
  const events: { at: string; details: string }[] = await strapi.db.query(EVENT).findMany({
    where: {
      action: 'approval.approve',
      at: { $gte: since },
      ...(actor.kind === 'editor' && { ministry: { $in: [...scope] } }),
    },
  });
  return events.flatMap(({ at, details }) => {
    const { submittedAt } = JSON.parse(details) as { submittedAt?: string };
    return submittedAt ? (new Date(at).getTime() - new Date(submittedAt).getTime()) / HOUR_MS : [];
  });
}

/** The middle of some numbers, the mean of the middle two of an even count; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
