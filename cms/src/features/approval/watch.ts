import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, ownerOf } from 'content-types';
import { type Actor, currentActor } from '../../kernel/actor';
import { emit } from '../../kernel/events/domain-events';
import {
  type ApprovalContext,
  dropRecord,
  NOTHING_SUBMITTED,
  readContext,
  recordsOf,
  saveRecord,
  titleOf,
  type Version,
  type Versions,
  versionsOf,
  writersOf,
} from '../documents';
import { type LanguageContext, readLanguage } from './context';
import { digestOf } from './digest';
import type { ApprovalEvent } from './events';
import { refused } from './messages';
import { edited } from './transitions';

/** What a document was before a write. */
interface Before {
  readonly languages: ReadonlyMap<Locale, Versions>;
  readonly digests: ReadonlyMap<Locale, string>;
}

/**
 * Does a write to a document, and notes afterwards what it changed: who wrote in which language, and
 * that what was submitted or approved is so no longer, in every language that the write reached.
 * @param authors who wrote what the write brings in besides the actor, by language
 */
export async function watchWrite<T extends { documentId: string } | null>(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string | undefined,
  work: () => Promise<T>,
  authors: ReadonlyMap<Locale, readonly number[]> = new Map(),
): Promise<T> {
  const actor = currentActor(strapi);
  if (actor.kind === 'system' && (!documentId || (await recordsOf(strapi, documentId)).size === 0))
    return work();
  const before = await readBefore(strapi, type, documentId);
  const result = await work();
  const written = documentId ?? result?.documentId;
  if (written !== undefined) await noteChanges(strapi, type, written, before, { actor, authors });
  return result;
}

async function readBefore(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string | undefined,
): Promise<Before> {
  const languages = documentId ? await versionsOf(strapi, type, documentId) : new Map<Locale, Versions>();
  const digests = new Map<Locale, string>();
  for (const [language, { draft }] of languages) {
    if (draft) digests.set(language, digestOf(type, draft));
  }
  return { languages, digests };
}

/** Who wrote each language of a document since it was last live: a copy of it is their work too. */
export async function authorsOf(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
): Promise<Map<Locale, number[]>> {
  const records = await recordsOf(strapi, documentId);
  const languages = await versionsOf(strapi, type, documentId);
  return new Map(
    [...languages].map(([language, versions]) => [language, writersOf(records.get(language), versions)]),
  );
}

interface Writing {
  readonly actor: Actor;
  readonly authors: ReadonlyMap<Locale, readonly number[]>;
}

async function noteChanges(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  before: Before,
  writing: Writing,
): Promise<void> {
  const entry = await readContext(strapi, type, documentId);
  for (const [language, record] of await recordsOf(strapi, documentId)) {
    if (entry?.languages.get(language)?.draft) continue;
    // Nobody could word the notice anew, or take it away.
    if (record.withdrawnAt && writing.actor.kind !== 'system') throw refused('has-notice');
    await dropRecord(strapi, record);
  }
  for (const [language, { draft }] of before.languages) {
    if (draft && !entry?.languages.get(language)?.draft)
      await noteDeleted(strapi, type, draft, writing.actor);
  }
  for (const language of entry?.languages.keys() ?? []) {
    const now = readLanguage(entry as ApprovalContext, language);
    if (now.draftDigest === null || now.draftDigest === before.digests.get(language)) continue;
    await noteChange(strapi, entry as ApprovalContext, now, before.languages.get(language) ?? {}, writing);
  }
}

async function noteDeleted(
  strapi: Core.Strapi,
  type: ContentType,
  draft: Version,
  actor: Actor,
): Promise<void> {
  await emit<ApprovalEvent>(strapi, {
    name: 'deleted',
    actor,
    type: type.name,
    document: draft.documentId,
    language: draft.locale,
    ministry: ownerOf(type, draft),
    title: titleOf(type, draft) ?? '',
  });
}

async function noteChange(
  strapi: Core.Strapi,
  { type, document, ministry }: ApprovalContext,
  { language, record, versions, facts }: LanguageContext,
  before: Versions,
  { actor, authors }: Writing,
): Promise<void> {
  const state = edited(record?.state ?? 'draft', facts);
  const writer = 'userId' in actor ? [actor.userId] : [];
  const writers = [...writersOf(record, before), ...(authors.get(language) ?? []), ...writer];
  const title = titleOf(type, versions.draft);
  const takenBack = record?.state === 'submitted' || record?.state === 'approved';
  await saveRecord(strapi, record, {
    type: type.name,
    document,
    language,
    ministry,
    title,
    state,
    ...(takenBack && NOTHING_SUBMITTED),
    // Where the draft is what is live again, nobody's words are left to approve.
    writers: facts.live && !facts.changed ? [] : [...new Set(writers)],
  });
  if (!takenBack) return;
  await emit<ApprovalEvent>(strapi, {
    name: 'taken-back',
    actor,
    type: type.name,
    document,
    language,
    ministry,
    ...(title !== null && { title }),
    details: { byEditing: true },
  });
}
