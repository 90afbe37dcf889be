import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Knex } from 'knex';
import type { Notice, State, Step } from './api';
import type { Versions } from './versions';

export const RECORD = 'api::approval.record';

/** What was live when a document was withdrawn: what its notice may name. */
export interface Withdrawn {
  readonly key: string;
  readonly title: string;
  /** What the page stood below: a lesson's course, by its document. */
  readonly course?: string;
}

/** Where one language of a document stands. People are ids of admin users, moments ISO 8601. */
export interface ApprovalRecord {
  readonly id: number;
  readonly type: string;
  readonly document: string;
  readonly language: Locale;
  readonly ministry: string | null;
  readonly state: State;
  readonly step: Step | null;
  readonly title: string | null;
  /** Of what was submitted; null when nothing is. */
  readonly digest: string | null;
  readonly note: string | null;
  readonly comment: string | null;
  readonly submittedBy: number | null;
  readonly submittedAt: string | null;
  readonly agreedBy: number | null;
  readonly agreedAt: string | null;
  readonly decidedBy: number | null;
  readonly decidedAt: string | null;
  readonly publishAt: string | null;
  readonly overrideReason: string | null;
  /** Who asked for the override that `decidedBy` confirmed. */
  readonly overrideBy: number | null;
  readonly liveSince: string | null;
  readonly liveDigest: string | null;
  /** Who wrote since the last live version. */
  readonly writers: readonly number[];
  readonly notice: Notice | null;
  readonly withdrawnAt: string | null;
  readonly withdrawn: Withdrawn | null;
}

export type RecordData = Omit<ApprovalRecord, 'id'>;

/** What a record holds when nothing waits for anybody. */
export const NOTHING_SUBMITTED = {
  step: null,
  digest: null,
  note: null,
  submittedBy: null,
  submittedAt: null,
  agreedBy: null,
  agreedAt: null,
  decidedBy: null,
  decidedAt: null,
  publishAt: null,
  overrideReason: null,
  overrideBy: null,
} as const satisfies Partial<RecordData>;

const read = (row: ApprovalRecord): ApprovalRecord => ({ ...row, writers: row.writers ?? [] });

/** The records of a document, by language; a language that nobody touched has none. */
export async function recordsOf(strapi: Core.Strapi, document: string): Promise<Map<Locale, ApprovalRecord>> {
  const rows: ApprovalRecord[] = await strapi.db.query(RECORD).findMany({ where: { document } });
  return new Map(rows.map((row) => [row.language, read(row)]));
}

/** Records that fit a condition, oldest submission first. */
export async function findRecords(
  strapi: Core.Strapi,
  where: Record<string, unknown>,
): Promise<ApprovalRecord[]> {
  const rows: ApprovalRecord[] = await strapi.db
    .query(RECORD)
    .findMany({ where, orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }] });
  return rows.map(read);
}

/** Writes a record, a new one where the language has none. */
export async function saveRecord(
  strapi: Core.Strapi,
  known: ApprovalRecord | undefined,
  data: Pick<RecordData, 'type' | 'document' | 'language'> & Partial<RecordData>,
): Promise<void> {
  const records = strapi.db.query(RECORD);
  if (known) await records.update({ where: { id: known.id }, data });
  else await records.create({ data: { state: 'draft', writers: [], ...data } });
}

export async function dropRecord(strapi: Core.Strapi, { id }: ApprovalRecord): Promise<void> {
  await strapi.db.query(RECORD).delete({ where: { id } });
}

/**
 * Who wrote a language since it was last live. Where no record was kept, before there were any, who
 * made the draft and who changed it last.
 */
export function writersOf(record: ApprovalRecord | undefined, { draft }: Versions): number[] {
  if (record) return [...record.writers];
  return [draft?.createdBy?.id, draft?.updatedBy?.id].filter((id) => id !== undefined);
}

/**
 * Lets one transaction at a time change a document or decide about it. PostgreSQL needs to be told;
 * SQLite has one writer anyway. Comes before any other lock.
 */
export async function lockDocument(
  strapi: Core.Strapi,
  typeName: string,
  documentId: string,
  transaction: Knex.Transaction,
): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres') return;
  await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', [`${typeName} ${documentId}`]);
}
