import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type ContentType, defaultLocale, type Locale, locales, typeByUid } from 'content-types';
import { holdBoundary } from '../access/boundary';
import { checkPublished } from '../publication/check-published';
import { recordChanges } from '../publication/outbox';
import { checkEntry } from './check';
import { cleanEntry } from './clean';
import { keepOwner, lockKeys, settleEntryKey, spreadCodes } from './keep-keys';
import { uidOf } from './references';

interface Call {
  readonly uid: string;
  readonly action: string;
  params: {
    documentId?: string;
    locale?: unknown;
    status?: string;
    data?: Record<string, unknown>;
    [name: string]: unknown;
  };
}
type Next = () => Promise<unknown>;
interface Result {
  readonly entries: { id: number; documentId: string; locale: string; [attribute: string]: unknown }[];
}

/**
 * The one gate in front of the document service for our types: who may (the boundary), what is
 * well-formed (checks, keys), and the outbox in the same transaction.
 */
export function guardDocuments(strapi: Core.Strapi): void {
  strapi.documents.use((async (call: Call, next: Next) => {
    const type = typeByUid(call.uid);
    if (!type) return next();
    if (call.params.data) call.params.data = cleanEntry(type, call.params.data);
    await holdBoundary(strapi, type, call);
    switch (call.action) {
      case 'create':
      case 'update':
        return write(strapi, type, call, next);
      case 'clone':
        return clone(strapi, type, call, next);
      case 'discardDraft':
        return discard(strapi, type, next);
      case 'publish':
        return publish(strapi, type, next);
      case 'unpublish':
      case 'delete':
        return takeDown(strapi, type, call, next);
      default:
        return next();
    }
  }) as never);
}

async function write(strapi: Core.Strapi, type: ContentType, call: Call, next: Next): Promise<unknown> {
  // Strapi would publish inside its own function, past every middleware.
  if (call.params.status === 'published') {
    throw new errors.ValidationError('status: save a draft, then publish it');
  }
  const locale = localeOf(call.params.locale);
  const { documentId } = call.params;
  return strapi.db.transaction(async ({ trx }) => {
    const data = { ...call.params.data };
    await checkEntry(strapi, type, data);
    await lockKeys(strapi, type, trx);
    await settleEntryKey(strapi, type, { documentId, locale }, data);
    await keepOwner(strapi, type, documentId, data);
    call.params.data = data;
    const entry = (await next()) as { documentId: string } | null;
    if (entry) await spreadCodes(strapi, type, entry.documentId, data);
    return entry;
  });
}

/** A copy is a new document: it gets keys of its own, each language the same one. */
async function clone(strapi: Core.Strapi, type: ContentType, call: Call, next: Next): Promise<unknown> {
  if (type.key === 'code')
    throw new errors.ValidationError(`A ${type.name} cannot be copied: its code is unique`);
  return strapi.db.transaction(async ({ trx }) => {
    const data = { ...call.params.data };
    await checkEntry(strapi, type, data);
    if (type.key) {
      const source = await strapi.db
        .query(uidOf(type))
        .findOne({ where: { documentId: call.params.documentId } });
      if (!source) return next();
      await lockKeys(strapi, type, trx);
      const named = { [type.title]: source[type.title], ...data };
      await settleEntryKey(strapi, type, { documentId: undefined, locale: source.locale as Locale }, named);
      data[type.key] = named[type.key];
    }
    call.params.data = data;
    return next();
  });
}

/** The draft is what is live again, in its language; the other language's draft takes the slug over. */
async function discard(strapi: Core.Strapi, type: ContentType, next: Next): Promise<unknown> {
  return strapi.db.transaction(async () => {
    const result = (await next()) as Result;
    for (const entry of result.entries) await spreadCodes(strapi, type, entry.documentId, entry);
    return result;
  });
}

async function publish(strapi: Core.Strapi, type: ContentType, next: Next): Promise<unknown> {
  return strapi.db.transaction(async () => {
    const result = (await next()) as Result;
    for (const { id } of result.entries) await checkPublished(strapi, type, id);
    await recordChanges(strapi, type, 'publish', result.entries);
    return result;
  });
}

/** Records what was live before and is not any more. */
async function takeDown(strapi: Core.Strapi, type: ContentType, call: Call, next: Next): Promise<unknown> {
  return strapi.db.transaction(async () => {
    const query = { where: { documentId: call.params.documentId, publishedAt: { $notNull: true } } };
    const before = await strapi.db.query(uidOf(type)).findMany(query);
    const result = await next();
    const after = new Set((await strapi.db.query(uidOf(type)).findMany(query)).map(({ locale }) => locale));
    const gone = before.filter(({ locale }) => !after.has(locale));
    await recordChanges(strapi, type, 'unpublish', gone);
    return result;
  });
}

function localeOf(value: unknown): Locale {
  return locales.find((locale) => locale === value) ?? defaultLocale;
}
