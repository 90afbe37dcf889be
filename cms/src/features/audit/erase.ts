import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { ERASED, ERASURE, isBlank, type Row, restOf } from './chain';
import { EVENT } from './record';

/**
 * Erases the words of all that was recorded of a document: titles and details. Who did what and when stays,
 * and so does the hash of each row. The one way past `append-only.ts`; in the same transaction record what
 * this returns as the details of an `ERASURE`, or the record does not verify any more.
 */
export async function eraseWords(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { type, document }: { type: string; document: string },
): Promise<{ rows: [position: number, rest: string][] }> {
  const rows: Row[] = await strapi.db
    .query(EVENT)
    .findMany({ where: { type, document }, orderBy: { position: 'asc' } });
  const worded = rows.filter((row) => row.action !== ERASURE && !isBlank(row));
  const { tableName } = strapi.db.metadata.get(EVENT);
  for (const { position } of worded) await trx(tableName).where({ position }).update(ERASED);
  return { rows: worded.map((row) => [row.position, restOf(row)]) };
}
