import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales, ownerOf } from 'content-types';
import { activeKind, currentActor } from '../../kernel/actor';
import { emit } from '../../kernel/events/domain-events';
import { isAsHashed } from '../../kernel/files/hashes';
import {
  type ApprovalRecord,
  readContext,
  recordsOf,
  saveRecord,
  titleOf,
  type Version,
  versionsOf,
} from '../documents';
import { disagreeing } from './bound-languages';
import { attachedFiles, digestOf } from './digest';
import type { ApprovalEvent } from './events';
import { refused } from './messages';
import { WHEN_DUE } from './transitions';

/** The languages that a call of the document service names; `*` is all, nothing the default one. */
function languagesOf(locale: unknown): Locale[] {
  if (locale === '*') return [...locales];
  const named = [locale ?? 'bn'].flat();
  return locales.filter((language) => named.includes(language));
}

/**
 * Lets a publish through only where each language's record says that exactly this draft was approved,
 * by somebody who may still approve it, for now or earlier, and where the live languages then agree on what
 * they share. Only the system needs no approval.
 * @throws PolicyError that says what to do instead
 */
export async function admitPublish(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: unknown,
): Promise<void> {
  if (currentActor(strapi).kind === 'system') return;
  const entry = await readContext(strapi, type, documentId);
  const languages = languagesOf(locale).filter((one) => locale !== '*' || entry?.languages.get(one)?.draft);
  if (languages.length === 0) throw refused('use-approval');
  for (const language of languages) {
    const draft = entry?.languages.get(language)?.draft;
    const record = entry?.records.get(language);
    if (!draft || record?.state !== 'approved' || !isDue(record)) throw refused('use-approval');
    if (digestOf(type, draft) !== record.digest) throw refused('changed');
    // The digest names the bytes that came in: what was exchanged in storage since is not what was approved.
    for (const file of attachedFiles(type, draft))
      if (!(await isAsHashed(strapi, file))) throw refused('changed');
    if (!(await approverStands(strapi, record))) throw refused('approver-gone');
  }
  const [language] = entry ? disagreeing(entry, languages) : [];
  if (language) throw refused('shared-together', { language });
}

const isDue = ({ publishAt }: ApprovalRecord) =>
  publishAt === null || new Date(publishAt).getTime() <= Date.now();

/**
 * Whether whoever approved a version may still approve it: an active moderator or super admin, and
 * none of its authors; or, by override, two super admins, one who asked and one who confirmed.
 */
export async function approverStands(strapi: Core.Strapi, record: ApprovalRecord): Promise<boolean> {
  const { decidedBy, submittedBy, writers, overrideReason, overrideBy } = record;
  const kind = await activeKind(strapi, decidedBy);
  if (overrideReason !== null) {
    const isTwo = overrideBy !== null && overrideBy !== decidedBy;
    return isTwo && kind === 'super-admin' && (await activeKind(strapi, overrideBy)) === 'super-admin';
  }
  const isAuthor = decidedBy === null || decidedBy === submittedBy || writers.includes(decidedBy);
  return (kind === 'moderator' || kind === 'super-admin') && !isAuthor;
}

/**
 * Notes what went live: its words are nobody's draft any more, and a notice at its address goes.
 * @throws PolicyError when the published version is not what was approved
 */
export async function notePublished(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  published: readonly string[],
): Promise<void> {
  const actor = currentActor(strapi);
  const records = await recordsOf(strapi, documentId);
  if (actor.kind === 'system' && records.size === 0) return;
  const languages = await versionsOf(strapi, type, documentId);
  for (const [language, { live }] of languages) {
    if (!live || !published.includes(language)) continue;
    const record = records.get(language);
    const liveDigest = digestOf(type, live);
    if (actor.kind !== 'system' && liveDigest !== record?.digest) throw refused('differs-when-live');
    await saveRecord(strapi, record, liveRecord(type, live, liveDigest));
    const { submittedBy } = record ?? {};
    await emit<ApprovalEvent>(strapi, {
      name: 'live',
      actor,
      type: type.name,
      document: documentId,
      language,
      ministry: ownerOf(type, live),
      title: titleOf(type, live) ?? '',
      ...(submittedBy && { submittedBy }),
    });
  }
  for (const record of (await recordsOf(strapi, documentId)).values()) {
    if (record.withdrawnAt === null) continue;
    const { type: name, document, language } = record;
    const state = record.state === 'withdrawn' ? 'draft' : record.state;
    await saveRecord(strapi, record, { type: name, document, language, state, ...NO_NOTICE });
  }
}

const NO_NOTICE = { notice: null, withdrawnAt: null, withdrawn: null } as const;

function liveRecord(type: ContentType, live: Version, liveDigest: string) {
  return {
    type: type.name,
    document: live.documentId,
    language: live.locale,
    ministry: ownerOf(type, live),
    title: titleOf(type, live),
    state: WHEN_DUE.published,
    step: null,
    digest: null,
    comment: null,
    publishAt: null,
    writers: [],
    liveSince: new Date().toISOString(),
    liveDigest,
    ...NO_NOTICE,
  } as const;
}

/**
 * Refuses to take down what nobody decided to take down: the record must say already that the language
 * is withdrawn with a notice or unpublished with a reason, which it does only in the transaction that
 * decides so. What the system takes down is noted.
 * @throws PolicyError
 */
export async function checkTakenDown(
  strapi: Core.Strapi,
  documentId: string,
  gone: readonly string[],
): Promise<void> {
  const records = await recordsOf(strapi, documentId);
  const isSystem = currentActor(strapi).kind === 'system';
  for (const language of gone) {
    const record = records.get(language as Locale);
    if (isSystem) {
      if (record) await saveRecord(strapi, record, takenDown(record));
      continue;
    }
    const withdrawn = record?.state === 'withdrawn' && record.notice !== null;
    const unpublished = record?.state === 'draft' && record.overrideReason !== null;
    if (!withdrawn && !unpublished) throw refused('use-withdraw');
  }
}

/** A record's language is not live any more. */
function takenDown({ type, document, language, state }: ApprovalRecord) {
  const waits = state === 'submitted' || state === 'approved' || state === 'returned';
  return {
    type,
    document,
    language,
    state: waits ? state : 'draft',
    liveSince: null,
    liveDigest: null,
  } as const;
}
