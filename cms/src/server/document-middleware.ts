import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type ContentType, defaultLocale, type Locale, locales, typeByUid } from 'content-types';
import type { Knex } from 'knex';
import { checkMinistryScope, keepWhatIsPart } from '../features/access';
import {
  type ApprovalEvent,
  admitPublish,
  authorsOf,
  checkTakenDown,
  notePublished,
  refused,
  watchWrite,
} from '../features/approval';
import { lockDocument, versionsOf } from '../features/documents';
import {
  checkEntry,
  cleanEntry,
  displacedKey,
  lockKeys,
  settleEntryKey,
  settlePartKeys,
  settleShared,
  spreadShared,
  takesOver,
} from '../features/entries';
import { checkPublished } from '../features/publication';
import { uidOf } from '../kernel/content/references';
import { emit } from '../kernel/events/domain-events';

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
  readonly documentId: string;
  readonly entries: { id: number; documentId: string; locale: string; [attribute: string]: unknown }[];
}

/**
 * The one gate in front of the document service for our types: who may (the boundary), what is
 * well-formed (checks, keys), what was approved (the approval), and the outbox in the same transaction.
 */
export function addDocumentMiddleware(strapi: Core.Strapi): void {
  strapi.documents.use((async (call: Call, next: Next) => {
    const type = typeByUid(call.uid);
    if (!type || takesOver()) return next();
    if (call.params.data) call.params.data = cleanEntry(type, call.params.data);
    const guard = guards[call.action];
    if (!guard) {
      await checkMinistryScope(strapi, type, call);
      return next();
    }
    return strapi.db.transaction(async ({ trx }) => {
      const { documentId } = call.params;
      if (documentId) await lockDocument(strapi, type.name, documentId, trx);
      await checkMinistryScope(strapi, type, call);
      return guard({ strapi, type, call, next, trx });
    });
  }) as never);
}

/** A call that changes something, in its transaction. */
interface Change {
  readonly strapi: Core.Strapi;
  readonly type: ContentType;
  readonly call: Call;
  readonly next: Next;
  readonly trx: Knex.Transaction;
}

async function write({ strapi, type, call, next, trx }: Change): Promise<unknown> {
  // Strapi would publish inside its own function, past every middleware.
  if (call.params.status === 'published') {
    throw new errors.ValidationError('status: save a draft, then publish it');
  }
  const locale = localeOf(call.params.locale);
  const { documentId } = call.params;
  const before = documentId ? await versionsOf(strapi, type, documentId) : new Map();
  const data = settleShared(type, before, locale, call.params.data ?? {});
  await checkEntry(strapi, type, data, documentId);
  await lockKeys(strapi, type, trx);
  await settleEntryKey(strapi, type, { documentId, locale }, data);
  call.params.data = data;
  return watchWrite(strapi, type, documentId, async () => {
    const entry = (await next()) as { documentId: string } | null;
    if (entry) await spreadShared(strapi, type, entry.documentId, locale, { before, by: data.updatedBy });
    return entry;
  });
}

/** A copy is a new document: it gets keys of its own, each language the same one. */
async function clone({ strapi, type, call, next, trx }: Change): Promise<unknown> {
  if (type.key === 'code')
    throw new errors.ValidationError(`A ${type.name} cannot be copied: its code is unique`);
  const { documentId } = call.params;
  const own = (await versionsOf(strapi, type, documentId ?? '')).get(localeOf(call.params.locale))?.draft;
  const data = settlePartKeys(type.fields, call.params.data ?? {}, { own, others: [] });
  await checkEntry(strapi, type, data, documentId);
  if (type.key) {
    const source = await strapi.db.query(uidOf(type)).findOne({ where: { documentId } });
    if (!source) return next();
    await lockKeys(strapi, type, trx);
    const named = { [type.title]: source[type.title], ...data };
    await settleEntryKey(strapi, type, { documentId: undefined, locale: source.locale as Locale }, named);
    data[type.key] = named[type.key];
  }
  call.params.data = data;
  const authors = await authorsOf(strapi, type, documentId ?? '');
  return watchWrite(strapi, type, undefined, async () => (await next()) as Result, authors);
}

/** The draft is what is live again, in its language; the other language's draft takes over what they share. */
async function discard({ strapi, type, call, next }: Change): Promise<unknown> {
  const { documentId = '' } = call.params;
  const before = await versionsOf(strapi, type, documentId);
  return watchWrite(strapi, type, documentId, async () => {
    const result = (await next()) as Result;
    for (const { locale } of result.entries)
      await spreadShared(strapi, type, documentId, localeOf(locale), { before });
    return result;
  });
}

async function publish({ strapi, type, call, next, trx }: Change): Promise<unknown> {
  const { documentId = '', locale } = call.params;
  await admitPublish(strapi, type, documentId, locale);
  await lockKeys(strapi, type, trx);
  await keepAddresses(strapi, type, documentId, locale);
  const result = (await next()) as Result;
  for (const { id } of result.entries) await checkPublished(strapi, type, id);
  await emit<ApprovalEvent>(strapi, { name: 'published', type, versions: result.entries });
  await notePublished(
    strapi,
    type,
    documentId,
    result.entries.map((entry) => entry.locale),
  );
  return result;
}

/**
 * An address that shows something to visitors is not taken over by another document.
 * @throws PolicyError
 */
async function keepAddresses(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: unknown,
): Promise<void> {
  const all = await versionsOf(strapi, type, documentId);
  const going = [...all].map(([language, { draft, live }]) => {
    const goes = locale === '*' || [locale ?? defaultLocale].flat().includes(language);
    return { live, draft: goes ? draft : undefined };
  });
  const key = await displacedKey(strapi, type, going, documentId);
  if (key !== undefined) throw refused('address-taken', { key });
}

/** Records what was live before and is not any more, once it was decided so. */
async function takeDown({ strapi, type, call, next }: Change): Promise<unknown> {
  const { documentId = '' } = call.params;
  const query = { where: { documentId, publishedAt: { $notNull: true } } };
  const before = await strapi.db.query(uidOf(type)).findMany(query);
  const result = await watchWrite(strapi, type, documentId, () =>
    keepWhatIsPart(strapi, type, async () => (await next()) as Result),
  );
  const after = new Set((await strapi.db.query(uidOf(type)).findMany(query)).map(({ locale }) => locale));
  const gone = before.filter(({ locale }) => !after.has(locale));
  await checkTakenDown(
    strapi,
    documentId,
    gone.map(({ locale }) => locale),
  );
  await emit<ApprovalEvent>(strapi, { name: 'taken-down', type, versions: gone });
  return result;
}

const guards: Partial<Record<string, (change: Change) => Promise<unknown>>> = {
  create: write,
  update: write,
  clone,
  discardDraft: discard,
  publish,
  unpublish: takeDown,
  delete: takeDown,
};

function localeOf(value: unknown): Locale {
  return locales.find((locale) => locale === value) ?? defaultLocale;
}
