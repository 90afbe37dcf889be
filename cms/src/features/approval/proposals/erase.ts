import type { Core } from '@strapi/strapi';
import { type Locale, locales } from 'content-types';
import type { Knex } from 'knex';
import { uidOf } from '../../../kernel/content/references';
import { forgetDeliveries } from '../../../kernel/events/deliveries';
import { emit } from '../../../kernel/events/domain-events';
import { fileIds, type Reader } from '../../access';
import { eraseWords } from '../../audit';
import { type ApprovalContext, titleOf } from '../../documents';
import { eraseMails, oneLine } from '../../mail';
import type { ApprovalEvent } from '../events';
import { takeOffToErase } from '../take-down';
import { forgetProposals } from './store';

/**
 * Erases a document in all languages: takes it off the site without a notice, deletes what is stored of it,
 * and everything that others noted of it: approvals, proposals, notices, mails, what builds said, its slugs
 * in the outbox and the words of its audit rows. Who did what and when stays, with ids and digests. Part of
 * one transaction; its files go afterwards.
 * @returns the numbers of the files that it used
 */
export async function eraseDocument(
  strapi: Core.Strapi,
  { actor }: Reader,
  entry: ApprovalContext,
  trx: Knex.Transaction,
): Promise<number[]> {
  const { type, document, ministry } = entry;
  const subject = { type: type.name, document };
  const files = filesOf(entry);
  const titles = await titlesIn(strapi, entry);
  await takeOffToErase(strapi, entry);
  await strapi.documents(uidOf(type)).delete({ documentId: document, locale: '*' });
  await forgetProposals(strapi, subject);
  await forgetDeliveries(strapi, document);
  await eraseMails(strapi, [document, ...titles.map((title) => `“${oneLine(title)}”`)]);
  const details = await eraseWords(strapi, trx, subject);
  await emit<ApprovalEvent>(strapi, { name: 'erased', actor, ...subject, ministry, details: { ...details } });
  return files;
}

function filesOf({ type, languages }: ApprovalContext): number[] {
  const versions = [...languages.values()].flatMap(({ draft, live }) => [draft, live]);
  return [...new Set(versions.flatMap((version) => (version ? fileIds(type, version) : [])))];
}

/** All titles that the document has, or had when somebody was told of it. */
async function titlesIn(
  strapi: Core.Strapi,
  { type, document, languages, records }: ApprovalContext,
): Promise<string[]> {
  const known = [
    ...[...languages.values()].flatMap(({ draft, live }) => [titleOf(type, draft), titleOf(type, live)]),
    ...locales.map((language: Locale) => records.get(language)?.withdrawn?.title),
  ];
  const told: { title: string | null }[] = await strapi.db
    .query('api::audit.event')
    .findMany({ where: { type: type.name, document }, select: ['title'] });
  const all = [...known, ...told.map(({ title }) => title)];
  return [...new Set(all.filter((title): title is string => typeof title === 'string' && title !== ''))];
}
