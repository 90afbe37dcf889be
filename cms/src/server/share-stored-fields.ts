import type { Core } from '@strapi/strapi';
import { allTypes, type ContentType, type Locale, locales, ownerOf } from 'content-types';
import type { Knex } from 'knex';
import { watchWrite } from '../features/approval';
import { recordEvent } from '../features/audit';
import { titleOf, type Version, type Versions, versionsOf } from '../features/documents';
import { type Disagreement, partsToKey, reconcile, settlePartKeys, writeShared } from '../features/entries';
import { runAsSystem } from '../kernel/actor';
import { uidOf } from '../kernel/content/references';

/**
 * Gives every stored part of a list its key, the same in all versions of a document, and makes the drafts
 * agree on what they share; see `reconcile` for the rule. What is live stays as it is: where the live
 * languages disagree, the approval says so. Each change is in the log and in the audit record, and takes
 * back what was submitted, as every write does.
 */
export async function shareStoredFields(strapi: Core.Strapi, trx: Knex.Transaction): Promise<void> {
  await runAsSystem(async () => {
    for (const type of allTypes) {
      const rows = await strapi.db.query(uidOf(type)).findMany({ select: ['documentId'] });
      for (const document of new Set(rows.map(({ documentId }) => documentId as string)))
        await shareDocument(strapi, trx, type, document);
    }
  });
}

async function shareDocument(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  type: ContentType,
  document: string,
): Promise<void> {
  const keyed = await keyParts(strapi, trx, type, await versionsOf(strapi, type, document));
  const [first, second] = locales.flatMap((locale) => keyed.get(locale) ?? []);
  if (!first?.draft || !second?.draft) return;
  const { data, disagreements } = reconcile(
    type.fields,
    { draft: first.draft, live: first.live },
    { draft: second.draft, live: second.live },
  );
  if (disagreements.length === 0) return;
  await watchWrite(strapi, type, document, async () => {
    for (const [index, draft] of [first.draft, second.draft].entries()) {
      const change = data[index];
      if (draft && change) await writeShared(strapi, type, draft, change);
    }
    return { documentId: document };
  });
  await report(strapi, type, [first.draft, second.draft], disagreements);
}

/** Stores the keys that parts of lists have not got yet; the versions with all their keys. */
async function keyParts(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  type: ContentType,
  languages: ReadonlyMap<Locale, Versions>,
): Promise<Map<Locale, Versions>> {
  const keyed = new Map<Locale, Versions>();
  for (const locale of locales) {
    const { draft, live } = languages.get(locale) ?? {};
    const drafts = [...keyed.values()].flatMap((versions) => versions.draft ?? []);
    const give = async (version: Version, others: Version[]) => {
      const copy = settlePartKeys(type.fields, version, { own: undefined, others }) as unknown as Version;
      for (const { uid, id, key } of partsToKey(type.fields, version, copy)) {
        const { tableName } = strapi.db.metadata.get(uid);
        await trx(tableName).where({ id }).update({ part_key: key });
      }
      return copy;
    };
    const ownDraft = draft && (await give(draft, drafts));
    const ownLive = live && (await give(live, ownDraft ? [ownDraft] : drafts));
    if (draft || live)
      keyed.set(locale, { ...(ownDraft && { draft: ownDraft }), ...(ownLive && { live: ownLive }) });
  }
  return keyed;
}

async function report(
  strapi: Core.Strapi,
  type: ContentType,
  [draft, other]: readonly [Version, Version],
  disagreements: readonly Disagreement[],
): Promise<void> {
  for (const { labels, values, kept } of disagreements) {
    const field = labels.map((label) => (typeof label === 'number' ? label : label.en)).join(' › ');
    const said = [draft, other]
      .map(({ locale }, index) => `${locale} ${JSON.stringify(values[index])}`)
      .join(', ');
    strapi.log.warn(
      `${type.name} ${draft.documentId}: the languages disagreed on “${field}” (${said}); the drafts now say ${JSON.stringify(kept)}`,
    );
  }
  await recordEvent(strapi, {
    action: 'entry.share-fields',
    actor: { kind: 'system' },
    type: type.name,
    document: draft.documentId,
    ministry: ownerOf(type, draft),
    title: titleOf(type, draft) ?? '',
    details: { fields: disagreements.map(({ path }) => path) },
  });
}
