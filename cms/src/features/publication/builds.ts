import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { holdsChange, type OutboxChange } from './outbox';

const BUILD = 'api::publication.build';
/** Reports that are kept. */
export const KEPT = 50;

/** What is longer is cut rather than refused: a report must arrive. */
const text = z.string().transform((words) => words.slice(0, 2000));

/** What the builder tells after each build; times are ISO 8601 in UTC. */
export const buildReport = z.object({
  ok: z.boolean(),
  /** The build's name, by which the builder's log is searched. */
  build: text.optional(),
  /** The state of the outbox that was built. */
  revision: text.optional(),
  release: text.optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  pages: z.int().min(0).optional(),
  /** Size of the release. */
  bytes: z.int().min(0).optional(),
  /** Milliseconds by part. */
  parts: z.record(z.string(), z.number()).optional(),
  error: text.optional(),
  /** What kind of failure it was, for words that give nothing away. */
  kind: text.optional(),
  /** Of a build from nothing: in how many files what was live until then differed, and the first of them. */
  compared: z
    .object({
      files: z.int().min(0),
      different: z.int().min(0),
      named: z.array(text).transform((paths) => paths.slice(0, 20)),
    })
    .optional(),
  /** The release that an operator holds live, and the state of the outbox up to which nothing is in it that was taken down. */
  held: z
    .object({
      release: text,
      since: z.iso.datetime(),
      revision: text.optional(),
      withdrawnUpTo: text.optional(),
    })
    .optional(),
  leftOut: z
    .array(
      z.object({
        type: text,
        documentId: text,
        locale: text,
        key: text.optional(),
        title: text.optional(),
        problem: text,
        code: text.optional(),
        field: text.optional(),
        about: text.optional(),
      }),
    )
    .transform((entries) => entries.slice(0, 1000))
    .default([]),
});
export type BuildReport = z.infer<typeof buildReport>;
export type ReportedLeftOut = BuildReport['leftOut'][number];

/** Keeps a report; the builder may tell of one build several times. */
export async function keepReport(strapi: Core.Strapi, report: BuildReport): Promise<void> {
  const builds = strapi.db.query(BUILD);
  const { ok, release, startedAt, finishedAt } = report;
  const data = { ok, release, startedAt, finishedAt, report };
  const known = await builds.findOne({ where: { startedAt, finishedAt } });
  if (known) await builds.update({ where: { id: known.id }, data });
  else await builds.create({ data });
  await forgetOld(strapi);
}

/** The release that visitors have stays known, however many builds fail after it. */
async function forgetOld(strapi: Core.Strapi): Promise<void> {
  const builds = strapi.db.query(BUILD);
  const [oldestKept] = await builds.findMany({ orderBy: { id: 'desc' }, offset: KEPT - 1, limit: 1 });
  if (!oldestKept) return;
  const live = await builds.findMany({ where: { ok: true }, orderBy: { id: 'desc' }, limit: 1 });
  const spared = live.map(({ id }) => id);
  await builds.deleteMany({ where: { $and: [{ id: { $lt: oldestKept.id } }, { id: { $notIn: spared } }] } });
}

/** The last builds, newest first, and the live one however old it is. */
export async function lastBuilds(strapi: Core.Strapi, limit = KEPT + 1): Promise<BuildReport[]> {
  const rows = await strapi.db.query(BUILD).findMany({ orderBy: { id: 'desc' }, limit });
  return rows.flatMap(({ report }) => buildReport.safeParse(report).data ?? []);
}

/** The build of the release that visitors have; undefined while nobody knows of one. */
export async function liveBuild(strapi: Core.Strapi): Promise<BuildReport | undefined> {
  return liveOf(await lastBuilds(strapi));
}

/** The same among the last builds, newest first: an operator may hold an older one. */
export function liveOf(builds: readonly BuildReport[]): BuildReport | undefined {
  const held = builds[0]?.held;
  if (!held) return builds.find(({ ok }) => ok);
  // A release in which only the search is newer has a name that no build told of.
  return builds.find((build) => build.ok && isHeld(build, held));
}

function isHeld({ release, revision }: BuildReport, held: NonNullable<BuildReport['held']>): boolean {
  return release === held.release || (held.revision !== undefined && revision === held.revision);
}

/** Whether a build shows a version: it knew of the outbox's row, and did not leave the version out. */
export async function showsChange(
  strapi: Core.Strapi,
  { revision, leftOut }: BuildReport,
  change: { readonly id: number; readonly document: string; readonly language: string },
): Promise<boolean> {
  if (leftOut.some((one) => one.documentId === change.document && one.locale === change.language))
    return false;
  return revision !== undefined && (await holdsChange(strapi, revision, change.id));
}

/** Whether something that was taken down is gone from the release that an operator holds, though that is older. */
export async function isGoneFromHeld(
  strapi: Core.Strapi,
  [newest]: readonly BuildReport[],
  { id, action }: Pick<OutboxChange, 'id' | 'action'>,
): Promise<boolean> {
  const upTo = newest?.held?.withdrawnUpTo;
  return action === 'unpublish' && upTo !== undefined && (await holdsChange(strapi, upTo, id));
}

/** Forgets what builds said of a document that they left out. */
export async function forgetDocument(strapi: Core.Strapi, documentId: string): Promise<void> {
  const builds: { id: number; report: BuildReport }[] = await strapi.db.query(BUILD).findMany({});
  for (const { id, report } of builds) {
    const leftOut = report.leftOut.filter((entry) => entry.documentId !== documentId);
    if (leftOut.length < report.leftOut.length)
      await strapi.db.query(BUILD).update({ where: { id }, data: { report: { ...report, leftOut } } });
  }
}
