import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';

const NOTICE = 'api::notification.notice';
const DAY = 86_400_000;

/** What a notice waits for: the next digest of an audience, or the release that shows a version. */
export const RELEASE = 'release';

/** Something that was announced. */
export interface StoredNotice {
  readonly id: number;
  readonly action: string;
  readonly type: string;
  readonly document: string;
  readonly language: Locale;
  readonly title: string;
  readonly ministry: string | null;
  /** Ids of admin users. */
  readonly actor: number | null;
  readonly submittedBy: number | null;
  readonly comment: string | null;
  /** Null when nobody is to be told any more. */
  readonly waitsFor: string | null;
  /** When people were told, in milliseconds since 1970. */
  readonly toldAt: number | string | null;
  readonly createdAt: string;
}
type NoticeData = Omit<StoredNotice, 'id' | 'toldAt' | 'createdAt' | 'language'> & {
  readonly language: string;
};

export async function keepNotice(strapi: Core.Strapi, data: NoticeData): Promise<void> {
  await strapi.db.query(NOTICE).create({ data });
}

/** What waits for these, oldest first. */
export async function waiting(strapi: Core.Strapi, where: object): Promise<StoredNotice[]> {
  return strapi.db.query(NOTICE).findMany({
    where: { $and: [{ waitsFor: { $notNull: true } }, { toldAt: { $null: true } }, where] },
    orderBy: { id: 'asc' },
  });
}

export async function markSent(strapi: Core.Strapi, notices: readonly StoredNotice[]): Promise<void> {
  await change(strapi, notices, { toldAt: Date.now() });
}

/** Nobody is told of these any more. */
export async function drop(strapi: Core.Strapi, notices: readonly StoredNotice[]): Promise<void> {
  await change(strapi, notices, { waitsFor: null });
}

async function change(strapi: Core.Strapi, notices: readonly StoredNotice[], data: object): Promise<void> {
  const ids = notices.map(({ id }) => id);
  if (ids.length > 0) await strapi.db.query(NOTICE).updateMany({ where: { id: { $in: ids } }, data });
}

/** When an audience last got its digest, in milliseconds since 1970; 0 if never. */
export async function lastSent(strapi: Core.Strapi, waitsFor: string): Promise<number> {
  const [last] = await strapi.db.query(NOTICE).findMany({
    where: { waitsFor, toldAt: { $notNull: true } },
    orderBy: { toldAt: 'desc' },
    limit: 1,
  });
  return Number(last?.toldAt ?? 0);
}

/** What was announced from one moment (inclusive) to another, oldest first. */
export async function announcedBetween(strapi: Core.Strapi, from: Date, to: Date): Promise<StoredNotice[]> {
  const createdAt = { $gte: from.toISOString(), $lt: to.toISOString() };
  return strapi.db.query(NOTICE).findMany({ where: { createdAt }, orderBy: { id: 'asc' } });
}

/** Forgets what is older than so many days. */
export async function forgetNotices(strapi: Core.Strapi, days: number): Promise<void> {
  const before = new Date(Date.now() - days * DAY).toISOString();
  await strapi.db.query(NOTICE).deleteMany({ where: { createdAt: { $lt: before } } });
}

/** Forgets all that was announced of a document. */
export async function forgetDocument(
  strapi: Core.Strapi,
  { type, document }: { type: string; document: string },
): Promise<void> {
  await strapi.db.query(NOTICE).deleteMany({ where: { type, document } });
}
