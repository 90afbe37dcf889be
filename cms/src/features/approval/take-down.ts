import type { Core } from '@strapi/strapi';
import { type ContentType, type Locale, locales, parentOf } from 'content-types';
import { uidOf } from '../../kernel/content/references';
import { emit } from '../../kernel/events/domain-events';
import type { Reader } from '../access';
import {
  type ApprovalContext,
  type ApprovalRecord,
  hasPage,
  liveKey,
  NOTHING_SUBMITTED,
  type Notice,
  saveRecord,
  titleOf,
  type Version,
  type Withdrawn,
  writersOf,
} from '../documents';
import { readLanguage } from './context';
import { knownType, openContext, rulesFor } from './decide';
import type { ApprovalEvent, EntryEvent } from './events';
import { FIXED_NOTICES, type FixedNotice } from './isomorphic/fixed-notices';
import { refused } from './messages';
import { act } from './transitions';

interface Target {
  readonly type: string;
  readonly document: string;
}

/**
 * Takes a document off the site in all its languages and leaves one of the fixed sentences at its address;
 * on one that is withdrawn already, puts that sentence in the place of its notice.
 * @throws PolicyError or NotFoundError
 */
export async function withdraw(
  strapi: Core.Strapi,
  reader: Reader,
  target: Target,
  sentence: FixedNotice,
): Promise<void> {
  const notice: Notice = FIXED_NOTICES[sentence];
  const type = knownType(target.type);
  await strapi.db.transaction(async ({ trx }) => {
    const entry = await openContext(strapi, reader, type, target.document, trx);
    if (!hasPage(type)) throw refused('no-notice-here');
    const key = liveKey(type, entry.languages) ?? '';
    const affected: Locale[] = [];
    for (const language of locales) {
      const one = readLanguage(entry, language);
      const { who, facts } = await rulesFor(strapi, reader, entry, one);
      const outcome = act(one.state, 'withdraw', who, facts, { sawDraft: true });
      if ('refused' in outcome) throw refused(outcome.refused);
      const live = one.versions.live;
      const known = one.record?.withdrawn;
      // What was scheduled would put the page back by itself.
      if (!live && !known && one.state !== 'approved') continue;
      const withdrawn = live ? lastLive(type, live, key) : known;
      if (withdrawn) affected.push(language);
      await saveRecord(strapi, one.record, {
        ...base(entry, language, one.record),
        state: 'withdrawn',
        ...(withdrawn && {
          notice,
          withdrawn,
          withdrawnAt: one.record?.withdrawnAt ?? new Date().toISOString(),
        }),
        decidedBy: reader.actor.userId,
        decidedAt: new Date().toISOString(),
      });
    }
    await takeOff(strapi, entry, affected);
    await emitTakenDown(strapi, reader, entry, 'withdrawn', { sentence, notice, languages: affected });
  });
}

/** Puts other words at the address of a withdrawn document, once a second person has confirmed them. */
export async function wordNotice(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  notice: Notice,
): Promise<void> {
  const languages = noticed(entry);
  for (const language of languages) {
    const known = entry.records.get(language);
    await saveRecord(strapi, known, { type: entry.type.name, document: entry.document, language, notice });
  }
  await takeOff(strapi, entry, languages);
  await emitTakenDown(strapi, reader, entry, 'notice-worded', { notice, languages });
}

/** Takes the notice of a withdrawn document away, once a second person has confirmed that. */
export async function removeNotice(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  reason: string,
): Promise<void> {
  const languages = noticed(entry);
  for (const language of languages) {
    const known = entry.records.get(language);
    const state = known?.state === 'withdrawn' ? 'draft' : (known?.state ?? 'draft');
    const gone = { state, notice: null, withdrawn: null, withdrawnAt: null };
    await saveRecord(strapi, known, { type: entry.type.name, document: entry.document, language, ...gone });
  }
  await takeOff(strapi, entry, languages);
  await emitTakenDown(strapi, reader, entry, 'notice-removed', { comment: reason, languages });
}

/** The languages in which a notice stands for a document. */
function noticed({ records }: ApprovalContext): Locale[] {
  return locales.filter((language) => records.get(language)?.withdrawnAt);
}

/**
 * Takes languages of a document off the site without a notice.
 * @param languages those to take down; all that are live when there are none
 * @throws PolicyError or NotFoundError
 */
export async function unpublish(
  strapi: Core.Strapi,
  reader: Reader,
  target: Target,
  { reason, languages = locales }: { reason: string; languages?: readonly Locale[] | undefined },
): Promise<void> {
  const type = knownType(target.type);
  await strapi.db.transaction(async ({ trx }) => {
    const entry = await openContext(strapi, reader, type, target.document, trx);
    const affected: Locale[] = [];
    for (const language of languages) {
      const one = readLanguage(entry, language);
      const { who, facts } = await rulesFor(strapi, reader, entry, one);
      const outcome = act(one.state, 'unpublish', who, facts, { sawDraft: true });
      if ('refused' in outcome && outcome.refused !== 'not-live') throw refused(outcome.refused);
      if ('refused' in outcome) continue;
      affected.push(language);
      await saveRecord(strapi, one.record, {
        ...base(entry, language, one.record),
        state: 'draft',
        notice: null,
        withdrawn: null,
        withdrawnAt: null,
        overrideReason: reason,
        decidedBy: reader.actor.userId,
        decidedAt: new Date().toISOString(),
      });
    }
    if (affected.length === 0) throw refused('not-live');
    await takeOff(strapi, entry, affected);
    await emitTakenDown(strapi, reader, entry, 'unpublished', { comment: reason, languages: affected });
  });
}

/** Takes all of a document off the site, a notice too, because it is about to be erased. */
export async function takeOffToErase(strapi: Core.Strapi, entry: ApprovalContext): Promise<void> {
  const { languages, records } = entry;
  const affected = locales.filter(
    (language) => languages.get(language)?.live || records.get(language)?.withdrawnAt,
  );
  for (const language of affected) {
    await saveRecord(strapi, records.get(language), {
      ...base(entry, language, records.get(language)),
      state: 'draft',
      notice: null,
      withdrawn: null,
      withdrawnAt: null,
      overrideReason: 'erase',
    });
  }
  await takeOff(strapi, entry, affected);
}

function lastLive(type: ContentType, live: Version, key: string): Withdrawn {
  const parent = parentOf(type.name);
  const course = parent?.kind === 'child' ? live[parent.field] : undefined;
  return {
    key,
    title: titleOf(type, live) ?? key,
    ...(typeof course === 'string' && { course }),
  };
}

function base(
  { type, document, ministry, languages }: ApprovalContext,
  language: Locale,
  record: ApprovalRecord | undefined,
) {
  return {
    ...NOTHING_SUBMITTED,
    type: type.name,
    document,
    language,
    ministry,
    comment: null,
    liveSince: null,
    liveDigest: null,
    writers: writersOf(record, languages.get(language) ?? {}),
  } as const;
}

/** Unpublishes what is live, and tells the builder of a notice that changed. */
async function takeOff(
  strapi: Core.Strapi,
  { type, document, languages }: ApprovalContext,
  affected: Locale[],
): Promise<void> {
  for (const locale of affected) {
    const { live, draft } = languages.get(locale) ?? {};
    if (live) await strapi.documents(uidOf(type)).unpublish({ documentId: document, locale });
    else {
      const versions = [{ ...draft, documentId: document, locale }];
      await emit<ApprovalEvent>(strapi, { name: 'taken-down', type, versions });
    }
  }
}

async function emitTakenDown(
  strapi: Core.Strapi,
  { actor }: Reader,
  { type, document, ministry, languages }: ApprovalContext,
  name: EntryEvent['name'],
  details: Record<string, unknown>,
): Promise<void> {
  const [first] = languages.values();
  const title = titleOf(type, first?.live ?? first?.draft) ?? '';
  await emit<ApprovalEvent>(strapi, { name, actor, type: type.name, document, ministry, title, details });
}
