import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/**
 * Lets one transaction at a time append to the audit record and to the outbox, until it ends: their rows are numbered
 * in the order in which they are committed. One lock for both, because what takes two in another order than its
 * neighbour waits for ever. SQLite has one writer anyway; PostgreSQL needs to be told.
 */
export async function lockAppends(strapi: Core.Strapi, transaction: Knex.Transaction): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres') return;
  await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', ['audit record']);
}
