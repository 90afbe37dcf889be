import type { Core } from '@strapi/strapi';
import { typeByName } from 'content-types';
import type { Actor } from '../access/actor';
import { ministriesOf } from '../access/membership';
import { uidOf } from '../entries/references';
import { type BuildReport, type LeftOut, lastBuilds } from './builds';
import { currentRevision } from './outbox';

/** What the admin shows of the last build. */
export interface PublicationStatus {
  readonly report: BuildReport | null;
  /** Whether everything that was approved is in the last good build. */
  readonly upToDate: boolean;
}

/** The status as this actor may see it: editors learn of broken entries of their own ministries only. */
export async function publicationStatus(strapi: Core.Strapi, actor: Actor): Promise<PublicationStatus> {
  const [report] = await lastBuilds(strapi, 1);
  if (!report) return { report: null, upToDate: false };
  const upToDate = report.ok && report.revision === (await currentRevision(strapi));
  if (actor.kind === 'super-admin' || actor.kind === 'moderator') return { report, upToDate };
  const ministries = actor.kind === 'editor' ? await ministriesOf(strapi, actor.userId) : [];
  // A failed build's message may name an entry of another ministry.
  const { error, ...rest } = report;
  return {
    report: {
      ...rest,
      ...(error !== undefined && { error: 'The last build failed; the operators see why.' }),
      leftOut: await ownEntries(strapi, report.leftOut, ministries),
    },
    upToDate,
  };
}

/** Those of the entries that belong to one of these ministries. */
async function ownEntries(strapi: Core.Strapi, entries: LeftOut[], ministries: string[]): Promise<LeftOut[]> {
  const own: LeftOut[] = [];
  for (const name of new Set(entries.map(({ type }) => type))) {
    const type = typeByName(name);
    if (!type?.owner) continue;
    const ofType = entries.filter((entry) => entry.type === name);
    const where = {
      documentId: { $in: ofType.map((entry) => entry.documentId) },
      [type.owner]: { $in: ministries },
    };
    const rows = await strapi.db.query(uidOf(type)).findMany({ select: ['documentId'], where });
    const ids = new Set(rows.map(({ documentId }) => documentId));
    own.push(...ofType.filter(({ documentId }) => ids.has(documentId)));
  }
  return own;
}
