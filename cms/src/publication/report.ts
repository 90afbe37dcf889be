import type { Core } from '@strapi/strapi';
import { typeByName } from 'content-types';
import { z } from 'zod';
import type { Actor } from '../access/actor';
import { ministriesOf } from '../access/membership';
import { uidOf } from '../entries/references';
import { currentRevision } from './outbox';

/** What is longer is cut rather than refused: a report must arrive. */
const text = z.string().transform((words) => words.slice(0, 2000));

/** What the builder tells after each build. */
export const buildReport = z.object({
  ok: z.boolean(),
  revision: text.optional(),
  release: text.optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  pages: z.int().min(0).optional(),
  error: text.optional(),
  leftOut: z
    .array(
      z.object({
        type: text,
        documentId: text,
        locale: text,
        key: text.optional(),
        title: text.optional(),
        problem: text,
      }),
    )
    .transform((entries) => entries.slice(0, 1000))
    .default([]),
});
export type BuildReport = z.infer<typeof buildReport>;
type LeftOut = BuildReport['leftOut'][number];

const store = (strapi: Core.Strapi) => strapi.store({ type: 'api', name: 'publication' });

/** Keeps the newest report for the people in the admin. */
export async function keepReport(strapi: Core.Strapi, report: BuildReport): Promise<void> {
  await store(strapi).set({ key: 'report', value: report });
}

/** What the admin shows of the last build. */
export interface PublicationStatus {
  readonly report: BuildReport | null;
  /** Whether everything that was approved is in the last good build. */
  readonly upToDate: boolean;
}

/** The status as this actor may see it: editors learn of broken entries of their own ministries only. */
export async function publicationStatus(strapi: Core.Strapi, actor: Actor): Promise<PublicationStatus> {
  const stored = buildReport.safeParse(await store(strapi).get({ key: 'report' }));
  if (!stored.success) return { report: null, upToDate: false };
  const report = stored.data;
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
